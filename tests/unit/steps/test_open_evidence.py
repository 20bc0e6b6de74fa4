"""The complete evidence is opened only if it still is what the request refers to."""

from dataclasses import replace

import pytest

from model_approval.domain.errors import EvidenceChanged, InvalidRecord, NotFound
from model_approval.domain.evidence import Evidence, Stored
from model_approval.domain.evidence_document import EvidenceDocument, digest_of, encode_document
from model_approval.steps.open_evidence import open_evidence
from tests.unit.examples import NOON, arn
from tests.unit.fakes import FakeVault

DOCUMENT = EvidenceDocument("dev", arn(), NOON, Evidence({"auc": 0.98}))


def kept(body: bytes) -> tuple[FakeVault, Stored]:
    vault = FakeVault()
    return vault, Stored(vault.keep("evidence/dev/abalone/2/aa.json", body), digest_of(body), 1, 0)


def test_what_was_kept_is_given_back_byte_by_byte_with_its_meaning() -> None:
    body = encode_document(DOCUMENT)
    assert open_evidence(*kept(body)) == (body, DOCUMENT)


def test_what_has_another_digest_is_not_the_evidence_even_if_it_can_be_read() -> None:
    vault, stored = kept(encode_document(DOCUMENT))
    better = encode_document(replace(DOCUMENT, evidence=Evidence({"auc": 0.99})))
    vault.kept[stored.uri] = better
    with pytest.raises(EvidenceChanged, match=digest_of(better)):
        open_evidence(vault, stored)


def test_what_is_gone_or_no_evidence_says_so() -> None:
    vault, stored = kept(b"{}")
    with pytest.raises(InvalidRecord, match="not an evidence document"):
        open_evidence(vault, stored)
    with pytest.raises(NotFound):
        open_evidence(FakeVault(), stored)
