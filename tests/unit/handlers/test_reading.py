"""Reading never writes, whoever opens a link and however; only who is signed in sees anything."""

import pytest

from model_approval.auth.errors import SignInFailed
from model_approval.auth.session import SESSION_LIFETIME
from model_approval.domain.encoding import encode
from model_approval.pages.web import security_headers
from tests.unit.examples import NAMES, model, request, waiting
from tests.unit.handlers.answers import decides
from tests.unit.handlers.stack import URL, Stack

PATHS = [
    "/",
    URL,
    f"{URL}/revocation",
    "/requests/test/abalone/2",
    "/auth/callback",
    "/auth/sign-out",
    "/favicon.ico",
    "/requests",
    "//",
    "/%2e%2e",
]


def check_headers(headers: dict[str, str]) -> None:
    assert headers.items() >= security_headers().items()


def test_a_stranger_is_sent_to_the_provider_and_learns_nothing(stack: Stack) -> None:
    stack.ask()
    answer = stack.get()
    assert answer.status == 303
    assert answer.headers["Location"].startswith("https://id.example.com/authorize?")
    assert [cookie.partition("=")[0] for cookie in answer.cookies] == ["__Host-sign-in"]
    assert answer.body == ""
    assert stack.world.journal.calls == []


def test_a_stranger_cannot_tell_which_requests_exist(stack: Stack) -> None:
    stack.ask()
    assert {stack.get(f"/requests/dev/abalone/{version}").status for version in (2, 3)} == {303}


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"])
@pytest.mark.parametrize("path", PATHS)
def test_no_method_but_post_ever_writes(stack: Stack, method: str, path: str) -> None:
    stack.ask()
    stack.ask(request("test"))
    for cookies in ([], [stack.session()]):
        query = "decision=Approved&csrf_token=x&evidence=y&comment=z&code=c&state=s"
        answer = stack.get(path, *cookies, method=method, query=query)
        assert answer.status in (200, 303, 403, 404)
        check_headers(answer.headers)
    assert stack.world.journal.writes() == []


def test_an_approver_sees_the_request_with_the_form(stack: Stack) -> None:
    stack.ask()
    answer = stack.get(URL, stack.session())
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert decides(answer) == ["Approved", "Rejected"]
    assert answer.cookies == []
    check_headers(answer.headers)


def test_a_newer_version_that_waits_as_well_is_named_with_its_address(stack: Stack) -> None:
    stack.ask()
    assert "/requests/dev/abalone/4" not in stack.get(URL, stack.session()).body
    stack.ask(request(version=4))
    stack.world.store.values[NAMES.waiting_version("dev", model(4).id)] = [encode(waiting(version=4))]
    answer = stack.get(URL, stack.session())
    assert "/requests/dev/abalone/4" in [a["href"] for a in answer.page.all("a")]
    assert decides(answer) == ["Approved", "Rejected"]


def test_an_outsider_may_look_but_has_no_form(stack: Stack) -> None:
    stack.ask()
    answer = stack.get(URL, stack.session(groups=["test-approvers"]))
    assert answer.status == 200
    assert "only members of the group &#39;dev-approvers&#39; decide here" in answer.body
    assert not answer.page.all("textarea")


def test_who_has_too_many_groups_reads_why(stack: Stack) -> None:
    stack.ask()
    claims = {"sub": "1", "iss": "i", "groups": ["dev-approvers"], "hasgroups": True}
    answer = stack.get(URL, stack.session_of(claims))
    assert "left your groups out of the sign-in because there are too many" in answer.body
    assert not answer.page.all("textarea")


def test_a_session_ends(stack: Stack) -> None:
    stack.ask()
    session = stack.session()
    stack.clock.now += SESSION_LIFETIME
    assert stack.get(URL, session).status == 303


@pytest.mark.parametrize(
    "path",
    [
        "/requests/dev/abalone/3",
        "/requests/prod/abalone/2",
        "/requests/dev/abalone/02",
        "/requests/dev/abalone/0",
        "/requests/dev/abalone/-1",
        "/requests/dev/abalone/٢",
        "/requests/dev/abalone/2/",
        "/requests/dev/abalone/3/revocation",
        "/requests/prod/abalone/2/revocation",
        "/requests/dev/abalone/2/revocation/",
        "/requests/dev/aba.lone/2",
        "/requests/dev/%2e%2e/2",
        f"/requests/dev/{'a' * 64}/2",
        "/requests/dev/abalone/9999999999",
        "/requests",
        "/etc/passwd",
        "/wp-login.php",
    ],
)
def test_at_other_addresses_there_is_nothing(stack: Stack, path: str) -> None:
    stack.ask()
    answer = stack.get(path, stack.session())
    assert answer.status == 404
    assert "There is nothing here" in answer.body
    check_headers(answer.headers)


def test_the_front_door_is_open_to_whoever_is_signed_in(stack: Stack) -> None:
    assert stack.get("/").status == 303
    answer = stack.get("/", stack.session(groups=[]))
    assert (answer.status, "Signed in as ann@example.com" in answer.said) == (200, True)


@pytest.mark.parametrize("error", [ConnectionError("10.0.0.1 secret"), KeyError("secret"), RuntimeError("secret")])
def test_what_fails_is_said_without_its_insides(stack: Stack, error: Exception) -> None:
    stack.ask()
    stack.world.journal.fail_at("read", error)
    answer = stack.get(URL, stack.session())
    assert answer.status == 502
    assert "That did not work" in answer.page.text("h1")
    assert not [word for word in ("secret", "Traceback", "Error") if word in answer.body]
    check_headers(answer.headers)


def test_a_damaged_record_is_no_stack_trace(stack: Stack) -> None:
    stack.world.store.values[NAMES.request("dev", model().id)] = ["{"]
    assert stack.get(URL, stack.session()).status == 502


def test_a_provider_that_fails_is_said_in_its_sentence(stack: Stack) -> None:
    stack.oidc.failure = SignInFailed("The identity provider answered 503.")
    answer = stack.get()
    assert (answer.status, "The identity provider answered 503." in answer.body) == (502, True)
    check_headers(answer.headers)
