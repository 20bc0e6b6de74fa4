"""The evidence on a request's page: gates, metrics, their way since the training, violations, and where all that is
from."""

from model_approval.domain.directions import Directions
from model_approval.domain.gates import OnFailure
from model_approval.domain.records import Approved, Request
from model_approval.domain.review import Review
from model_approval.pages import plots
from model_approval.pages.addresses import evidence_path
from model_approval.pages.findings import gave, origins, pins
from model_approval.pages.measures import run_facts
from model_approval.pages.stages import own_stage, stages


def values(review: Review, other: Approved | None, directions: Directions) -> dict[str, object]:
    """What the templates are given. ``other`` is what runs now, if that is another version."""
    request = review.request
    return {
        **gates(review),
        "comparison": _comparison(request, other, directions),
        "stages": stages(request, own_stage(request), directions),
        "evidence_path": evidence_path(request.environment, request.model.id) if request.stored else None,
        **origin(request),
        "containers": [(one, list(pins(one, request))) for one in request.model.containers],
    }


def origin(request: Request) -> dict[str, object]:
    """Where the request's evidence is from, and what is known about the run."""
    return {
        "origins": [(source, gave(source)) for source in origins(request)],
        "run": list(run_facts(request.run)),
    }


def gates(review: Review) -> dict[str, object]:
    """The verdicts, failed ones first. Once it is decided they are of no use: they are about what runs now, and that
    may be this very version."""
    verdicts = () if review.standing.decision else review.verdicts
    return {
        "verdicts": sorted(verdicts, key=lambda verdict: verdict.passed),
        "failed_gates": [verdict for verdict in verdicts if not verdict.passed],
        "blocks": review.on_failure is OnFailure.BLOCK,
    }


def _comparison(request: Request, other: Approved | None, directions: Directions) -> plots.Comparison | None:
    """The metrics, beside those of the other version if there is one; None if there are none."""
    metrics, name = request.metrics, f"Version {request.model.id.version}"
    if metrics and other:
        return plots.compare(name, metrics, f"Version {other.id.version} (now)", other.metrics, directions)
    return plots.compare(name, metrics) if metrics else None
