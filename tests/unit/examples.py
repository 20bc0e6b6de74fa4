"""One model, three people, three environments: what most tests are about, and words that nobody likes to render."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from model_approval.domain.bypass import Bypass
from model_approval.domain.directions import Directions
from model_approval.domain.encoding import digest
from model_approval.domain.evidence import Source
from model_approval.domain.model_package import ModelPackage
from model_approval.domain.model_version import Container, ModelVersion, VersionId
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.person import Person
from model_approval.domain.promotion_path import PromotionPath
from model_approval.domain.publication import approved_by_decision
from model_approval.domain.records import Approved, Decision, Request, step_of
from model_approval.domain.revocation import Revocation
from model_approval.domain.runs import Named
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.trail import Step
from model_approval.domain.votes import Vote
from model_approval.domain.waiting import Waiting

PATH = PromotionPath(("dev", "test", "prod"))
NAMES = ParameterNames("/ml-models")
ANN = Person("00u1", "ann@example.com", "https://id.example.com")
BEN = Person("00u2", "ben@example.com", "https://id.example.com")
CAM = Person("00u3", "cam@example.com", "https://id.example.com")
NOON = "2026-02-24T12:00:00Z"
REPORT = "s3://example-bucket/abalone/evaluation.json"
EVENTS = Path(__file__).parents[1] / "events"


def now() -> str:
    return NOON


def arn(version: int = 2, group: str = "abalone") -> str:
    return f"arn:aws:sagemaker:us-east-2:123456789012:model-package/{group}/{version}"


def model(version: int = 2, group: str = "abalone") -> ModelVersion:
    container = Container(
        "257758044811.dkr.ecr.us-east-2.amazonaws.com/xgboost:1", "sha256:4dc8", "s3://b/model.tar.gz"
    )
    return ModelVersion(VersionId(group, version), arn(version, group), (container,))


def package(version: int = 2, **changes: Any) -> ModelPackage:
    plain = ModelPackage(
        model=model(version),
        status=ApprovalStatus.PENDING,
        metadata={},
        description=None,
        registered_by="pipeline/1",
        reports=(Named("model quality statistics", REPORT),),
        changed_by="pipeline/1",
        changed_at=NOON,
    )
    return replace(plain, **changes)


def request(environment: str = "dev", version: int = 2, **changes: Any) -> Request:
    plain = Request(environment, model(version), NOON, "pipeline/1", "event-1", "attempt-1", {"auc": 0.98})
    return replace(plain, **{"sources": (Source("model quality statistics", REPORT, 1),)} | changes)


def decision(environment: str = "dev", version: int = 2, **changes: Any) -> Decision:
    asked = request(environment, version)
    status = ApprovalStatus.APPROVED
    plain = Decision(environment, asked.model, status, ANN, NOON, "good", digest(asked), None, asked.metrics)
    return replace(plain, **changes)


def vote(person: Person = ANN, environment: str = "dev", version: int = 2, **changes: Any) -> Vote:
    asked = request(environment, version)
    plain = Vote(environment, asked.model.id, ApprovalStatus.APPROVED, person, NOON, "good", digest(asked))
    return replace(plain, **changes)


def revocation(environment: str = "dev", version: int = 2, **changes: Any) -> Revocation:
    plain = Revocation(environment, model(version).id, arn(version), BEN, NOON, "drifts")
    return replace(plain, **changes)


def bypass(version: int = 2, **changes: Any) -> Bypass:
    status, expected = ApprovalStatus.APPROVED, ApprovalStatus.PENDING
    plain = Bypass("dev", model(version), status, expected, "somebody", NOON, NOON, reverted=False, attempt="attempt-1")
    return replace(plain, **changes)


def approved(environment: str = "dev", version: int = 2) -> Approved:
    return approved_by_decision(decision(environment, version), NAMES)


def step(environment: str = "dev", version: int = 2, **changes: Any) -> Step:
    """What later requests keep of an approval."""
    return step_of(decision(environment, version, **changes))


def waiting(environment: str = "dev", version: int = 2, group: str = "abalone") -> Waiting:
    return Waiting(environment, VersionId(group, version), NOON)


hostile_text = st.one_of(
    st.text(max_size=60),
    st.text("{}<>&\"'`\\/=\r\n\t\0\u0085\u2028\u202e\u2066\u200b\ud800\U0001f4a5 a", max_size=60),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            '"><img src=x onerror=alert(1)>',
            "</textarea></style></title><script>alert(1)</script>",
            "{{ 7 * 7 }}{% include 'base.html.j2' %}",
            "ann\r\nBcc: everybody@example.com",
            "\u202egnp.exe\u2066\u200f",
            "javascript:alert(1)",
            "\x00\x1b[31m\x7f\x85\u2028\u2029",
            "{{ssm:/secret}} {{{{",
        ]
    ),
)
"""What model names, comments, metric names and user names may hold if somebody means harm, surrogates included."""

storable_text = hostile_text.map(lambda text: text.encode(errors="replace").decode())
"""The same without lone surrogates, which UTF-8 has no bytes for."""

stray_words = storable_text.map(lambda text: text or "-").filter(lambda text: Directions().of(text) is None)
"""Texts that are no more than that: not empty, and no metric (`CER`) of which pages know whether it got better."""
