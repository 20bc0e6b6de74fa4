"""Everything together: the emulated AWS with its accounts and people, and the workflow applied to it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import accounts, people
from .environments import (
    ARTEFACT_BUCKET,
    BREAK_GLASS_GROUP,
    DEV,
    ENVIRONMENTS,
    MODEL_PACKAGE_GROUP,
    PARAMETER_PREFIX,
    REGION,
)
from .local_aws import LocalAws, local_aws
from .people import MAIL_DOMAIN, IdentityProvider
from .terraform import Progress, Terraform, check_version, terraform

FOLDER = Path(__file__).parents[1] / ".sandbox"
GATES: dict[str, dict[str, Any]] = {
    "dev": {"rules": ["auc >= 0.75"], "break_glass_group": BREAK_GLASS_GROUP},
    "test": {
        "rules": ["auc >= 0.85", "auc >= approved - 0.01", "no constraint violations"],
        "break_glass_group": BREAK_GLASS_GROUP,
    },
    "uat": {"rules": ["auc >= training - 0.05"], "on_failure": "warn"},
    "prod": {"rules": ["auc >= 0.85", "no constraint violations"]},
}
"""What a version's metrics must fulfil; who is in the group may approve all the same, except for prod."""


@dataclass(frozen=True)
class World:
    """A running sandbox."""

    aws: LocalAws
    identity: IdentityProvider
    stacks: dict[str, dict[str, Any]]
    """What Terraform says about each environment's stack, by the environment's name: `api_url` and so on."""
    terraform: Terraform
    run_dir: Path


@contextmanager
def sandbox(run_dir: Path, port: int = 0, progress: Progress = lambda line: None) -> Iterator[World]:
    """Bring the sandbox up at `port` (0: any free one), with everything it writes below `run_dir`, which must be new.

    Raises SandboxError, with a sentence for the person who started it.
    """
    check_version()
    with local_aws(run_dir, port) as aws:
        progress(f"AWS answers at {aws.endpoint}")
        engineer = accounts.set_up(aws)
        identity = people.set_up(aws)
        progress(f"{len(ENVIRONMENTS)} accounts and {len(people.PEOPLE)} people are set up")
        configuration = terraform(run_dir, aws, engineer, progress)
        stacks = configuration.apply(_variables(identity))["stacks"]
        identity.allow_callbacks(aws, [stack["callback_url"] for stack in stacks.values()])
        for environment in ENVIRONMENTS:
            policy = stacks[environment.name]["inference_pipeline_policy_json"]
            accounts.attach_to_inference_pipeline(aws, environment, policy)
        progress("the workflow is applied to all accounts")
        yield World(aws, identity, stacks, configuration, run_dir)


@contextmanager
def run_folder() -> Iterator[Path]:
    """A new folder for one run, which is gone afterwards; after an error its logs are kept."""
    FOLDER.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=FOLDER))
    try:
        yield folder
    except Exception as error:
        for entry in folder.iterdir():
            if entry.is_dir():
                shutil.rmtree(entry, ignore_errors=True)
        if any(folder.iterdir()):
            error.add_note(f"The logs are in {folder}.")
        else:
            folder.rmdir()
        raise
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)


def _variables(identity: IdentityProvider) -> dict[str, Any]:
    """The variables of examples/multi-account."""
    artefacts = f"arn:aws:s3:::{ARTEFACT_BUCKET}"
    return {
        "account_ids": {environment.name: environment.account_id for environment in ENVIRONMENTS},
        "approver_groups": {environment.name: environment.approver_group for environment in ENVIRONMENTS},
        "approvers": {
            environment.name: [person.email for person in people.approvers(environment.name)]
            for environment in ENVIRONMENTS
        },
        "evidence": {
            "metrics_bucket_arns": {
                one.name: [f"arn:aws:s3:::{one.data_bucket}", *([artefacts] if one == DEV else [])]
                for one in ENVIRONMENTS
            },
            "model_bucket_arns": [artefacts],
            "bucket": {"force_destroy": True},
        },
        "gates": GATES,
        "mail_from": f"model-approval@{MAIL_DOMAIN}",
        "model_package_groups": {MODEL_PACKAGE_GROUP: "Tells benign from malignant tumours"},
        "oidc": identity.settings(),
        "on_bypass": "revert",
        "parameter_prefix": PARAMETER_PREFIX,
        "region": REGION,
        "request_valid_days": 30,
        "required_approvals": {environment.name: environment.required_approvals for environment in ENVIRONMENTS},
        "separation_of_duties": {"prevent_self_approval": True, "one_environment_each": True},
    }
