"""Asks npm's iam-simulate (tests/node/iam_simulator.mjs), in one process, what IAM would decide."""

import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.node.tools import ENVIRONMENT, FOLDER, node_modules
from tests.policies.rendered import Policy, Principal, Rendered, owner

ALLOWED = "Allowed"
ENTER = "enter"
"""What an AssumeRole with a source identity is to IAM: sts:AssumeRole, and sts:SetSourceIdentity as a part of it."""

# What the service authorization reference does not tell. The keys of the whole AssumeRole count for SetSourceIdentity,
# too; and CreateModel is checked against the model package of another account that it names.
_UNCHECKED = {"sts:SetSourceIdentity", "sagemaker:CreateModel"}


@dataclass(frozen=True)
class Request:
    """Somebody (a role's name, or a service such as `events.amazonaws.com`) asks for something."""

    who: str
    action: str
    on: str
    """An ARN. It may hold names of `Rendered.resources`, such as `{dev_session_key}`, and so may the condition keys."""
    given: Mapping[str, str] = field(default_factory=dict)
    """Condition keys, beyond those of every request."""


@dataclass(frozen=True)
class Simulator:
    """A running one."""

    process: "subprocess.Popen[str]"
    rendered: Rendered

    def decide(
        self, requests: Iterable[Request], rendered: Rendered | None = None, scps: Sequence[Policy] = ()
    ) -> list[str]:
        """One answer each: `Allowed`, `ExplicitlyDenied` or `ImplicitlyDenied`.

        Raises AssertionError where a request makes no sense to the service authorization reference.
        """
        policies = rendered or self.rendered
        parts = [(number, part) for number, one in enumerate(requests) for part in _parts(one)]
        answers = self.ask([_simulation(part, policies) for _, part in parts], scps)
        decided: dict[int, str] = {}
        for (number, part), answer in zip(parts, answers, strict=True):
            assert isinstance(answer, str), f"{part}: {answer}"
            if decided.get(number, ALLOWED) == ALLOWED:
                decided[number] = answer
        return list(decided.values())

    def ask(self, simulations: Sequence[dict[str, Any]], scps: Sequence[Policy] = ()) -> list[Any]:
        """Raw answers."""
        return self._say("decide", [one | {"scps": list(scps)} for one in simulations])

    def actions(self, *services: str) -> list[dict[str, Any]]:
        """All actions of these services: `action`, `level`, and `resources`, the patterns of ARNs."""
        return self._say("actions", services)

    def _say(self, command: str, given: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps({command: given}), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        assert answer, "the simulator has ended"
        return json.loads(answer)


@contextmanager
def simulator(rendered: Rendered) -> Iterator[Simulator]:
    """Run it; it ends with its stdin."""
    node_modules()
    process = subprocess.Popen(
        ["node", str(FOLDER / "iam_simulator.mjs")],
        env=ENVIRONMENT, cwd=FOLDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield Simulator(process, rendered)
    finally:
        process.communicate(timeout=10)


def _parts(request: Request) -> Iterator[Request]:
    if request.action != ENTER:
        yield request
        return
    yield Request(request.who, "sts:AssumeRole", request.on, request.given)
    if "sts:SourceIdentity" in request.given:
        yield Request(request.who, "sts:SetSourceIdentity", request.on, request.given)


def _simulation(request: Request, rendered: Rendered) -> dict[str, Any]:
    known = {name.replace(" ", "_"): arn for name, arn in rendered.resources.items()}
    resource, given = (
        request.on.format_map(known),
        {key: value.format_map(known) for key, value in request.given.items()},
    )
    guard = rendered.guard(resource)
    service = request.who.endswith(".amazonaws.com")
    principal = Principal(request.who, []) if service else rendered.principals[request.who]
    account = principal.arn.split(":")[4] if not service else ""
    by_role = {"aws:PrincipalArn": principal.arn, "aws:PrincipalAccount": account}
    return {
        "principal": principal.arn if service else _session(principal.arn),
        "action": request.action,
        "resource": resource,
        "account": owner(resource, account),
        "context": {"aws:SecureTransport": "true"} | ({} if service else by_role) | given,
        "identity": principal.policies,
        "guard": rendered.guards[guard] if guard else None,
        "boundary": principal.boundary,
        "unchecked": request.action in _UNCHECKED,
    }


def _session(role_arn: str) -> str:
    account, name = role_arn.split(":")[4], role_arn.rpartition("/")[2]
    return f"arn:aws:sts::{account}:assumed-role/{name}/session"
