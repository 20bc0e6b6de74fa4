"""The pages about one request: look and decide, confirm, take back; and pages that only say something."""

from dataclasses import dataclass

from model_approval.domain.checks import checks
from model_approval.domain.directions import Directions
from model_approval.domain.model_package import ModelPackage
from model_approval.domain.model_version import VersionId
from model_approval.domain.person import Person
from model_approval.domain.promotion_path import PromotionPath
from model_approval.domain.records import Approved
from model_approval.domain.review import Review
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.text import COMMENT_LIMIT
from model_approval.domain.votes import Vote
from model_approval.pages import evidence, facts, history, journey, plots
from model_approval.pages.addresses import compare_path, group_path, request_path, revocation_path
from model_approval.pages.containers import container_changes
from model_approval.pages.layout import page
from model_approval.pages.layout import security_headers as security_headers
from model_approval.pages.state import State, quorum, state


@dataclass(frozen=True)
class Form:
    """What a form needs; ``note`` tells why it is shown again, ``typed`` is what was written into it before."""

    action: str
    csrf_token: str
    evidence: str
    typed: str = ""
    note: str | None = None


@dataclass(frozen=True)
class Panel:
    """What a page says about this person and this request beyond the records.

    ``approver_group`` decides here. ``form`` is None if this person can do nothing now. ``refusal`` tells why they may
    not decide at all, ``objection`` why they may not approve (separation of duties), although they may reject.
    ``expires_at`` is ISO 8601, or None for never. ``own_vote`` is what they have voted, ``notice`` what just happened.
    ``blocked`` are the gates' rules that keep this from being approved now, ``may_override`` tells whether this person
    may approve it all the same, with a reason, and ``override_group`` who may; None if nobody may.
    """

    approver_group: str
    form: Form | None = None
    refusal: str | None = None
    objection: str | None = None
    expires_at: str | None = None
    expired: bool = False
    own_vote: Vote | None = None
    notice: str | None = None
    blocked: tuple[str, ...] = ()
    may_override: bool = False
    override_group: str | None = None


def review(
    review: Review,
    panel: Panel,
    *,
    person: Person,
    path: PromotionPath,
    package: ModelPackage | None,
    directions: Directions = Directions(),  # noqa: B008 - frozen
) -> str:
    """The page of one request. ``package`` is None if the model registry could not be read."""
    id, environment = review.request.model.id, review.request.environment
    found, other = checks(review, package), _other(review)
    return page(
        "review.html.j2",
        title=f"{id} for {environment}",
        person=person,
        **_common(review),
        panel=panel,
        path=path,
        package=package,
        state=state(review, panel.expired),
        states=State,
        quorum=quorum(review) if review.required > 1 and not review.standing.decision else None,
        **evidence.values(review, other, directions),
        other=other,
        changes=list(container_changes(review.request.model, other.model)) if other else [],
        compare_path=compare_path(id.group, id.version, other.id.version) if other else None,
        checks=sorted(found, key=lambda check: check.passed is not False),
        failed=[check for check in found if check.passed is False],
        all_passed=all(check.passed for check in found),
        facts=facts.facts(review.request, package, path),
        other_properties=facts.other_properties(package, path),
        stops=journey.stops(review, path, package, panel.expired),
        events=history.events(review, package),
        newer_path=request_path(environment, VersionId(id.group, review.newer)) if review.newer else None,
        newer_compare_path=compare_path(id.group, id.version, review.newer) if review.newer else None,
        revoke_path=revocation_path(environment, id),
    )


def confirmation(review: Review, choice: ApprovalStatus, form: Form, *, person: Person) -> str:
    """The second step of a decision: it names the environment and says what would happen. Its button ``confirmed``
    carries the environment, its button ``back`` leads back to the form, with the comment."""
    verb = "Approve" if choice is ApprovalStatus.APPROVED else "Reject"
    return page(
        "confirmation.html.j2",
        title=f"{verb} {review.request.model.id} for {review.request.environment}?",
        person=person,
        **_common(review),
        choice=choice,
        verb=verb,
        form=form,
        **evidence.gates(review),
        missing=max(quorum(review).missing - 1, 0),
        failed=[check for check in checks(review, None) if check.passed is False],
    )


def revocation(
    review: Review,
    panel: Panel,
    *,
    person: Person,
    falls_to: Approved | None,
    directions: Directions = Directions(),  # noqa: B008 - frozen
) -> str:
    """What revoking would do, and the form that does it. ``falls_to`` is what inference pipelines would get then; None
    if they would find no approved version."""
    id, now = review.request.model.id, review.approved
    changes = now is not None and now.id == id
    return page(
        "revocation.html.j2",
        title=f"Revoke {id} for {review.request.environment}?",
        person=person,
        **_common(review),
        panel=panel,
        falls_to=falls_to,
        changes=changes,
        comparison=plots.compare(
            f"Version {falls_to.id.version} (then)",
            falls_to.metrics,
            f"Version {id.version} (now)",
            review.request.metrics,
            directions,
        )
        if changes and falls_to and (falls_to.metrics or review.request.metrics)
        else None,
    )


def message(
    title: str,
    *sentences: str,
    person: Person | None = None,
    typed: str = "",
    retry: str | None = None,
    link: tuple[str, str] | None = None,
) -> str:
    """A page that only says something. ``typed`` gives back what was written; ``retry`` is a local path to go to, and
    ``link`` the words and the checked address of another way to go on."""
    return page("message.html.j2", title=title, person=person, sentences=sentences, typed=typed, retry=retry, link=link)


def _common(review: Review) -> dict[str, object]:
    id, environment = review.request.model.id, review.request.environment
    return {
        "review": review,
        "request": review.request,
        "id": id,
        "environment": environment,
        "group_path": group_path(id.group),
        "request_path": request_path(environment, id),
        "comment_limit": COMMENT_LIMIT,
        "statuses": ApprovalStatus,
    }


def _other(review: Review) -> Approved | None:
    """What runs now, if that is another version."""
    running = review.approved
    return running if running and running.id != review.request.model.id else None
