"""The complete evidence, as the evidence bucket keeps it: one JSON object in UTF-8 with ``"schema": 1``."""

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from model_approval.domain.errors import InvalidRecord
from model_approval.domain.evidence import Evidence, Source, Violation
from model_approval.domain.json_values import array, checked
from model_approval.domain.model_version import ModelPackageArn, VersionId

SCHEMA = 1
MOST_METRICS, MOST_VIOLATIONS, MOST_SOURCES = 5_000, 1_000, 100
"""What a document holds at most: the first of each, and the first fewer if these need more than MOST_BYTES."""
MOST_BYTES = 1_000_000

KIND = "evidence document"
"""Of the source that says what a document could not hold."""


@dataclass(frozen=True)
class EvidenceDocument:
    """``evidence`` is what was found at ``collected_at`` (ISO 8601, UTC) for the decision about ``environment``."""

    environment: str
    model_package_arn: str
    collected_at: str
    evidence: Evidence

    @property
    def id(self) -> VersionId:
        return ModelPackageArn.parse(self.model_package_arn).id


def bounded(document: EvidenceDocument) -> EvidenceDocument:
    """What of it is kept; a source says what is not."""
    part = 1.0
    while len(encode_document(kept := _part(document, part))) > MOST_BYTES:
        part /= 2
    return kept


def encode_document(document: EvidenceDocument) -> bytes:
    """The same document always gives the same bytes. Metrics keep their order, which says how important they are."""
    evidence = document.evidence
    value = {
        "schema": SCHEMA,
        "environment": document.environment,
        "group": document.id.group,
        "version": document.id.version,
        "model_package_arn": document.model_package_arn,
        "collected_at": document.collected_at,
        "metrics": dict(evidence.metrics),
        "deviations": {name: evidence.deviations[name] for name in sorted(evidence.deviations)},
        "violations": None if evidence.violations is None else [one.to_json() for one in evidence.violations],
        "run": {name: evidence.run[name] for name in sorted(evidence.run)},
        "sources": [source.to_json() for source in evidence.sources],
    }
    # UTF-8 has no bytes for half a surrogate pair, which an S3 address out of an event may hold.
    return json.dumps(value, ensure_ascii=False, indent=1).encode(errors="replace")


def decode_document(body: bytes) -> EvidenceDocument:
    """Raises InvalidRecord, with a sentence, if this is no evidence document."""
    try:
        value = json.loads(body)
        if type(value["schema"]) is not int or value["schema"] != SCHEMA:
            raise InvalidRecord(f"schema {value['schema']!r} is not known to this version, which reads {SCHEMA}")
        document = checked(_document(value))
        if document.id != VersionId(value["group"], value["version"]):
            raise InvalidRecord(f"{document.model_package_arn} is not {value['group']} version {value['version']}")
    except InvalidRecord:
        raise
    except (KeyError, TypeError, ValueError, RecursionError, AttributeError) as error:
        raise InvalidRecord(f"not an evidence document: {error!r}") from error
    return document


def digest_of(body: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def key(environment: str, id: VersionId, sha256: str) -> str:
    """In the evidence bucket."""
    return f"evidence/{environment}/{id.group}/{id.version}/{sha256}.json"


def _document(value: dict[str, Any]) -> EvidenceDocument:
    violations = value["violations"]
    evidence = Evidence(
        value["metrics"],
        value["deviations"],
        None if violations is None else tuple(Violation.from_json(one) for one in array(violations)),
        tuple(Source.from_json(source) for source in array(value["sources"])),
        value["run"],
    )
    return EvidenceDocument(value["environment"], value["model_package_arn"], value["collected_at"], evidence)


def _part(document: EvidenceDocument, part: float) -> EvidenceDocument:
    evidence = document.evidence
    names = list(evidence.metrics)[: int(MOST_METRICS * part)]
    violations = evidence.violations and evidence.violations[: int(MOST_VIOLATIONS * part)]
    sources = evidence.sources[: int(MOST_SOURCES * part)]
    counts = (
        ("metrics", len(names), len(evidence.metrics)),
        ("violations", len(violations or ()), len(evidence.violations or ())),
        ("sources", len(sources), len(evidence.sources)),
    )
    lost = [f"{kept:,} of {all:,} {what}" for what, kept, all in counts if kept < all]
    if lost:
        sources += (Source(KIND, None, 0, f"It holds the first {', '.join(lost)}."),)
    metrics = {name: evidence.metrics[name] for name in names}
    deviations = {name: number for name, number in evidence.deviations.items() if name in metrics}
    run = dict(list(evidence.run.items())[:MOST_SOURCES])
    return replace(document, evidence=Evidence(metrics, deviations, violations, sources, run))
