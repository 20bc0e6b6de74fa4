"""The records that stand in Parameter Store for everybody to read: a request, its decision, and ``approved``.

A value is one JSON object in UTF-8 with ``"schema": 1``, at most 4 KB, the limit of a standard parameter. Times are
ISO 8601 in UTC with seconds. Fields that a reader does not know are ignored, so that fields can be added.
"""

from dataclasses import dataclass, field
from typing import Any, Self

from model_approval.domain.evidence import Metrics, Source, Stage, Stored, Violations
from model_approval.domain.json_values import array
from model_approval.domain.model_version import ModelVersion, VersionId
from model_approval.domain.person import Person
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.text import fit
from model_approval.domain.trail import KEY_LENGTH, NAME_LIMIT, Step
from model_approval.domain.votes import Ballot


@dataclass(frozen=True)
class Request:
    """The question to an environment's approvers: may this version run here?

    ``event_id`` names the event that raised the question, ``attempt`` the try at asking it that wrote this record: only
    its mails are sent. ``requested_by`` is what registered the version or ran the inference, ``author`` the person whom
    the version's metadata names as ``requested_by``, and ``summary`` the model package's description, cut short.
    ``trail`` are the approvals for the environments before, in the order of promotion.

    ``metrics``, ``violations``, ``run`` and ``sources`` are the evidence as far as there is room for it (see
    :class:`~model_approval.domain.evidence.Evidence`); ``stored`` is where all of it is, None if that failed.
    ``earlier`` is what the same version's metrics were when it was trained and in the environments before.
    """

    environment: str
    model: ModelVersion
    requested_at: str
    requested_by: str
    event_id: str
    attempt: str
    metrics: Metrics = field(default_factory=dict)
    violations: Violations | None = None
    run: Metrics = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    stored: Stored | None = None
    earlier: tuple[Stage, ...] = ()
    author: str | None = None
    summary: str | None = None
    trail: tuple[Step, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "environment": self.environment,
            **self.model.to_json(),
            "requested_at": self.requested_at,
            "requested_by": self.requested_by,
            "event_id": self.event_id,
            "attempt": self.attempt,
            "metrics": dict(self.metrics),
            "violations": self.violations.to_json() if self.violations else None,
            "run": dict(self.run),
            "sources": [source.to_json() for source in self.sources],
            "stored": self.stored.to_json() if self.stored else None,
            "earlier": [stage.to_json() for stage in self.earlier],
            "author": self.author,
            "summary": self.summary,
            "trail": [step.to_json() for step in self.trail],
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(
            value["environment"],
            ModelVersion.from_json(value),
            value["requested_at"],
            value["requested_by"],
            value["event_id"],
            value["attempt"],
            value["metrics"],
            None if value["violations"] is None else Violations.from_json(value["violations"]),
            value["run"],
            tuple(Source.from_json(source) for source in array(value["sources"])),
            None if value["stored"] is None else Stored.from_json(value["stored"]),
            tuple(Stage.from_json(stage) for stage in array(value["earlier"])),
            value["author"],
            value["summary"],
            tuple(Step.from_json(step) for step in array(value["trail"])),
        )


@dataclass(frozen=True)
class Decision:
    """The answer, for ever. ``supersedes`` is the lower version that an approval takes the place of, if there is one.

    ``evidence`` is the digest of the request that the approver was shown. ``votes`` is empty where one approval is
    enough; otherwise ``decided_by`` cast the vote that made it. ``attempt`` is the try at deciding that wrote this
    record: only its intent tells the other approvers. ``overridden`` are the blocking gates' rules that failed when it
    was approved all the same (break-glass); ``comment`` is the reason then.
    """

    environment: str
    model: ModelVersion
    status: ApprovalStatus
    decided_by: Person
    decided_at: str
    comment: str
    evidence: str
    supersedes: int | None
    metrics: Metrics = field(default_factory=dict)
    votes: tuple[Ballot, ...] = ()
    attempt: str = ""
    overridden: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "environment": self.environment,
            **self.model.to_json(),
            "status": self.status.value,
            "decided_by": self.decided_by.to_json(),
            "decided_at": self.decided_at,
            "comment": self.comment,
            "evidence": self.evidence,
            "supersedes": self.supersedes,
            "metrics": dict(self.metrics),
            "votes": [ballot.to_json() for ballot in self.votes],
            "attempt": self.attempt,
            "overridden": list(self.overridden),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(
            value["environment"],
            ModelVersion.from_json(value),
            ApprovalStatus(value["status"]),
            Person.from_json(value["decided_by"]),
            value["decided_at"],
            value["comment"],
            value["evidence"],
            value["supersedes"],
            value["metrics"],
            tuple(Ballot.from_json(ballot) for ballot in array(value["votes"])),
            value["attempt"],
            tuple(array(value["overridden"])),
        )


def step_of(decision: Decision) -> Step:
    """What the later environments' requests keep of an approval."""
    keys = [ballot.vote for ballot in decision.votes] or [decision.decided_by.key]
    name = fit(decision.decided_by.name, NAME_LIMIT)
    return Step(decision.environment, name, decision.decided_at, tuple(key[:KEY_LENGTH] for key in keys))


@dataclass(frozen=True)
class Approved:
    """What the environment's inference pipelines run: all they need, in one read. ``decision`` names its record."""

    environment: str
    model: ModelVersion
    approved_by: str
    approved_at: str
    comment: str
    decision: str
    metrics: Metrics = field(default_factory=dict)

    @property
    def id(self) -> VersionId:
        return self.model.id

    def to_json(self) -> dict[str, Any]:
        return {
            "environment": self.environment,
            **self.model.to_json(),
            "approved_by": self.approved_by,
            "approved_at": self.approved_at,
            "comment": self.comment,
            "decision": self.decision,
            "metrics": dict(self.metrics),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(
            value["environment"],
            ModelVersion.from_json(value),
            value["approved_by"],
            value["approved_at"],
            value["comment"],
            value["decision"],
            value["metrics"],
        )
