"""Every page, as Ann sees it: about churn version 3 for prod, in each state that it can be in."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from model_approval.domain.evidence import Evidence, Source, Stage, Stored, Violation, Violations
from model_approval.domain.evidence_document import EvidenceDocument
from model_approval.domain.gates import Gates, judge
from model_approval.domain.model_package import ModelPackage
from model_approval.domain.model_version import Container, DataPin, ModelVersion, VersionId
from model_approval.domain.person import Person
from model_approval.domain.records import Approved, Decision, Request
from model_approval.domain.review import Review
from model_approval.domain.revocation import Revocation
from model_approval.domain.standing import Standing
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.trail import Step
from model_approval.domain.votes import Vote
from model_approval.pages import document, web
from model_approval.pages.document import Problem
from tests.unit.examples import ANN, BEN, CAM, PATH
from tests.unit.pages.overviews import OVERVIEWS

APPROVED, REJECTED = ApprovalStatus.APPROVED, ApprovalStatus.REJECTED
GROUP = "ml-approvers-prod"
ADDRESS = "/requests/prod/churn/3"
ASKED, DAY_AFTER, LATER = "2026-02-24T12:00:00Z", "2026-02-25T09:30:00Z", "2026-03-02T16:45:00Z"
UNTIL = "2026-05-25T12:00:00Z"
METRICS = {"auc": 0.981234, "accuracy": 0.9412, "f1": 0.8831, "log_loss": 0.1204, "calibration_bias": -0.0121}
THEIRS = {"auc": 0.9778, "accuracy": 0.9412, "f1": 0.8605, "log_loss": 0.3391, "calibration_bias": 0.0203, "ks": 0.71}
PIPELINE = "arn:aws:sagemaker:eu-central-1:123456789012:pipeline/churn-training/execution/k3v9x2m1q8zd"
JOB = "arn:aws:sagemaker:eu-central-1:210987654321:transform-job/churn-3-2026-02-24"
REPORT = "s3://example-models/churn/3/evaluation.json"
SOURCES = (
    Source("model quality statistics", REPORT, 5),
    Source("transform job", JOB),
)
STORED = Stored("s3://example-evidence/evidence/prod/churn/3/aa.json", "aa" * 32, 214, 2)
RUN = {
    "records": 120_431.0,
    "seconds": 754.0,
    "instance_hours": 0.42,
    "output_objects": 3.0,
    "output_bytes": 12_400_000.0,
}
NOTHING = (Source("model quality statistics", REPORT, 0, "There is no such object."),)
PARTS = (
    Source("model quality statistics", REPORT, 5, "214 metrics are more than there is room for."),
    Source("constraint violations", "s3://example-models/churn/3/constraint_violations.json", 12),
    Source("bias report", "s3://example-models/churn/3/bias.json", 0, "Access denied: s3:GetObject."),
    Source("transform job", JOB, 0, "The job is not known any more."),
)
EARLIER = (
    Stage(None, {"auc": 0.9834, "accuracy": 0.9412, "f1": 0.8925, "log_loss": 0.1187}),
    Stage("dev", {"auc": 0.9828, "accuracy": 0.9407, "f1": 0.8879}),
)

FORM = web.Form(ADDRESS, "token", "evidence")
AGAIN = replace(FORM, typed="typed before", note="The evidence changed since you saw it. Please look again.")
REVOKE = web.Form(f"{ADDRESS}/revocation", "token", "evidence")
OBJECTION = "You requested this version yourself (as 'ann@example.com'), so somebody else has to approve it."
REFUSAL = f"You may look, but only members of the group '{GROUP}' decide here."


def arn(version: int = 3) -> str:
    return f"arn:aws:sagemaker:eu-central-1:123456789012:model-package/churn/{version}"


def model(version: int = 3, digest: str | None = "sha256:" + "4dc8a1" * 10 + "0b1c") -> ModelVersion:
    image = "492215442770.dkr.ecr.eu-central-1.amazonaws.com/sagemaker-scikit-learn:1.4-2"
    data = f"s3://example-models/churn/{version}/output/model.tar.gz"
    return ModelVersion(VersionId("churn", version), arn(version), (Container(image, digest, data, pin(version)),))


def pin(version: int = 3) -> DataPin:
    return DataPin(
        f"9bb58f26192e4ba00f01e2e7b136bb{version:02}", f"kZ3v{version}", f"SHA256:q2Fz{version}=", 48_234_496
    )


def request(environment: str = "prod", **changes: Any) -> Request:
    trail = tuple(
        Step(name, person.name, at, (person.key[:12],))
        for name, person, at in (("dev", BEN, "2026-02-20T10:00:00Z"), ("test", CAM, "2026-02-23T15:20:00Z"))
        if PATH.names.index(name) < PATH.names.index(environment)
    )
    plain = Request(
        environment, model(), ASKED, JOB if trail else PIPELINE, "event-1", "attempt-1", METRICS, Violations(0),
        RUN if trail else {}, SOURCES, STORED, EARLIER[: len(trail)], "dana@example.com",
        "Churn in the next 30 days; gradient boosting, retrained on January 2026 with call-centre features.", trail,
    )  # fmt: skip
    return replace(plain, **changes)


def unpinned() -> Request:
    """Neither its image nor its model data could be looked up."""
    loose = Container("registry.example.com/trees:3", None, "s3://elsewhere/model.tar.gz")
    notes = (
        Source("container image", loose.image, 0, "Only images in ECR can be looked up."),
        Source("model data", loose.model_data_url, 0, "Access denied: s3:GetObject."),
    )
    return request(model=replace(model(), containers=(loose,)), sources=(*SOURCES, *notes))


def package(**changes: Any) -> ModelPackage:
    metadata = {
        "dev": "Approved",
        "test": "Approved",
        "prod": "PendingManualApproval",
        "requested_by": "dana@example.com",
    }
    plain = ModelPackage(
        model(), APPROVED, metadata | {"dataset": "churn-2026-01"}, None, PIPELINE, (), "ben@example.com", ASKED,
        summary="Churn in the next 30 days; gradient boosting, retrained on January 2026 with call-centre features.",
        created_by="dana@example.com", created_at="2026-02-20T08:00:00Z", generated_by=PIPELINE,
        commit="9f1c2e7b40d5a8e36c17", repository="https://git.example.com/ml/churn",
    )  # fmt: skip
    return replace(plain, **changes)


def decision(environment: str = "prod", status: ApprovalStatus = APPROVED, **changes: Any) -> Decision:
    comment = "Calibration is much better.\nChecked with finance."
    plain = Decision(environment, model(), status, ANN, DAY_AFTER, comment, "evidence", 2, METRICS)
    return replace(plain, **changes)


def revocation(environment: str = "prod", **changes: Any) -> Revocation:
    plain = Revocation(environment, model().id, arn(), BEN, LATER, "Drifts for new customers.")
    return replace(plain, **changes)


def running(version: int = 2, environment: str = "prod") -> Approved:
    metrics = METRICS if version == 3 else THEIRS
    return Approved(environment, model(version), "cam@example.com", "2026-01-12T08:15:00Z", "", "/name", metrics)


def vote(person: Person, status: ApprovalStatus = APPROVED, **changes: Any) -> Vote:
    plain = Vote("prod", model().id, status, person, DAY_AFTER, "Looks good to me.", "evidence")
    return replace(plain, **changes)


def before() -> Standing:
    return Standing(decision("test", decided_by=CAM, decided_at="2026-02-23T15:20:00Z"))


RULES = ("auc >= 0.95", "f1 >= training - 0.02", "no constraint violations")
FAILING = ("auc >= 0.99", "log_loss <= approved * 0.3", "no constraint violations")


def gated(*rules: str, on_failure: str = "block", **changes: Any) -> Review:
    """Under gates, as the step that reads it judges them."""
    gates, review = Gates.parse(rules, on_failure, None), seen(**changes)
    return replace(review, verdicts=judge(gates, review.request, review.approved), on_failure=gates.on_failure)


def blocking(**changes: Any) -> dict[str, Any]:
    """What the page says to who meets gates that block."""
    return {"blocked": gated(*FAILING).blocking, **changes}


UNDECIDED, DECIDED = Standing(), Standing(decision())
DENIED, REVOKED = Standing(decision(status=REJECTED)), Standing(decision(), revocation())


def seen(standing: Standing = UNDECIDED, **changes: Any) -> Review:
    plain = Review(request(), standing, running(), before=before())
    return replace(plain, **changes)


def shown(review: Review | None = None, *, package: ModelPackage | None = package(), **panel: Any) -> str:  # noqa: B008
    """The page of a request; the form is there unless ``form=None``."""
    known = replace(web.Panel(GROUP, FORM, expires_at=UNTIL), **panel)
    return web.review(review or seen(), known, person=ANN, path=PATH, package=package)


def confirmed(choice: ApprovalStatus = APPROVED, review: Review | None = None, typed: str = "Fine.\nReally.") -> str:
    return web.confirmation(review or seen(), choice, replace(FORM, typed=typed), person=ANN)


def taken_back(falls_to: Approved | None = None, now: Approved | None = None, **panel: Any) -> str:
    known = replace(web.Panel(GROUP, REVOKE), **panel)
    return web.revocation(seen(DECIDED, approved=now or running(3)), known, person=ANN, falls_to=falls_to)


VIOLATIONS = Violations(12, ("age: 12 of 1,000 rows are no whole numbers.", "region: 3 values are not in the domain."))
OVERRIDDEN = replace(decision(), overridden=FAILING[:2], comment="The January data are known to be late.")
GATED = {
    "gates passed": lambda: shown(gated(*RULES)),
    "gates block": lambda: shown(gated(*FAILING), **blocking(override_group="ml-duty")),
    "gates block everybody": lambda: shown(gated(*FAILING), **blocking()),
    "gates can be overridden": lambda: shown(gated(*FAILING), **blocking(override_group="ml-duty", may_override=True)),
    "gates block own request": lambda: shown(
        gated(*FAILING), **blocking(override_group="ml-duty", may_override=True, objection=OBJECTION)
    ),
    "gates warn": lambda: shown(gated(*FAILING, on_failure="warn")),
    "overridden": lambda: shown(seen(Standing(OVERRIDDEN), approved=running(3)), form=None),
    "confirm override": lambda: confirmed(review=gated(*FAILING)),
    "confirm with warnings": lambda: confirmed(review=gated(*FAILING, on_failure="warn")),
    "confirm rejection at gates": lambda: confirmed(REJECTED, gated(*FAILING)),
    "violations": lambda: shown(seen(request=request(violations=VIOLATIONS, sources=PARTS))),
    "no evidence": lambda: shown(
        seen(
            request=request(metrics={}, violations=None, run={}, earlier=(), sources=NOTHING, stored=None),
            approved=None,
        )
    ),
    "not pinned": lambda: shown(seen(request=unpinned())),
}

WHOLE = Evidence(
    METRICS | {f"slice {n} auc": 0.9 + n / 1000 for n in range(40)},
    {"auc": 0.0031, "f1": 0.012},
    (
        Violation("age", "data_type_check", "12 of 1,000 rows are no whole numbers."),
        Violation("region", "categorical_values_check", "3 values are not in the domain."),
    ),
    PARTS,
    RUN,
)


def whole(evidence: Evidence = WHOLE, asked: Request | None = None) -> str:
    """The page of the complete evidence."""
    return document.document(asked or request(), EvidenceDocument("prod", arn(), ASKED, evidence), person=ANN)


def trouble(problem: Problem, asked: Request | None = None) -> str:
    return document.problem(asked or request(), problem, person=ANN)


UNKEPT = Source("evidence document", "s3://example-evidence", 0, "Access denied: s3:PutObject.")
EVIDENCE = {
    "evidence": whole,
    "evidence, nothing found": lambda: whole(Evidence()),
    "evidence, all kept": lambda: whole(Evidence(METRICS, violations=())),
    "evidence changed": lambda: trouble(Problem.CHANGED),
    "evidence gone": lambda: trouble(Problem.GONE),
    "evidence not kept": lambda: trouble(Problem.NOT_KEPT, request(stored=None, sources=(*SOURCES, UNKEPT))),
}

VOTED = vote(ANN)
BY_TWO = Standing(decision(votes=(VOTED.ballot, vote(BEN).ballot), decided_by=BEN))

REQUESTS: dict[str, Callable[[], str]] = {
    "waiting": shown,
    "waiting for one more": lambda: shown(seen(required=2, votes=(vote(BEN),))),
    "voted": lambda: shown(seen(required=2, votes=(VOTED,)), form=None, own_vote=VOTED),
    "counted": lambda: shown(seen(required=2, votes=(VOTED, vote(BEN))), form=None, own_vote=VOTED),
    "nothing runs": lambda: shown(seen(approved=None)),
    "first environment": lambda: shown(
        Review(request("dev"), UNDECIDED, running(environment="dev")), package=package(metadata={})
    ),
    "changed since shown": lambda: shown(form=AGAIN),
    "own request": lambda: shown(objection=OBJECTION),
    "refused": lambda: shown(form=None, refusal=REFUSAL),
    "superseded": lambda: shown(seen(newer=4)),
    "expired": lambda: shown(form=None, expired=True),
    "checks failed": lambda: shown(
        seen(
            before=Standing(decision("test"), revocation("test")),
            request=request(model=model(digest=None), metrics={}, sources=NOTHING, stored=None),
        ),
        package=package(is_ready=False, metadata={"prod": "Approved"}),
    ),
    "no registry": lambda: shown(package=None),
    "approved": lambda: shown(seen(DECIDED, approved=running(3)), notice="Your decision is recorded."),
    "approved by two": lambda: shown(
        seen(BY_TWO, approved=running(3), required=2, votes=(VOTED, vote(BEN), vote(CAM, REJECTED))), form=None
    ),
    "not published": lambda: shown(seen(DECIDED)),
    "approved, newer runs": lambda: shown(seen(DECIDED, approved=running(5))),
    "rejected": lambda: shown(seen(DENIED), form=None),
    "revoked": lambda: shown(seen(REVOKED), form=None),
    "revoked, nothing runs": lambda: shown(seen(REVOKED, approved=None), form=None),
    "confirm approval": confirmed,
    "confirm first approval": lambda: confirmed(review=seen(approved=None), typed=""),
    "confirm vote": lambda: confirmed(review=seen(required=3, votes=(vote(BEN),))),
    "confirm with failed checks": lambda: confirmed(review=seen(newer=4, request=request(metrics={}))),
    "confirm rejection": lambda: confirmed(REJECTED),
    "revoke": lambda: taken_back(running(2)),
    "revoke the only one": taken_back,
    "revoke an old one": lambda: taken_back(running(5), running(5)),
    "revoke again": lambda: taken_back(running(2), form=replace(REVOKE, typed="typed before", note="Say why.")),
    "revoke refused": lambda: taken_back(running(2), form=None, refusal=REFUSAL),
    "message": lambda: web.message("Nothing here", "A sentence.", person=ANN, typed="typed", retry="/"),
    "signed out": lambda: web.message(
        "You are signed out", "A sentence.", link=("Sign out there", "https://id.example")
    ),
}

REQUESTS |= GATED | EVIDENCE
PAGES = REQUESTS | OVERVIEWS
