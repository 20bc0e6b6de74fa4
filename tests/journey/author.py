"""Somebody who does what docs/pipeline-author.md says, with the rights of the pipelines' roles."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox import batch_transform
from sandbox.approver import Approver
from sandbox.environments import (
    ARTEFACT_BUCKET,
    DEV,
    ENVIRONMENTS,
    MODEL_PACKAGE_GROUP,
    REGION,
    TRAINING_ROLE_ARN,
    Environment,
)
from sandbox.ledger import record_name, records
from sandbox.local_aws import root
from sandbox.people import DANA, TOM, Person
from sandbox.story import Story
from sandbox.world import World
from tests.journey.page import Page
from tests.journey.queues import until

TEST, UAT = ENVIRONMENTS[1], ENVIRONMENTS[2]
APPROVED = f"/ml-models/test/{MODEL_PACKAGE_GROUP}/approved"
SOURCE = "git::https://example.com/terraform-aws-sagemaker-model-approval.git//modules/approved-model?ref=v0.1.0"
REPORTS = {
    "model_quality_statistics.json": "model_quality/statistics.json",
    "model_quality_constraints.json": "model_quality/constraints.json",
    "data_quality_statistics.json": "data_quality/statistics.json",
    "data_quality_constraints.json": "data_quality/constraints.json",
    "bias.json": "bias/analysis.json",
    "explainability.json": "explainability/analysis.json",
    "model.tar.gz": "model.tar.gz",
}
"""What a training leaves: files as the page names them, and as the sandbox's training does."""
# The first version of the AWS CLI does not take every service's endpoint from the environment.
AWS = 'aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }\nset -o pipefail\n'


@dataclass
class Author:
    """Somebody who does what the page says. `folder` is their working directory, `version` what they registered last,
    in the run of this number."""

    page: Page
    world: World
    story: Story
    folder: Path
    version: int = 0
    number: int = 0

    def names(self) -> dict[str, str]:
        """What stands for the names of the example; account ids and environments are the sandbox's as they are."""
        return {
            SOURCE: "../modules/approved-model",
            "model-package/churn/3": f"model-package/{MODEL_PACKAGE_GROUP}/{self.version}",
            "versions/3/": f"versions/{self.version}/",
            '"version": 3': f'"version": {self.version}',
            "run-42": f"author-{self.number}",
            "churn-models": ARTEFACT_BUCKET,
            "churn-data": TEST.data_bucket,
            "churn": MODEL_PACKAGE_GROUP,
        }

    def take(self, name: str, language: str) -> str:
        return self.page.take(name, language, self.names())

    def run(self, name: str, language: str, role_arn: str = TEST.inference_role_arn) -> str:
        """Run a block with a role's rights. Returns the last line that it prints."""
        text = self.take(name, language)
        command = [sys.executable, "-c", text] if language == "python" else ["bash", "-euc", AWS + text]
        session = self.world.aws.assume(role_arn)
        environment = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "AWS_ENDPOINT_URL": self.world.aws.endpoint,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": session.access_key,
            "AWS_SECRET_ACCESS_KEY": session.secret_key,
            "AWS_SESSION_TOKEN": session.token or "",
            "AWS_PAGER": "",
        }
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip().rpartition("\n")[2]

    def client(self, service: str, environment: Environment = TEST) -> Any:
        return self.world.aws.client(service, root(environment.account_id))

    def register(self) -> str:
        """A version, as the page says. Returns its ARN."""
        self.number += 1  # a folder of its own in the bucket
        arn = self.run("register", "python", TRAINING_ROLE_ARN)
        self.version = int(arn.rpartition("/")[2])
        return arn

    def approve_up_to_test(self, arn: str) -> None:
        self._approve(DANA, DEV)
        batch_transform.run(self.world.aws, DEV, self.story.data.batches[DEV.name])
        self._approve(TOM, TEST)
        assert records(self.world.aws, TEST)[APPROVED]["model_package_arn"] == arn

    def _approve(self, person: Person, environment: Environment) -> None:
        approver, version = Approver(self.world.aws, person), f"{MODEL_PACKAGE_GROUP} version {self.version}"
        page = approver.visit(approver.mail(version, environment.name).link)
        approver.decide(page, "Approved", "Drift is within bounds.")

    def asked_for_uat(self, arn: str) -> dict[str, Any]:
        """The request that the run of a version in test leads to."""
        name = record_name(arn, UAT, "request")
        until(lambda: name in records(self.world.aws, TEST), f"{arn} is requested for uat")
        found: dict[str, Any] = records(self.world.aws, TEST)[name]
        return found
