"""A row of the table: who may, or may not, do what on what; and the names of what rows are about."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.environments import ENVIRONMENTS, PARAMETER_PREFIX, REGION
from tests.policies.simulator import ENTER, Request

Given = dict[str, str]
ACCOUNTS = {environment.name: environment.account_id for environment in ENVIRONMENTS}
FIRST, LAST = ENVIRONMENTS[0].name, ENVIRONMENTS[-1].name
LATER = [environment.name for environment in ENVIRONMENTS[1:]]

CREATING: Given = {"ssm:Overwrite": "false"}
OVERWRITING: Given = {"ssm:Overwrite": "true"}
IF_NONE_MATCH: Given = {"s3:if-none-match": "*"}
EXTERNAL_ID: Given = {"sts:ExternalId": "model-approval", "sts:RoleSessionName": "session"}
ENTRY: Given = EXTERNAL_ID | {"sts:SourceIdentity": "ada@example.com"}

DECISION, REQUEST = "churn/versions/7/decision", "churn/versions/7/request"
VOTE, REVOCATION = "churn/versions/7/votes/ada", "churn/versions/7/revocation"
APPROVED, WAITING, STACK = "churn/approved", "_waiting/churn.7", "_stack"
BYPASS = "churn/versions/7/bypasses/2026-11-23T00:00:00Z"


@dataclass(frozen=True)
class Row(Request):
    """A request, and whether it may succeed."""

    may: bool = True

    def __str__(self) -> str:
        name = (
            self.on.replace("arn:aws:", "")
            .replace(f":{REGION}:", ":")
            .replace("{", "")
            .replace("}", "")
            .replace("_", " ")
        )
        given = "".join(
            f" {key}={value}" for key, value in self.given.items() if (key, value) not in EXTERNAL_ID.items()
        )
        without = " without external id" if self.action == ENTER and "sts:ExternalId" not in self.given else ""
        return f"{self.who} {'may' if self.may else 'may not'} {self.action} {name}{given}{without}"


def may(who: str, actions: str | Sequence[str], on: str | Sequence[str], given: Given | None = None) -> list[Row]:
    """Rows of what is allowed; several actions (with a space between) and several ARNs make a row each."""
    return _rows(who, actions, on, given, True)


def may_not(who: str, actions: str | Sequence[str], on: str | Sequence[str], given: Given | None = None) -> list[Row]:
    """Rows of what is refused."""
    return _rows(who, actions, on, given, False)


def parameter(environment: str, path: str, of: str = "") -> str:
    """A parameter of an environment (`of`: in another environment's account)."""
    return f"{_arn('ssm', of or environment)}:parameter{PARAMETER_PREFIX}/{environment}/{path}"


def parameters(environment: str, *paths: str, of: str = "") -> list[str]:
    """Several of them."""
    return [parameter(environment, path, of) for path in paths]


def role(environment: str, name: str) -> str:
    """One of the workflow's roles."""
    return f"arn:aws:iam::{ACCOUNTS[environment]}:role/model-approval-{environment}-{name}"


def queue(environment: str, function: str, dead_letters: bool = False) -> str:
    """A function's queue, or its dead-letter queue."""
    return (
        f"{_arn('sqs', environment)}:model-approval-{environment}-{function}{'-dead-letters' if dead_letters else ''}"
    )


def function(environment: str, name: str) -> str:
    """One of the workflow's functions."""
    return f"{_arn('lambda', environment)}:function:model-approval-{environment}-{name}"


def evidence(environment: str, path: str = "/evidence/abc.json") -> str:
    """Evidence in a stack's bucket; without a path the bucket."""
    return f"arn:aws:s3:::model-approval-{environment}-evidence-{ACCOUNTS[environment]}-{REGION}{path}"


def version(group: str = "churn", environment: str = FIRST) -> str:
    """A model package of a group."""
    return f"{_arn('sagemaker', environment)}:model-package/{group}/7"


def sagemaker(environment: str, what: str) -> str:
    """Something else of SageMaker's."""
    return f"{_arn('sagemaker', environment)}:{what}"


def ses(environment: str, what: str) -> str:
    """An identity or a configuration set."""
    return f"{_arn('ses', environment)}:{what}"


def log_stream(environment: str, name: str) -> str:
    """A stream of a function's logs."""
    return f"{_arn('logs', environment)}:log-group:/aws/lambda/{name}:log-stream:2026"


def schedule(environment: str, group: str) -> str:
    """A schedule in a group."""
    return f"{_arn('scheduler', environment)}:schedule/{group}/churn-7"


def session_key(environment: str) -> str:
    """The key that signs the sessions of an environment's pages."""
    return f"{{{environment}_session_key}}"


def logs(who: str) -> list[Row]:
    """Its own, written and not read."""
    environment, name = who.split()
    own = log_stream(environment, f"model-approval-{environment}-{name}")
    return [
        *may(who, "logs:PutLogEvents", own),
        *may_not(who, "logs:PutLogEvents", log_stream(environment, "other")),
        *may_not(who, "logs:GetLogEvents logs:DeleteLogStream", own),
    ]


def previous(environment: str) -> str | None:
    """The environment before."""
    return _beside(environment, -1)


def following(environment: str) -> str | None:
    """The environment after."""
    return _beside(environment, 1)


def others(environment: str) -> list[str]:
    """All other environments."""
    return [name for name in ACCOUNTS if name != environment]


def asked(environment: str) -> list[str]:
    """The environments that its inference notifier asks: who approved before, and what the next one runs."""
    after = following(environment)
    return [*list(ACCOUNTS)[: list(ACCOUNTS).index(environment)], after] if after else []


def _beside(environment: str, step: int) -> str | None:
    position = list(ACCOUNTS).index(environment) + step
    return list(ACCOUNTS)[position] if 0 <= position < len(ACCOUNTS) else None


def _arn(service: str, environment: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNTS[environment]}"


def _rows(who: str, actions: str | Sequence[str], on: str | Sequence[str], given: Given | None, may: bool) -> list[Row]:
    return [
        Row(who, action, resource, given or {}, may)
        for action in (actions.split() if isinstance(actions, str) else actions)
        for resource in ([on] if isinstance(on, str) else on)
    ]
