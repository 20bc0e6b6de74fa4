"""The accounts of the sandbox, in the order of promotion."""

from dataclasses import dataclass

REGION = "eu-central-1"
MANAGEMENT_ACCOUNT = "999999999999"
IDENTITY_ACCOUNT = "555555555555"
PARAMETER_PREFIX = "/ml-models"
MODEL_PACKAGE_GROUP = "tumour-classifier"  # models and transform jobs are named after it: tumour-classifier-...
BREAK_GLASS_GROUP = "ml-break-glass"  # who is in it may approve what a gate blocks, where the environment says so
ADMINISTRATOR_ROLE = "OrganizationAccountAccessRole"  # as AWS Organizations names it in the accounts that it makes


@dataclass(frozen=True)
class Environment:
    """A stage on the way to production, in an AWS account of its own."""

    name: str
    account_id: str
    required_approvals: int = 1

    @property
    def approver_group(self) -> str:
        """Who is in it may decide about this environment."""
        return f"ml-approvers-{self.name}"

    @property
    def data_bucket(self) -> str:
        """Holds the input and the output of the environment's inference pipeline."""
        return f"inference-data-{self.name}-{self.account_id}"

    @property
    def inference_role_arn(self) -> str:
        """The role of the environment's inference pipeline."""
        return f"arn:aws:iam::{self.account_id}:role/inference-pipeline"


DEV = Environment("dev", "111111111111")
ENVIRONMENTS = (
    DEV,
    Environment("test", "222222222222"),
    Environment("uat", "333333333333"),
    Environment("prod", "444444444444", required_approvals=2),
)
ARTEFACT_BUCKET = f"model-artefacts-{DEV.account_id}"
TRAINING_ROLE_ARN = f"arn:aws:iam::{DEV.account_id}:role/training-pipeline"
