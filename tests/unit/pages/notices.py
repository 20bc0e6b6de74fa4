"""A notice of each kind in each state that makes a difference to its mail, by the name of its golden files."""

from dataclasses import replace

from model_approval.domain.evidence import Source, Stage, Stored, Violations
from model_approval.domain.gates import Gates
from model_approval.domain.message import Message
from model_approval.domain.model_version import ModelVersion
from model_approval.domain.notice import Kind, Notice
from model_approval.domain.records import Approved, Request
from model_approval.domain.status import ApprovalStatus
from model_approval.pages.mail import render
from tests.unit.examples import ANN, BEN, approved, bypass, decision, model, request, revocation, step, vote
from tests.unit.pages.mailing import BASE

HOSTILE = "<b>&\"'</b>\r\n\x1b[31m {{ 7 * 7 }} \u202e\u05d0\u05e8\u05d9\u05d0\u05dc\u202c "
JOB = "arn:aws:sagemaker:us-east-2:123456789012:transform-job/churn-test-2026-02-24"


def churn(version: int, image_digest: str = "sha256:4dc8") -> ModelVersion:
    plain = model(version, "churn")
    data = f"s3://example-bucket/churn/{version}/model.tar.gz"
    return replace(plain, containers=(replace(plain.containers[0], image_digest=image_digest, model_data_url=data),))


def in_prod(version: int = 2) -> Approved:
    metrics = {"auc": 0.9713, "log_loss": 0.2114, "customers": 1204331.0, "recall": 0.88}
    return replace(approved("prod"), model=churn(version), approved_by="petra@example.com", metrics=metrics)


ASKED = request(
    "prod",
    model=churn(3),
    requested_by=JOB,
    author="dana@example.com",
    summary="Gradient boosting on twelve months of invoices, without the postcode.",
    trail=(step("dev", decided_by=ANN), step("test", decided_by=BEN, decided_at="2026-02-24T16:30:00Z")),
    metrics={"auc": 0.9821, "log_loss": 0.1932, "customers": 1234568.0, "f1": 0.5},
    run={"records": 120431.0, "seconds": 754.0, "instance_hours": 0.42, "output_objects": 3.0, "output_bytes": 12.4e6},
    sources=(Source("evaluation report", "s3://example-bucket/churn/evaluation.json", 4), Source("transform job", JOB)),
)
DECIDED = replace(decision("prod"), model=churn(3), comment="Better on every slice.\n\nWatch recall.", supersedes=2)
REJECTED = replace(DECIDED, status=ApprovalStatus.REJECTED, comment="")
QUORUM = replace(DECIDED, votes=(vote(ANN, "prod", 3).ballot, vote(BEN, "prod", 3).ballot))
REVOKED = replace(revocation("prod", 3), id=churn(3).id, model_package_arn=churn(3).model_package_arn)
OVERRIDDEN = replace(DECIDED, overridden=("auc >= 0.99", "log_loss <= approved"), comment="January came late.")
NOTHING = Source("transform job", JOB, 0, "No report was found beside its output.")
NO_METRICS = replace(ASKED, metrics={}, sources=(NOTHING,), run={})
MISSING = replace(
    ASKED,
    sources=(
        Source("bias report", "s3://example-bucket/churn/bias.json", 0, "Access denied: s3:GetObject."),
        Source("evaluation report", "s3://example-bucket/churn/evaluation.json", 4, "Two numbers were no numbers."),
    ),
    stored=Stored("s3://evidence/aa.json", "aa", 214, 0),
)
EXAMPLES = ("age: 12 of 1,000 rows are no whole numbers.", "region: 3 values are not in the domain.")
VIOLATING = replace(ASKED, violations=Violations(12, EXAMPLES))
EARLIER = (Stage(None, {"auc": 0.9871, "log_loss": 0.1932, "f1": 0.47}), Stage("dev", {"auc": 0.9843, "f1": 0.49}))
DRIFTED = replace(ASKED, earlier=EARLIER, violations=Violations(0))
HOSTILE_REQUEST = replace(
    ASKED,
    author=HOSTILE,
    summary=HOSTILE,
    requested_by=HOSTILE,
    metrics={HOSTILE: 1e-7},
    earlier=(Stage(HOSTILE, {HOSTILE: 2e-7}),),
    violations=Violations(9, (HOSTILE,)),
    run={HOSTILE: 2.5},
    sources=(Source(HOSTILE, HOSTILE, 2, HOSTILE),),
)
HOSTILE_DECISION = replace(DECIDED, comment=HOSTILE, decided_by=replace(ANN, name=HOSTILE))


def widest(kind: Kind) -> Notice:
    """About as much as a notice can hold."""
    metrics = {f"{'w' * 62}{n:02}": -1234567.0 * n for n in range(16)}
    asked: Request = replace(
        ASKED,
        author="a" * 256,
        summary="s" * 200,
        metrics=metrics,
        trail=tuple(step(f"env{n}") for n in range(9)),
        earlier=tuple(Stage(f"env{n}", dict.fromkeys(metrics, 1.5)) for n in range(9)),
        violations=Violations(100_000, ("v" * 160,) * 3),
        sources=tuple(Source(f"{'k' * 40}{n}", "s3://" + "u" * 200, 3, "n" * 160) for n in range(8)),
    )
    other = {f"{'v' * 62}{n:02}": 1.5 for n in range(16)}
    return Notice(kind, asked, approved=replace(in_prod(), metrics=other), older=2)


CASES: dict[str, Notice] = {
    "request-nothing-approved": Notice(Kind.REQUEST, request()),
    "request-compared": Notice(Kind.REQUEST, ASKED, approved=in_prod()),
    "request-older-waiting": Notice(Kind.REQUEST, ASKED, approved=in_prod(1), older=2),
    "request-newer-approved": Notice(Kind.REQUEST, ASKED, approved=in_prod(4)),
    "request-approved-already": Notice(Kind.REQUEST, ASKED, approved=in_prod(3)),
    "request-expires-soon": Notice(Kind.REQUEST, ASKED),
    "request-no-metrics": Notice(Kind.REQUEST, NO_METRICS, approved=in_prod()),
    "request-gates-passed": Notice(Kind.REQUEST, ASKED, approved=in_prod()),
    "request-gates-block": Notice(Kind.REQUEST, ASKED, approved=in_prod()),
    "request-gates-block-everybody": Notice(Kind.REQUEST, ASKED),
    "request-gates-warn": Notice(Kind.REQUEST, VIOLATING, approved=in_prod()),
    "request-violations": Notice(Kind.REQUEST, VIOLATING),
    "request-sources-missing": Notice(Kind.REQUEST, MISSING, approved=in_prod()),
    "request-drift": Notice(Kind.REQUEST, DRIFTED, approved=in_prod()),
    "request-hostile": Notice(Kind.REQUEST, HOSTILE_REQUEST, approved=replace(in_prod(), approved_by=HOSTILE)),
    "reminder-compared": Notice(Kind.REMINDER, ASKED, approved=in_prod()),
    "reminder-never-expires": Notice(Kind.REMINDER, request()),
    "superseded-newer": Notice(Kind.SUPERSEDED, ASKED, approved=in_prod(1), older=2),
    "decided-approved": Notice(Kind.DECIDED, DECIDED, approved=in_prod(3)),
    "decided-quorum": Notice(Kind.DECIDED, QUORUM, approved=in_prod(3)),
    "decided-overridden": Notice(Kind.DECIDED, OVERRIDDEN, approved=in_prod(3)),
    "decided-newer-approved": Notice(Kind.DECIDED, DECIDED, approved=in_prod(4)),
    "decided-rejected": Notice(Kind.DECIDED, REJECTED, approved=in_prod()),
    "decided-hostile": Notice(Kind.DECIDED, HOSTILE_DECISION, approved=in_prod(3)),
    "revoked-falls-back": Notice(Kind.REVOKED, REVOKED, approved=in_prod()),
    "revoked-nothing-left": Notice(Kind.REVOKED, REVOKED),
    "report-compared": Notice(Kind.REPORT, ASKED, approved=in_prod(3)),
    "report-drift": Notice(Kind.REPORT, replace(DRIFTED, violations=VIOLATING.violations), approved=in_prod(3)),
    "report-no-metrics": Notice(Kind.REPORT, NO_METRICS),
    "bypass-left": Notice(Kind.BYPASS, bypass(changed_by="arn:aws:iam::123456789012:user/eve")),
    "bypass-put-back": Notice(Kind.BYPASS, bypass(reverted=True)),
}
VALID_DAYS = {"request-expires-soon": 1, "reminder-never-expires": 0}
"""90 for the others."""
GATES: dict[str, Gates] = {
    "request-gates-passed": Gates.parse(["auc >= 0.95", "f1 >= 0.4"], "block", None),
    "request-gates-block": Gates.parse(["auc >= 0.99", "log_loss <= approved", "f1 >= 0.4"], "block", "ml-duty"),
    "request-gates-block-everybody": Gates.parse(["auc >= approved - 0.01", "recall >= 0.8"], "block", None),
    "request-gates-warn": Gates.parse(["no constraint violations", "auc >= 0.9"], "warn", None),
}
"""None for the others."""


def rendered(name: str) -> Message:
    """One of :data:`CASES`."""
    gates = GATES.get(name, Gates())
    return render(CASES[name], base_url=BASE, valid_days=VALID_DAYS.get(name, 90), gates=lambda _environment: gates)
