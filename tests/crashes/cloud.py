"""The accounts in moto, with what Terraform leaves there."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import boto3
from moto import mock_aws
from moto.sagemaker.models import SageMakerModelBackend

from model_approval.adapters import clients
from tests.crashes.clock import Clock
from tests.crashes.session import OPTIONS, SharedSession

REGION = "us-east-2"
ACCOUNTS = {"dev": "111111111111", "test": "222222222222", "prod": "333333333333"}
"""The environments, in the order of the promotion path."""

FUNCTIONS = {
    "dev/approval": 29,
    "dev/registration_notifier": 120,
    "dev/inference_notifier": 120,
    "test/approval": 29,
    "test/inference_notifier": 120,
    "prod/inference_notifier": 120,
}
"""Those that have something to do, each with its timeout in seconds, as main.tf says."""

SENDER = "mlops@example.com"
_REPORT = b'{"metrics": {"auc": {"value": 0.98}}}'


@dataclass
class Cloud:
    """``credentials`` are environment variables with the rights of an environment's account, ``session_keys`` the ARNs
    of the keys there; the URLs are those of functions such as ``dev/approval``."""

    clock: Clock
    credentials: dict[str, dict[str, str]] = field(default_factory=dict)
    session_keys: dict[str, str] = field(default_factory=dict)
    queue_urls: dict[str, str] = field(default_factory=dict)
    dead_letter_urls: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def up(self) -> Iterator[None]:
        session = SharedSession()
        with ExitStack() as stack:
            stack.enter_context(mock_aws())
            stack.enter_context(patch("boto3.Session", lambda: session))
            stack.enter_context(patch("moto.sagemaker.models.utcnow", lambda: self.clock.moment().replace(tzinfo=None)))
            stack.enter_context(patch.object(SageMakerModelBackend, "update_model_package", _update_model_package))
            for environment, account in ACCOUNTS.items():
                self._furnish(environment, account)
            self.client("sagemaker", "dev").create_model_package_group(ModelPackageGroupName="abalone")
            for function in FUNCTIONS:
                sqs, name = self.client("sqs", function.partition("/")[0]), function.replace("/", "-")
                self.queue_urls[function] = sqs.create_queue(QueueName=name)["QueueUrl"]
                self.dead_letter_urls[function] = sqs.create_queue(QueueName=f"{name}-dead-letters")["QueueUrl"]
            yield

    def client(self, service: str, environment: str) -> Any:
        """An operator's, or a pipeline's."""
        with patch.dict(os.environ, self.credentials[environment] | {"AWS_LAMBDA_FUNCTION_NAME": ""}):
            return boto3.Session().client(service)

    def make_clients(self) -> None:
        """Those of the running function: once here rather than in each run."""
        approval = os.environ["AWS_LAMBDA_FUNCTION_NAME"].endswith("-approval")
        for service in ("kms",) if approval else ("scheduler", "sesv2"):
            clients.client(service)
        for service in ("s3", "sagemaker", "sqs", "ssm", "sts"):
            clients.client(service)
        clients.client_that_tries_once("sqs")
        for environment in ACCOUNTS.keys() - {os.environ["ENVIRONMENT"]}:
            used = {option: self.credentials[environment][variable] for option, variable in OPTIONS.items()}
            clients.session_client("ssm", **used)
            if approval and environment == "dev":
                clients.session_client("sagemaker", **used)
                clients.session_client("s3", **used)

    def _furnish(self, environment: str, account: str) -> None:
        """A role to act in, a key for sessions, a sender, a bucket with a report, and one for evidence."""
        self.credentials[environment] = _variables("nobody", "nobody", "nobody")
        role = f"arn:aws:iam::{account}:role/furnisher"
        entered = self.client("sts", environment).assume_role(RoleArn=role, RoleSessionName="furnisher")["Credentials"]
        values = (entered[name] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken"))
        self.credentials[environment] = _variables(*values)
        self.client("sesv2", environment).create_email_identity(EmailIdentity=SENDER)
        key = self.client("kms", environment).create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
        self.session_keys[environment] = key["KeyMetadata"]["Arn"]
        s3 = self.client("s3", environment)
        for bucket in ("data", "evidence"):
            where = {"LocationConstraint": REGION}
            s3.create_bucket(Bucket=f"{environment}-{bucket}", CreateBucketConfiguration=where)
        s3.put_object(Bucket=f"{environment}-data", Key="evaluation.json", Body=_REPORT)


def _variables(*values: str) -> dict[str, str]:
    return dict(zip(OPTIONS.values(), (REGION, *values), strict=True))


_update_in_moto = SageMakerModelBackend.update_model_package


def _update_model_package(backend: SageMakerModelBackend, **change: Any) -> str:
    """moto forgets what an update does not name; SageMaker keeps it."""
    package = backend.describe_model_package(change["model_package_arn"])
    for name in ("model_approval_status", "approval_description", "customer_metadata_properties"):
        if change[name] is None:
            change[name] = getattr(package, name)
    return str(_update_in_moto(backend, **change))
