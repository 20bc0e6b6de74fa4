"""The complete evidence: for whoever is signed in, unchanged or not at all, as a page and as the document itself."""

import json
from dataclasses import replace

import pytest

from model_approval.domain.errors import NoAccess
from model_approval.domain.evidence import Evidence, Source, Stored, Violation
from model_approval.domain.evidence_document import EvidenceDocument, digest_of, encode_document, key
from model_approval.handlers import wiring
from tests.unit.examples import NOON, request
from tests.unit.fakes import FakeVault
from tests.unit.handlers.stack import URL, Stack
from tests.unit.handlers.test_reading import check_headers
from tests.unit.handlers.test_signing_in import CLAIMS, set_out

PAGE, JSON = f"{URL}/evidence", f"{URL}/evidence.json"
VIOLATIONS = (Violation("age", "data_type_check", "No whole numbers: äöü"),)
EVIDENCE = Evidence({"auc": 0.98, "f1": 0.5}, {"auc": 0.01}, VIOLATIONS, (Source("metrics", None, 2),))
both = pytest.mark.parametrize("path", [PAGE, JSON])


@pytest.fixture
def vault(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> FakeVault:
    """With the evidence of the request that waits."""
    vault, asked = FakeVault(stack.world.journal), request()
    body = encode_document(EvidenceDocument("dev", asked.model.model_package_arn, NOON, EVIDENCE))
    uri = vault.keep(key("dev", asked.model.id, digest_of(body)), body)
    stack.ask(replace(asked, stored=Stored(uri, digest_of(body), 2, 1)))
    stack.world.journal.calls.clear()
    monkeypatch.setattr(wiring, "evidence_vault", lambda: vault)
    return vault


def test_whoever_is_signed_in_sees_all_of_it(stack: Stack, vault: FakeVault) -> None:
    answer = stack.get(PAGE, stack.session(groups=[]))
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    said = answer.page.said
    assert "As it was collected Unchanged" in said
    assert "auc 0.98 0.01 f1 0.5 " in said
    assert "age data_type_check No whole numbers: äöü" in said
    assert JSON in [link["href"] for link in answer.page.all("a")]
    check_headers(answer.headers)
    assert stack.world.journal.writes() == []


def test_the_document_itself_can_be_taken_away_byte_by_byte(stack: Stack, vault: FakeVault) -> None:
    answer = stack.get(JSON, stack.session(groups=[]))
    [body] = vault.kept.values()
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.body.encode() == body
    assert json.loads(answer.body)["metrics"] == {"auc": 0.98, "f1": 0.5}
    assert answer.headers["Content-Disposition"] == 'attachment; filename="abalone-2-dev-evidence.json"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    check_headers(answer.headers)


@both
def test_a_stranger_is_sent_to_the_provider_and_comes_back_here(stack: Stack, vault: FakeVault, path: str) -> None:
    answer = stack.get(path)
    assert (answer.status, answer.body) == (303, "")
    assert stack.world.journal.calls == []
    stack.oidc.claims = CLAIMS
    state, cookie = set_out(stack, path)
    arrived = stack.get("/auth/callback", cookie, query=f"code=code-1&state={state}")
    assert arrived.headers["Location"] == path


@pytest.mark.parametrize("path", [f"{PAGE}x", f"{PAGE}/", f"{PAGE}_json", f"{JSON}x"])
def test_beside_it_there_is_nothing(stack: Stack, vault: FakeVault, path: str) -> None:
    assert stack.get(path, stack.session()).status == 404


@both
@pytest.mark.parametrize("version", ["3", "02", "0"])
def test_where_nobody_asked_there_is_none(stack: Stack, vault: FakeVault, path: str, version: str) -> None:
    answer = stack.get(path.replace("/2/", f"/{version}/"), stack.session())
    assert (answer.status, "There is nothing here" in answer.body) == (404, True)


@both
def test_what_was_changed_is_not_shown_and_said_to_be_no_evidence(stack: Stack, vault: FakeVault, path: str) -> None:
    [uri] = vault.kept
    vault.kept[uri] = vault.kept[uri].replace(b"0.98", b"0.99")
    answer = stack.get(path, stack.session())
    assert answer.status == 409
    assert "The evidence was changed after this was asked, and must not be trusted." in answer.page.said
    assert "0.99" not in answer.body
    assert "Content-Disposition" not in answer.headers
    check_headers(answer.headers)


@both
def test_what_is_gone_is_said_to_be_gone(stack: Stack, vault: FakeVault, path: str) -> None:
    vault.kept.clear()
    answer = stack.get(path, stack.session())
    assert (answer.status, "somebody has deleted it" in answer.page.said) == (404, True)


@both
@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (NoAccess("s3:GetObject is denied"), "This stack may not read the complete evidence: S3 refuses it."),
        (ValueError("9,000,000 bytes"), "The complete evidence cannot be read."),
    ],
)
def test_what_cannot_be_read_says_why_without_its_insides(
    stack: Stack, vault: FakeVault, path: str, error: Exception, sentence: str
) -> None:
    [uri] = vault.kept
    stack.world.journal.fail_at(f"open {uri}", error)
    answer = stack.get(path, stack.session())
    assert (answer.status, sentence in answer.page.said) == (502, True)
    assert str(error) not in answer.body


@both
def test_what_was_never_kept_says_why(stack: Stack, vault: FakeVault, path: str) -> None:
    note = Source("evidence document", None, 0, "Access denied: s3:PutObject.")
    stack.ask(request(sources=(note,)))
    answer = stack.get(path, stack.session())
    assert answer.status == 404
    assert "could not be kept when this was asked. Access denied: s3:PutObject." in answer.page.said
    assert stack.world.journal.calls == [call for call in stack.world.journal.calls if "open" not in call]


def test_a_page_of_the_evidence_takes_one_look_into_the_bucket(stack: Stack, vault: FakeVault) -> None:
    stack.get(PAGE, stack.session())
    assert [call.partition(" ")[0] for call in stack.world.journal.calls] == ["read", "open"]
