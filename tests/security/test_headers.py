"""Promise 7, as far as it goes without a browser: no answer, errors included, may be framed, guessed at, cached,
embedded or told to others, and none runs any script but ours."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from model_approval.auth.errors import SignInFailed
from model_approval.domain.errors import EvidenceChanged, NoAccess, NotFound
from model_approval.domain.evidence import Stored
from model_approval.domain.status import ApprovalStatus
from model_approval.handlers import wiring
from tests.security import verdict
from tests.security.strangers import METHODS
from tests.unit.examples import BEN, NAMES, model, request
from tests.unit.handlers.answers import Answer
from tests.unit.handlers.stack import REVOCATION, URL, Stack, choice, event, reason

EVIDENCE = f"{URL}/evidence"
CALLBACK = "/auth/callback"


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch) -> Stack:
    stack = Stack(monkeypatch)
    stack.ask()
    return stack


def _expired(stack: Stack) -> Answer:
    fields = choice(stack, stack.session())
    stack.world.clock.forward(timedelta(days=91))
    return stack.post(fields, stack.session())


def _decided(stack: Stack) -> Answer:
    fields = choice(stack, stack.session())
    stack.world.answer(person=BEN, status=ApprovalStatus.REJECTED)
    return stack.post(fields, stack.session())


def _unpublished(stack: Stack) -> Answer:
    fields = choice(stack, stack.session())
    stack.world.journal.fail_at("update", ConnectionError("10.0.0.1"))
    return stack.post(fields, stack.session())


def _revoked(stack: Stack) -> Answer:
    stack.world.answer()
    return stack.post(reason(stack, stack.session()), stack.session(), path=REVOCATION)


def _failing(error: Exception) -> Callable[[Stack], Answer]:
    def fail(stack: Stack) -> Answer:
        stack.world.journal.fail_at("read", error)
        return stack.get(URL, stack.session())

    return fail


def _provider_fails(stack: Stack) -> Answer:
    stack.oidc.failure = SignInFailed("The identity provider answered 503.")
    return stack.get()


def _arrives(stack: Stack, *, refused: bool = False) -> Answer:
    stack.oidc.claims = {"sub": "00u1", "iss": "https://id.example.com", "groups": ["dev-approvers"]}
    sent = stack.get()
    state = sent.headers["Location"].rpartition("state=")[2]
    if refused:
        stack.oidc.failure = SignInFailed("The ID token was refused.")
    return stack.get(CALLBACK, sent.cookies[0].partition(";")[0], query=f"code=c&state={state}")


def _evidence(failure: Exception) -> Callable[[Stack], Answer]:
    def ask(stack: Stack) -> Answer:
        stack.ask(request(stored=Stored("s3://evidence/1", "0" * 64, 2, 1)))
        return stack.get(EVIDENCE, stack.session())

    def opened(_vault: Any, _stored: Any) -> Any:
        raise failure

    def fail(stack: Stack) -> Answer:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("model_approval.handlers.evidence.open_evidence", opened)
            patch.setattr(wiring, "evidence_vault", lambda: None)
            return ask(stack)

    return fail


def _damaged(stack: Stack) -> Answer:
    stack.world.store.values[NAMES.request("dev", model().id)] = ["{"]
    return stack.get(URL, stack.session())


_REFUSED = ClientError({"Error": {"Code": "AccessDeniedException", "Message": "arn:aws:iam::1"}}, "GetParameters")

ANSWERS: dict[str, tuple[int, Callable[[Stack], Answer]]] = {
    "the board": (200, lambda stack: stack.get("/", stack.session())),
    "a request": (200, lambda stack: stack.get(URL, stack.session())),
    "a request, to who may not decide": (200, lambda stack: stack.get(URL, stack.session(BEN, ()))),
    "two versions": (200, lambda stack: stack.get("/groups/abalone/compare", stack.session(), query="a=1&b=2")),
    "a table": (200, lambda stack: stack.get("/groups/abalone/history.csv", stack.session())),
    "a document": (200, lambda stack: stack.get("/groups/abalone/history.json", stack.session())),
    "off to the provider": (303, lambda stack: stack.get()),
    "signed in": (303, _arrives),
    "signed out": (200, lambda stack: stack.post({}, stack.session(), path="/auth/sign-out")),
    "about to decide": (200, lambda stack: stack.post(choice(stack, stack.session()) | {"back": "1"}, stack.session())),
    "decided": (303, lambda stack: stack.post(choice(stack, stack.session()), stack.session())),
    "recorded, not published": (202, _unpublished),
    "revoked": (303, _revoked),
    "no such versions": (400, lambda stack: stack.get("/groups/abalone/compare", stack.session(), query="a=x")),
    "a form that does not hold": (400, lambda stack: stack.post({}, stack.session())),
    "a form without a session": (401, lambda stack: stack.post({"comment": "kept"})),
    "a form from elsewhere": (403, lambda stack: stack.post({}, stack.session(), origin="https://evil.example")),
    "a form of an outsider": (403, lambda stack: stack.post({}, stack.session(BEN, ()))),
    "not signed in": (403, lambda stack: stack.get(CALLBACK)),
    "refused by us": (403, lambda stack: _arrives(stack, refused=True)),
    "nothing there": (404, lambda stack: stack.get("/wp-login.php")),
    "no such request": (404, lambda stack: stack.get("/requests/dev/abalone/3", stack.session())),
    "no such group": (404, lambda stack: stack.get("/groups/x-", stack.session())),
    "no evidence kept": (404, lambda stack: stack.get(EVIDENCE, stack.session())),
    "evidence gone": (404, _evidence(NotFound("gone"))),
    "evidence changed": (409, _evidence(EvidenceChanged("other digest"))),
    "evidence refused": (502, _evidence(NoAccess("denied"))),
    "evidence unreadable": (502, _evidence(ValueError("no JSON"))),
    "decided before": (409, _decided),
    "expired": (410, _expired),
    "AWS refuses": (502, _failing(_REFUSED)),
    "AWS does not answer": (502, _failing(ConnectionError("10.0.0.1"))),
    "something is wrong with us": (502, _failing(RecursionError("deep"))),
    "a damaged record": (502, _damaged),
    "the provider fails": (502, _provider_fails),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_has_every_header(stack: Stack, name: str) -> None:
    status, get = ANSWERS[name]
    answer = get(stack)
    assert answer.status == status
    verdict.check(answer)


@pytest.mark.parametrize("method", sorted(set(METHODS)))
def test_whatever_the_method(stack: Stack, method: str) -> None:
    for path in (URL, "/", CALLBACK, "/nowhere"):
        verdict.check(stack.send(event(method, path, [stack.session()])))


def test_nobody_else_may_read_an_answer_by_script(stack: Stack) -> None:
    """No cross-origin sharing, and no preflight request is ever granted."""
    for method in ("GET", "OPTIONS"):
        asked = event(method, "/groups/abalone/history.json", [stack.session()], origin="https://other.example.com")
        asked["headers"] |= {"access-control-request-method": "POST", "access-control-request-headers": "x-a"}
        answer = stack.send(asked)
        assert answer.status == (200 if method == "GET" else 404)
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]
