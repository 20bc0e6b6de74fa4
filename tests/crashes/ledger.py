"""What stands in the accounts. It is read from moto itself, after each run, which is faster than through a client."""

from typing import Any

from moto.sagemaker.models import sagemaker_backends
from moto.scheduler.models import Schedule, scheduler_backends
from moto.ssm.models import ssm_backends

from tests.crashes.cloud import ACCOUNTS, REGION


def package(model_package_arn: str) -> dict[str, Any]:
    """As DescribeModelPackage has it."""
    backend = sagemaker_backends[ACCOUNTS["dev"]][REGION]
    return dict(backend.describe_model_package(model_package_arn).gen_response_object())


def packages() -> list[dict[str, Any]]:
    """In the order of their registration."""
    return [package(arn) for arn in sagemaker_backends[ACCOUNTS["dev"]][REGION].model_packages]


def parameters(environment: str) -> dict[str, str]:
    backend = ssm_backends[ACCOUNTS[environment]][REGION]
    found, token = backend.get_parameters_by_path("/ml-models", recursive=True)
    while token:
        more, token = backend.get_parameters_by_path("/ml-models", recursive=True, next_token=token)
        found += more
    return {parameter.name: parameter.value for parameter in found}


def schedules() -> list[Schedule]:
    """Every environment's, in the order of the promotion path."""
    backends = [scheduler_backends[account][REGION] for account in ACCOUNTS.values()]
    groups = [group for backend in backends for group in backend.schedule_groups.values()]
    return [schedule for group in groups for schedule in group.schedules.values()]
