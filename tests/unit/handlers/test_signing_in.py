"""The way through the provider and back, and out again, by HTTP."""

from urllib.parse import parse_qs, urlsplit

import pytest

from model_approval.auth.errors import SignInFailed
from tests.unit.handlers.stack import URL, Stack
from tests.unit.handlers.test_reading import check_headers

CLAIMS = {"sub": "00u1", "iss": "https://id.example.com", "email": "ann@example.com", "groups": ["dev-approvers"]}


def set_out(stack: Stack, path: str = URL) -> tuple[str, str]:
    """The state that the provider sends back, and the cookie."""
    answer = stack.get(path)
    state = parse_qs(urlsplit(answer.headers["Location"]).query)["state"][0]
    return state, answer.cookies[0].partition(";")[0]


def test_who_signs_in_gets_a_session_and_the_page_that_they_wanted(stack: Stack) -> None:
    stack.ask()
    stack.oidc.claims = CLAIMS
    state, cookie = set_out(stack)
    answer = stack.get("/auth/callback", cookie, query=f"code=code-1&state={state}")
    assert (answer.status, answer.headers["Location"]) == (303, URL)
    check_headers(answer.headers)
    session, used = answer.cookies
    assert used.startswith("__Host-sign-in=;")
    assert "Max-Age=0" in used
    assert "Signed in as ann@example.com" in stack.get(URL, session.partition(";")[0]).said


@pytest.mark.parametrize(
    "query", ["", "code=code-1", "code=code-1&state=another", "error=access_denied&state={state}", "state={state}"]
)
def test_an_answer_that_does_not_fit_signs_nobody_in(stack: Stack, query: str) -> None:
    stack.oidc.claims = CLAIMS
    state, cookie = set_out(stack)
    answer = stack.get("/auth/callback", cookie, query=query.format(state=state))
    assert (answer.status, answer.page.text("h1")) == (403, "You are not signed in")
    assert [cookie.partition("=")[0] for cookie in answer.cookies] == ["__Host-sign-in"]
    check_headers(answer.headers)


def test_without_the_cookie_nobody_is_signed_in(stack: Stack) -> None:
    stack.oidc.claims = CLAIMS
    state, _ = set_out(stack)
    assert stack.get("/auth/callback", query=f"code=code-1&state={state}").status == 403


def test_a_token_that_was_refused_signs_nobody_in(stack: Stack) -> None:
    state, cookie = set_out(stack)
    stack.oidc.failure = SignInFailed("The ID token was refused: <b>.")
    answer = stack.get("/auth/callback", cookie, query=f"code=code-1&state={state}")
    assert (answer.status, "The ID token was refused: &lt;b&gt;." in answer.body) == (403, True)


def test_signing_out_takes_the_cookie_away(stack: Stack) -> None:
    answer = stack.post({}, stack.session(), path="/auth/sign-out")
    assert (answer.status, answer.page.text("h1")) == (200, "You are signed out")
    assert {(c.partition(";")[0], "Max-Age=0" in c) for c in answer.cookies} == {
        ("__Host-session=", True),
        ("__Host-draft=", True),
    }


def test_who_signed_out_here_is_shown_the_way_to_do_so_at_the_provider(stack: Stack) -> None:
    def links() -> list[str]:
        page = stack.post({}, stack.session(), path="/auth/sign-out").page
        return [link["href"] for link in page.all("a") if "//" in link["href"]]

    assert links() == []
    stack.oidc.sign_out = "https://id.example.com/logout"
    assert links() == ["https://id.example.com/logout?post_logout_redirect_uri=https%3A%2F%2Fapprove.example.com%2F"]


def test_what_the_provider_says_about_a_refusal_is_logged_and_not_shown(
    stack: Stack, caplog: pytest.LogCaptureFixture
) -> None:
    state, cookie = set_out(stack)
    query = f"error=access_denied&error_description=No\nlicence&state={state}"
    answer = stack.get("/auth/callback", cookie, query=query)
    assert "You or your identity provider cancelled the sign-in." in answer.said
    assert "licence" not in answer.body
    assert [vars(record)["detail"] for record in caplog.records] == ["access_denied: No licence"]


def test_another_site_cannot_sign_anybody_out(stack: Stack) -> None:
    answer = stack.post({}, stack.session(), path="/auth/sign-out", origin="https://evil.example")
    assert (answer.status, answer.cookies) == (403, [])
    assert stack.get("/auth/sign-out", stack.session()).status == 404
