"""A signed-in person at the page of a request: what it shows them, and what every change asks for first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from model_approval.auth.session import Session
from model_approval.domain.encoding import digest
from model_approval.domain.model_version import VersionId
from model_approval.domain.person import Person
from model_approval.domain.review import Review
from model_approval.domain.votes import Vote
from model_approval.handlers import settings, wiring
from model_approval.handlers.events import logger
from model_approval.handlers.http import Answer, page, same_origin, say, session
from model_approval.pages import web as pages
from model_approval.pages.addresses import request_path, revocation_path


@dataclass(frozen=True)
class Visit:
    review: Review
    session: Session

    @property
    def person(self) -> Person:
        return self.session.identity.person

    @property
    def refusal(self) -> str | None:
        """Why this person may not decide for the environment; None if they may."""
        group = settings.common().targets[self.review.request.environment].approver_group
        if group in self.session.identity.groups:
            return None
        rule = f"You may look, but only members of the group {group!r} decide here."
        return " ".join(filter(None, [rule, self.session.identity.groups_note]))

    @property
    def own_vote(self) -> Vote | None:
        return next((vote for vote in self.review.votes if vote.voted_by.key == self.person.key), None)

    @property
    def task(self) -> tuple[str, str] | None:
        """The one thing that can be changed now: the address that does it, and the digest of what it is about. None if
        nothing can: it is rejected or revoked, or this person has voted."""
        request, standing = self.review.request, self.review.standing
        if standing.decision is None:
            path = request_path(request.environment, request.model.id)
            return None if self.own_vote else (path, digest(request))
        if standing.is_approved:
            return revocation_path(request.environment, request.model.id), standing.decision.evidence
        return None

    def owns(self, fields: Mapping[str, str]) -> bool:
        """Whether the form was made for this session and this address, with the evidence that it names."""
        if self.task is None:
            return False
        return self.session.owns(fields.get("csrf_token", ""), self.task[0], fields.get("evidence", ""))

    def shows(self, fields: Mapping[str, str]) -> bool:
        """Whether the evidence that was shown with the form is still what it is about."""
        return self.task is not None and fields.get("evidence") == self.task[1]

    def page(
        self, status: HTTPStatus, *, notice: str | None = None, typed: str = "", problem: str | None = None
    ) -> Answer:
        """``typed`` and ``problem`` are for the form, which is shown again."""
        form = None
        if self.task and not self.refusal:
            action, evidence = self.task
            form = pages.Form(action, self.session.csrf_token(action, evidence), evidence, typed, problem)
        html = pages.review(
            self.review, person=self.person, form=form, refusal=self.refusal, own_vote=self.own_vote, notice=notice
        )
        return page(status, html)


def version_id(environment: str, group: str, version: str) -> VersionId:
    """Raises NotFoundError unless these are an environment that is decided here, a group and a version."""
    shaped = re.fullmatch(r"[A-Za-z0-9-]{1,63}", group) and re.fullmatch(r"[1-9]\d{0,8}", version, re.ASCII)
    if environment not in settings.common().targets or not shaped:
        raise NotFoundError(f"no request at {environment}/{group}/{version}")
    return VersionId(group, int(version))


def enter(environment: str, id: VersionId, session: Session) -> Visit:
    """Raises NotFoundError if nobody asked for this version in this environment."""
    review = wiring.read_review()(environment, id, session.identity.person)
    if review is None:
        raise NotFoundError(f"no request for {id} in {environment}")
    return Visit(review, session)


def enter_to_change(event: APIGatewayProxyEventV2, environment: str, id: VersionId, typed: str) -> Visit | Answer:
    """What every change asks for first: a form from this origin, a session, a request, and the approvers' group.

    An answer if one of them is missing; ``typed`` is given back with it.
    """
    if not same_origin(event, settings.common().base_url):
        return say(HTTPStatus.FORBIDDEN, "Not from here", "That is done on the request's own page only.")
    found = session(event)
    if found is None:
        # A page, not a redirect: Chrome applies the form's policy to it, and what was typed would be lost.
        sentence, retry = "Nothing was recorded. Sign in again and do it then.", request_path(environment, id)
        return say(HTTPStatus.UNAUTHORIZED, "Your sign-in has ended", sentence, typed=typed, retry=retry)
    visit = enter(environment, id, found)
    if visit.refusal:
        logger.warning("refused", path=event.path, subject=visit.person.subject)
        return visit.page(HTTPStatus.FORBIDDEN)
    return visit
