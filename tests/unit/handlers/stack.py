"""The approval function of the first stack (dev and, in another account, test) with the outside world in memory."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pytest

from model_approval.auth.cookies import SESSION
from model_approval.auth.identity import Identity, identity
from model_approval.auth.session import Sessions
from model_approval.auth.settings import IDENTITY_CLAIMS
from model_approval.auth.sign_in import SignIn
from model_approval.domain.directions import Directions
from model_approval.domain.duties import Duties
from model_approval.domain.encoding import encode
from model_approval.domain.gates import Gates
from model_approval.domain.model_package import ModelPackage
from model_approval.domain.neighbours import Neighbours
from model_approval.domain.person import Person
from model_approval.domain.records import Request
from model_approval.handlers import settings, wiring
from model_approval.handlers.approval import handler
from model_approval.handlers.settings import Common, Environment, Target
from model_approval.steps.preview_revocation import PreviewRevocation
from model_approval.steps.read_board import ReadBoard
from model_approval.steps.read_comparison import ReadComparison
from model_approval.steps.read_history import ReadHistory
from tests.unit.auth.signer import sealing
from tests.unit.examples import ANN, NAMES, PATH, request
from tests.unit.handlers.answers import Answer, hidden
from tests.unit.handlers.doubles import DeadLetters, FakeOidc, Retries
from tests.unit.steps.world import World

BASE = "https://approve.example.com"
BREAK_GLASS = "release-managers"
URL = "/requests/dev/abalone/2"
REVOCATION = f"{URL}/revocation"


OVERVIEWS: dict[str, Any] = {
    "read_board": ReadBoard,
    "read_history": ReadHistory,
    "read_comparison": ReadComparison,
}


def _the(step: Any) -> Any:
    return step


@dataclass
class Context:
    """What Lambda hands over beside the event."""

    milliseconds: int = 60_000
    function_name = "model-approval-dev-approval"
    memory_limit_in_mb = "256"
    invoked_function_arn = "arn:aws:lambda:us-east-2:123456789012:function:model-approval-dev-approval"
    aws_request_id = "request-1"

    def get_remaining_time_in_millis(self) -> int:
        return self.milliseconds


class Browser:
    """Requests to the function, as API Gateway passes them on."""

    def get(self, path: str = URL, *cookies: str, method: str = "GET", query: str = "") -> Answer:
        return self.send(event(method, path, cookies, query=query))

    def post(self, fields: dict[str, str], *cookies: str, path: str = URL, origin: str | None = BASE) -> Answer:
        return self.send(event("POST", path, cookies, body=urlencode(fields), origin=origin))

    def form(self, session: str, path: str = URL) -> dict[str, str]:
        """The hidden fields of the form on the page: there is one at most, beside the one that signs out."""
        return hidden(self.get(path, session))

    def send(self, request: dict[str, Any]) -> Answer:
        answer = handler(request, Context())
        assert not answer.get("isBase64Encoded")
        return Answer(answer["statusCode"], answer["headers"], answer["cookies"], answer["body"])


class Stack(Browser):
    """``required`` is the number of approvals that each environment needs; their gates are the world's."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, required: int = 1) -> None:
        self.world, self.oidc, self.dead_letters, self.retries = World(required), FakeOidc(), DeadLetters(), Retries()
        self.duties, self.neighbours = Duties(), Neighbours("dev")
        self.seal, self.signer, self.clock = sealing()
        role = "arn:aws:iam::222222222222:role/model-approval-test-promotion"
        targets = {
            "dev": Target("us-east-2", ("ann@example.com",), "dev-approvers", required, None, Gates()),
            "test": Target("us-east-2", ("ben@example.com",), "test-approvers", required, role, Gates()),
        }
        common = Common("dev", PATH, NAMES, targets, BASE, "https://sqs/dead", "https://sqs/mail", 90)
        self.sessions = Sessions(self.seal, frozenset({BREAK_GLASS, *(t.approver_group for t in targets.values())}))
        sign_in = SignIn(self.oidc, self.seal, "groups", IDENTITY_CLAIMS)  # type: ignore[arg-type]
        monkeypatch.setattr(settings, "common", lambda: common)
        monkeypatch.setattr(settings, "duties", lambda: self.duties)
        monkeypatch.setattr(settings, "directions", Directions)
        monkeypatch.setattr(settings, "neighbours", lambda: self.neighbours)
        monkeypatch.setattr(wiring, "gates", lambda _environment: self.world.gates)
        monkeypatch.setattr(wiring, "now", self.world.clock.now)
        monkeypatch.setattr(wiring, "describe", self._describe)
        preview = PreviewRevocation(names=NAMES, accounts=self.world.accounts)
        monkeypatch.setattr(wiring, "preview_revocation", lambda: preview)
        for name, overview in OVERVIEWS.items():
            made = overview(path=PATH, names=NAMES, accounts=self.world.accounts)
            monkeypatch.setattr(wiring, name, partial(_the, made))
        environments = {name: Environment("1" * 12, None, f"{name}-approvers") for name in PATH.names}
        monkeypatch.setattr(settings, "environments", lambda: environments)
        monkeypatch.setattr(wiring, "sessions", lambda: self.sessions)
        monkeypatch.setattr(wiring, "sign_in", lambda: sign_in)
        for step in ("read_review", "decide", "revoke", "carry_on", "remind"):
            monkeypatch.setattr(wiring, step, partial(getattr, self.world, step))
        monkeypatch.setattr(wiring, "dead_letters", lambda: self.dead_letters)
        monkeypatch.setattr(wiring, "retries", lambda: self.retries)

    def ask(self, asked: Request | None = None) -> None:
        asked = asked or request()
        self.world.store.values[NAMES.request(asked.environment, asked.model.id)] = [encode(asked)]

    def session(
        self,
        person: Person = ANN,
        groups: Sequence[str] = ("dev-approvers", "test-approvers"),
        aliases: Sequence[str] = (),
    ) -> str:
        found = Identity(person, frozenset(groups), aliases=frozenset(aliases))
        return f"{SESSION}={self.sessions.start(found).value}"

    def session_of(self, claims: dict[str, Any]) -> str:
        """As after a sign-in with these claims."""
        return f"{SESSION}={self.sessions.start(identity(claims, 'groups', IDENTITY_CLAIMS)).value}"

    def _describe(self, model_package_arn: str, person: Person) -> ModelPackage:
        return self.world.accounts.registry(person).describe(model_package_arn)


def choice(stack: Stack, session: str, path: str = URL, **fields: str) -> dict[str, str]:
    """The page's form, filled in, and what the button of the page after it adds."""
    confirmed = {"decision": "Approved", "comment": "good", "confirmed": path.split("/")[2]}
    return stack.form(session, path) | confirmed | fields


def reason(stack: Stack, session: str, path: str = REVOCATION, **fields: str) -> dict[str, str]:
    """The form that takes an approval back, filled in."""
    return stack.form(session, path) | {"reason": "drifts", "confirmed": path.split("/")[2]} | fields


def event(
    method: str,
    path: str,
    cookies: Sequence[str] = (),
    *,
    query: str = "",
    body: str = "",
    origin: str | None = None,
) -> dict[str, Any]:
    """A request as an HTTP API hands it over (payload format 2.0); bodies of forms come base64-encoded."""
    headers = {"host": "approve.example.com", "content-type": "application/x-www-form-urlencoded"}
    pairs = [pair.partition("=") for pair in query.split("&") if pair]
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "cookies": list(cookies),
        "headers": headers | ({"origin": origin} if origin is not None else {}),
        "queryStringParameters": {name: value for name, _, value in pairs},
        "requestContext": {
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "x"},
            "requestId": "request-1",
            "stage": "$default",
        },
        "body": base64.b64encode(body.encode()).decode(),
        "isBase64Encoded": True,
    }
