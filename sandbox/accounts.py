"""What the accounts hold before the workflow comes: an organisation's roles and buckets, and two pipelines' roles."""

import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from .environments import (
    ADMINISTRATOR_ROLE,
    ARTEFACT_BUCKET,
    DEV,
    ENVIRONMENTS,
    MANAGEMENT_ACCOUNT,
    MODEL_PACKAGE_GROUP,
    REGION,
    Environment,
)
from .local_aws import Credentials, LocalAws, root

Statement = dict[str, Any]

_VERSIONS = f"arn:aws:sagemaker:{REGION}:{DEV.account_id}:model-package/{MODEL_PACKAGE_GROUP}/*"
_KINDS = {"Model": "model", "TransformJob": "transform-job", "ProcessingJob": "processing-job"}
"""What inference pipelines make, with its kind in ARNs."""
_OF_PIPELINES = tuple(
    f"sagemaker:{operation}"
    for operation in (
        "AddTags", "CreatePipeline", "DescribePipeline", "StartPipelineExecution", "DescribePipelineExecution",
        "ListPipelineExecutionSteps",
    )
)  # fmt: skip
_GROUP = f"arn:aws:sagemaker:{REGION}:{DEV.account_id}:model-package-group/{MODEL_PACKAGE_GROUP}"


def set_up(aws: LocalAws) -> Credentials:
    """Set up all accounts. Returns the keys of the platform engineer, who may administrate them."""
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda environment: _set_up_environment(aws, environment), ENVIRONMENTS))
    _share_artefacts(aws)
    return _platform_engineer(aws)


def attach_to_inference_pipeline(aws: LocalAws, environment: Environment, policy: str) -> None:
    """Let an environment's inference pipeline do what the module says it needs (`inference_pipeline_policy_json`)."""
    iam, role = aws.client("iam", root(environment.account_id)), environment.inference_role_arn.rpartition("/")[2]
    iam.put_role_policy(RoleName=role, PolicyName="approved-models", PolicyDocument=policy)


def administrator(aws: LocalAws, account_id: str) -> None:
    """Make the role that AWS Organizations makes in its accounts."""
    iam = aws.client("iam", root(account_id))
    iam.create_role(
        RoleName=ADMINISTRATOR_ROLE,
        AssumeRolePolicyDocument=_policy(_trust({"AWS": f"arn:aws:iam::{MANAGEMENT_ACCOUNT}:root"})),
    )
    iam.attach_role_policy(RoleName=ADMINISTRATOR_ROLE, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")


def _set_up_environment(aws: LocalAws, environment: Environment) -> None:
    administrator(aws, environment.account_id)
    iam, s3 = (aws.client(service, root(environment.account_id)) for service in ("iam", "s3"))
    _create_role(iam, environment.account_id, "inference-pipeline", _inference_pipeline(environment))
    _create_bucket(s3, environment.data_bucket)
    if environment == DEV:
        _create_role(iam, environment.account_id, "training-pipeline", _training_pipeline())
        _create_bucket(s3, ARTEFACT_BUCKET)


def _share_artefacts(aws: LocalAws) -> None:
    """The other accounts' inference pipelines may read the artefacts of what dev registers."""
    others = {"AWS": [environment.inference_role_arn for environment in ENVIRONMENTS if environment != DEV]}
    policy = _policy(*(statement | {"Principal": others} for statement in _read_artefacts()))
    aws.client("s3", root(DEV.account_id)).put_bucket_policy(Bucket=ARTEFACT_BUCKET, Policy=policy)


def _platform_engineer(aws: LocalAws) -> Credentials:
    """A user of the management account, as an organisation would have one to run Terraform."""
    iam, name = aws.client("iam", root(MANAGEMENT_ACCOUNT)), "platform-engineer"
    roles = f"arn:aws:iam::*:role/{ADMINISTRATOR_ROLE}"
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName=name, PolicyDocument=_policy(_allow("sts:AssumeRole", roles)))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return Credentials(key["AccessKeyId"], key["SecretAccessKey"])


def _inference_pipeline(environment: Environment) -> list[Statement]:
    """Runs dev's model versions on its environment's data: by itself, in SageMaker or in a pipeline of SageMaker's."""
    name, own = f"arn:aws:sagemaker:{REGION}:{environment.account_id}", f"{MODEL_PACKAGE_GROUP}-*"
    data, role = f"arn:aws:s3:::{environment.data_bucket}", environment.inference_role_arn
    to_sagemaker = {"Condition": {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}}
    return [
        _allow(("sagemaker:DescribeModelPackage", "sagemaker:CreateModel"), _VERSIONS),
        *(
            _allow(
                (f"sagemaker:Create{kind}", f"sagemaker:Describe{kind}"),
                (f"{name}:{arn}/{own}", f"{name}:{arn}/pipelines-*"),
            )
            for kind, arn in _KINDS.items()
        ),
        _allow(_OF_PIPELINES, f"{name}:pipeline/{own}"),
        _allow("events:PutEvents", f"arn:aws:events:{REGION}:{environment.account_id}:event-bus/default"),
        _allow("iam:PassRole", role) | to_sagemaker,
        *_read_artefacts(),
        _allow(("s3:GetObject", "s3:PutObject"), f"{data}/*"),
        _allow("s3:ListBucket", data),
    ]


def _read_artefacts() -> list[Statement]:
    """Versions of objects that others have replaced as well: what was approved stays what runs."""
    artefacts = f"arn:aws:s3:::{ARTEFACT_BUCKET}"
    return [_allow(("s3:GetObject", "s3:GetObjectVersion"), f"{artefacts}/*"), _allow("s3:ListBucket", artefacts)]


def _training_pipeline() -> list[Statement]:
    """Stores artefacts and registers versions; it approves nothing."""
    return [
        _allow("s3:PutObject", f"arn:aws:s3:::{ARTEFACT_BUCKET}/*"),
        _allow(("sagemaker:CreateModelPackage", "sagemaker:DescribeModelPackage"), (_VERSIONS, _GROUP)),
    ]


def _create_role(iam: Any, account_id: str, name: str, statements: Iterable[Statement]) -> None:
    """A role for a pipeline, which SageMaker runs; the account's own people may take it, too."""
    trust = _trust({"AWS": f"arn:aws:iam::{account_id}:root", "Service": "sagemaker.amazonaws.com"})
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=_policy(trust))
    iam.put_role_policy(RoleName=name, PolicyName=name, PolicyDocument=_policy(*statements))


def _create_bucket(s3: Any, name: str) -> None:
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})


def _trust(principal: dict[str, str]) -> Statement:
    return {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}


def _allow(actions: str | Iterable[str], resources: str | Iterable[str]) -> Statement:
    return {"Effect": "Allow", "Action": actions, "Resource": resources}


def _policy(*statements: Statement) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
