"""A signed-in person at the page of a request: what it shows them, and what they can change now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from aws_lambda_powertools.shared.cookies import Cookie

from model_approval.auth.session import Session
from model_approval.domain import duties, expiry
from model_approval.domain.errors import ArtefactChanged
from model_approval.domain.model_package import ModelPackage
from model_approval.domain.person import Person
from model_approval.domain.review import Review
from model_approval.domain.votes import Vote
from model_approval.handlers import settings, wiring
from model_approval.handlers.http import Answer, page
from model_approval.handlers.log import logger
from model_approval.pages import web as pages
from model_approval.pages.addresses import request_path, revocation_path


@dataclass(frozen=True)
class Visit:
    """``now`` is when it began; ISO 8601."""

    review: Review
    session: Session
    now: str

    @property
    def person(self) -> Person:
        return self.session.identity.person

    @property
    def approver_group(self) -> str:
        return settings.common().targets[self.review.request.environment].approver_group

    @property
    def refusal(self) -> str | None:
        """Why this person may not decide for the environment; None if they may."""
        if self.approver_group in self.session.identity.groups:
            return None
        rule = f"You may look, but only members of the group {self.approver_group!r} decide here."
        return " ".join(filter(None, [rule, self.session.identity.groups_note]))

    @property
    def objection(self) -> str | None:
        """Why this approver may reject the version, but not approve it; None if they may do both."""
        identity = self.session.identity
        return duties.objection(settings.duties(), self.review.request, identity.person, identity.aliases)

    @property
    def blocked(self) -> tuple[str, ...]:
        """The gates' rules that keep the request from being approved now; none if it can be decided no more."""
        return () if self.review.standing.decision or self.expired else self.review.blocking

    @property
    def override_group(self) -> str | None:
        """Who may approve although a gate blocks it; None if nobody may."""
        return wiring.gates(self.review.request.environment).break_glass_group

    @property
    def may_override(self) -> bool:
        """Whether this person may. They need all that everybody needs who approves, besides."""
        in_group = self.override_group in self.session.identity.groups
        return in_group and self.refusal is None and self.objection is None

    @property
    def blockage(self) -> str | None:
        """Why this person may not approve the version, whatever reason they give; None if no gate keeps them."""
        if not self.blocked or self.may_override:
            return None
        if self.override_group is None:
            who = "Nobody can approve it as long as that is so; it can be rejected, or registered again."
        else:
            who = f"Only approvers who are in the group {self.override_group!r} as well may approve it all the same."
        return f"{_failing(self.blocked)}. {who}"

    @property
    def own_vote(self) -> Vote | None:
        return next((vote for vote in self.review.votes if vote.voted_by.key == self.person.key), None)

    @property
    def expires_at(self) -> str | None:
        """Until when the request can be decided; None if it is decided, or stays open for ever."""
        if self.review.standing.decision:
            return None
        return expiry.expires_at(self.review.request.requested_at, settings.common().request_valid_days)

    @property
    def expired(self) -> bool:
        days = settings.common().request_valid_days
        open_still = self.review.standing.decision is None
        return open_still and expiry.is_expired(self.review.request.requested_at, days, self.now)

    @property
    def task(self) -> tuple[str, str] | None:
        """The one thing that can be changed now: the address that does it, and what identifies all that must be shown
        before. None if nothing can: it is rejected, revoked or expired, or this person has voted."""
        request, standing = self.review.request, self.review.standing
        if standing.decision is None:
            done = self.own_vote or self.expired
            return None if done else (request_path(request.environment, request.model.id), self.review.shown)
        if standing.is_approved:
            return revocation_path(request.environment, request.model.id), standing.decision.evidence
        return None

    def owns(self, fields: Mapping[str, str]) -> bool:
        """Whether the form was made for this session and this address, with the evidence that it names.

        A no is logged: it is an attack, or a page from before somebody signed in anew.
        """
        if self.task is None:
            return False
        path = self.task[0]
        owned = self.session.owns(fields.get("csrf_token", ""), path, fields.get("evidence", ""))
        if not owned:
            logger.warning("refused", path=path, subject=self.person.subject, reason="the form is not this session's")
        return owned

    def shows(self, fields: Mapping[str, str]) -> bool:
        """Whether what was shown with the form is still what it is about."""
        return self.task is not None and fields.get("evidence") == self.task[1]

    def form(self, typed: str = "", problem: str | None = None) -> pages.Form | None:
        """What changes the one thing that can be changed, for who may; ``problem`` is why it is shown again."""
        if self.task is None or self.refusal:
            return None
        action, evidence = self.task
        return pages.Form(action, self.session.csrf_token(action, evidence), evidence, typed, problem)

    def panel(self, form: pages.Form | None, notice: str | None) -> pages.Panel:
        may_decide = self.review.standing.decision is None and form is not None
        return pages.Panel(
            approver_group=self.approver_group,
            form=form,
            refusal=self.refusal,
            objection=self.objection if may_decide else None,
            expires_at=self.expires_at,
            expired=self.expired,
            own_vote=self.own_vote,
            notice=notice,
            blocked=self.blocked,
            may_override=may_decide and self.may_override,
            override_group=self.override_group,
        )

    def page(
        self,
        status: HTTPStatus,
        *,
        notice: str | None = None,
        typed: str = "",
        problem: str | None = None,
        cookies: Sequence[Cookie] = (),
    ) -> Answer:
        """The review page. ``typed`` and ``problem`` are for its form, which is there until it is decided."""
        form = None if self.review.standing.decision else self.form(typed, problem)
        html = pages.review(
            self.review,
            self.panel(form, notice),
            person=self.person,
            path=settings.common().path,
            package=self._package(),
            directions=settings.directions(),
        )
        return page(status, html, cookies)

    def unpublished(self, recorded: str, failure: Exception) -> Answer:
        """After something was ``recorded``, and convergence did not end because of ``failure``."""
        logger.error("publishing goes on from the queue", exc_info=failure)
        notice = f"{recorded} Publishing it did not end yet and continues by itself."
        if isinstance(failure, ArtefactChanged):
            notice = f"{recorded} What inference pipelines would get now has changed, so it is not published: {failure}"
        return self.page(HTTPStatus.ACCEPTED, notice=notice)

    def _package(self) -> ModelPackage | None:
        """What the model registry says, None if it cannot be read: the page says so then, and is whole but for it."""
        arn = self.review.request.model.model_package_arn
        try:
            return wiring.describe(arn, self.person)
        except Exception:  # noqa: BLE001 - whatever it is, it must not hide the request
            logger.warning("the model registry could not be read", model_package_arn=arn, exc_info=True)
            return None


def _failing(rules: Sequence[str]) -> str:
    named = ", ".join(repr(rule) for rule in rules)
    return f"The gate {named} fails" if len(rules) == 1 else f"These gates fail: {named}"
