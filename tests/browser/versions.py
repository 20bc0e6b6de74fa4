"""Versions of groups that no other test touches, registered in dev as training pipelines do it."""

import json
from typing import Any

from sandbox.approver import Approver
from sandbox.browser import Page
from sandbox.environments import ARTEFACT_BUCKET, DEV, ENVIRONMENTS, PARAMETER_PREFIX, REGION
from sandbox.ledger import records
from sandbox.local_aws import root
from sandbox.people import DANA, MAIL_DOMAIN, Person
from sandbox.world import World
from tests.journey.queues import until

RITA = f"rita@{MAIL_DOMAIN}"
"""Trains models and wants them approved."""
METRICS = {"auc": 0.91, "recall": 0.84, "log_loss": 0.31}
BETTER = {"auc": 0.93, "recall": 0.82, "log_loss": 0.27}
SUMMARY = "Gradient-boosted trees on 14 features, trained on the orders of one year."


def new_group(world: World, name: str) -> str:
    """A model package group without versions. Returns its name."""
    world.aws.client("sagemaker", root(DEV.account_id)).create_model_package_group(ModelPackageGroupName=name)
    return name


def register(world: World, group: str, **changes: Any) -> int:
    """A version that waits for dev soon; `changes` are members of CreateModelPackage. Returns its number."""
    return register_reporting(world, group, METRICS, **changes)


def register_reporting(world: World, group: str, report: Any, **changes: Any) -> int:
    """The same, with another evaluation report."""
    sagemaker, s3 = (world.aws.client(service, root(DEV.account_id)) for service in ("sagemaker", "s3"))
    number = len(sagemaker.list_model_packages(ModelPackageGroupName=group)["ModelPackageSummaryList"]) + 1
    folder = f"{group}/run{number}"
    s3.put_object(Bucket=ARTEFACT_BUCKET, Key=f"{folder}/evaluation.json", Body=json.dumps(report).encode())
    statistics = {"ContentType": "application/json", "S3Uri": f"s3://{ARTEFACT_BUCKET}/{folder}/evaluation.json"}
    container = {
        "Image": f"{DEV.account_id}.dkr.ecr.{REGION}.amazonaws.com/trees:3",
        "ImageDigest": f"sha256:{number:064x}",
        "ModelDataUrl": f"s3://{ARTEFACT_BUCKET}/{folder}/model.tar.gz",
    }
    given = {
        "ModelPackageGroupName": group,
        "ModelPackageDescription": SUMMARY,
        "ModelApprovalStatus": "PendingManualApproval",
        "InferenceSpecification": {"Containers": [container], "SupportedContentTypes": ["text/csv"]},
        "ModelMetrics": {"ModelQuality": {"Statistics": statistics}},
        "MetadataProperties": {
            "CommitId": f"{number:040x}",
            "Repository": f"https://git.{MAIL_DOMAIN}/ml/{group}",
            "GeneratedBy": f"arn:aws:sagemaker:{REGION}:{DEV.account_id}:pipeline/{group}/execution/run{number}",
        },
        "CustomerMetadataProperties": {"requested_by": RITA, "dataset": "orders-2026"},
    }
    arn: str = sagemaker.create_model_package(**(given | changes))["ModelPackageArn"]
    return int(arn.rpartition("/")[2])


def until_asked(world: World, versions: dict[str, int], environment: str = "dev") -> None:
    """Wait until an environment is asked about so many versions of each group, the lowest ones."""
    asked = {f"{record(group, n, environment)}/request" for group, most in versions.items() for n in range(1, most + 1)}
    until(lambda: asked <= set(records(world.aws, DEV)), f"{environment} is asked about {versions}")


def record(group: str, version: int, environment: str = "dev") -> str:
    """Where the records about a version begin."""
    return f"{PARAMETER_PREFIX}/{environment}/{group}/versions/{version}"


def link(world: World, group: str, version: int, environment: str = "dev") -> str:
    """Where a request is decided: in the stack of the environment before."""
    names = [one.name for one in ENVIRONMENTS]
    asking = names[max(names.index(environment) - 1, 0)]
    return f"{world.stacks[asking]['api_url']}/requests/{environment}/{group}/{version}"


def answer(
    world: World, group: str, version: int, decision: str = "Approved", comment: str = "", person: Person = DANA
) -> Page:
    """Somebody decides for dev, in a browser of their own."""
    approver = Approver(world.aws, person)
    page = approver.decide(approver.visit(link(world, group, version)), decision, comment)
    assert page.status == 200, page.text
    return page
