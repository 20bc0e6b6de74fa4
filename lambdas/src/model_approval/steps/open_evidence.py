"""Open the complete evidence of a request, and make sure that it still is what the request refers to."""

from model_approval.domain.errors import EvidenceChanged
from model_approval.domain.evidence import Stored
from model_approval.domain.evidence_document import EvidenceDocument, decode_document, digest_of
from model_approval.steps.ports import Vault


def open_evidence(vault: Vault, stored: Stored) -> tuple[bytes, EvidenceDocument]:
    """The document's bytes, and what they say.

    Raises NotFound, NoAccess, EvidenceChanged, and ValueError if it cannot be read for another reason.
    """
    body = vault.open(stored.uri)
    found = digest_of(body)
    if found != stored.sha256:
        raise EvidenceChanged(f"SHA-256 is {found} and must be {stored.sha256}: {stored.uri}")
    return body, decode_document(body)
