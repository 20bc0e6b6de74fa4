"""All of the evidence is kept, what there is room for goes into the request, and a failure of the former is told."""

from typing import Any

import pytest

from model_approval.domain.encoding import decode, encode
from model_approval.domain.errors import NoAccess, NotFound
from model_approval.domain.evidence import Evidence, Source, Stored, Violation, Violations
from model_approval.domain.evidence_document import MOST_METRICS, decode_document, digest_of
from model_approval.domain.records import Request
from model_approval.steps.collect_evidence import keep_evidence, with_evidence
from tests.unit.examples import NOON, model, request
from tests.unit.fakes import FakeVault

EVIDENCE = Evidence(
    {"f1": 0.123456789, "auc": 0.98},
    {"auc": 0.01},
    (Violation("age", "data_type_check", "wrong"),),
    (Source("metrics", None, 2),),
    {"seconds": 9.87654321},
)


def test_everything_is_kept_under_its_digest() -> None:
    vault = FakeVault()
    stored, lost = keep_evidence(vault, "test", model(), EVIDENCE, NOON)
    ((uri, body),) = vault.kept.items()
    assert lost is None
    assert stored == Stored(uri, digest_of(body), 2, 1)
    assert uri.endswith(f"evidence/test/abalone/2/{digest_of(body)}.json")
    document = decode_document(body)
    assert (document.environment, document.id, document.collected_at) == ("test", model().id, NOON)
    assert document.evidence == EVIDENCE


def test_what_is_stored_is_what_was_kept_of_very_much() -> None:
    many = Evidence({f"m{number}": 0.5 for number in range(MOST_METRICS + 1)})
    stored, _ = keep_evidence(FakeVault(), "test", model(), many, NOON)
    assert stored is not None
    assert (stored.metrics, stored.violations) == (MOST_METRICS, 0)


@pytest.mark.parametrize("error", [NoAccess("no\naccess"), NotFound("gone"), ValueError("elsewhere")])
def test_a_vault_that_refuses_is_a_source_with_a_note(error: Exception) -> None:
    vault = FakeVault()
    vault.journal.fail_at("keep", error)
    stored, lost = keep_evidence(vault, "test", model(), EVIDENCE, NOON)
    assert stored is None
    text = str(error).replace("\n", " ")
    assert lost == Source("evidence document", None, 0, f"The complete evidence could not be kept: {text}")


def test_trouble_of_the_vault_is_worth_another_try() -> None:
    vault = FakeVault()
    vault.journal.fail_at("keep", ConnectionError())
    with pytest.raises(ConnectionError):
        keep_evidence(vault, "test", model(), EVIDENCE, NOON)


def test_a_request_has_what_there_is_room_for() -> None:
    stored = Stored("s3://evidence/e.json", "4dc8", 2, 1)
    given = with_evidence(request("test"), EVIDENCE, stored, {"auc"})
    assert list(given.metrics.items()) == [("auc", 0.98), ("f1", 0.123457)]
    assert given.violations == Violations(1, ("age: wrong",))
    assert given.run == {"seconds": 9.87654}
    assert (given.sources, given.stored) == (EVIDENCE.sources, stored)
    assert with_evidence(given, Evidence(), None, ()).violations is None


def test_whatever_the_evidence_the_request_fits() -> None:
    long: dict[str, Any] = {"𐍈" * 64 + str(number): 0.123456 for number in range(40)}
    sources = tuple(Source("k" * 60, "s3://b/" + "x" * 1_024, 1, "n" * 300) for _ in range(30))
    given = with_evidence(request("test"), Evidence(long, long, None, sources), None, ())
    kept = decode(Request, encode(given))
    assert kept.metrics
    assert kept.model == given.model
