"""Approvers, revocations, operators and the queue at the same time, in every order that Hypothesis can think of, while
what would run changes now and then.

One thing is given by design: an intent is delivered when whoever sent it has ended (its delay is longer than the
function's time limit). It may be delivered more than once, late, in any order, and to several runs at a time.
"""

import random
from dataclasses import replace
from functools import partial

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from model_approval.domain.encoding import encode
from model_approval.domain.errors import ArtefactChanged
from model_approval.domain.intents import Rebuild
from model_approval.domain.model_version import VersionId
from model_approval.domain.notice import Kind
from model_approval.domain.person import Person
from model_approval.domain.publication import approved_by_decision
from model_approval.domain.records import Decision
from model_approval.domain.review import Review
from model_approval.domain.revocation import Revocation
from model_approval.domain.standing import Standing
from model_approval.domain.status import ApprovalStatus
from model_approval.steps.decide import Outcome
from model_approval.steps.revoke import Revoked
from tests.unit.examples import ANN, BEN, CAM, NAMES, arn, model, package
from tests.unit.interleaving import Died, Runner
from tests.unit.steps.stage import Message, Pace, Stage
from tests.unit.steps.world import World

APPROVE, REJECT = ApprovalStatus.APPROVED, ApprovalStatus.REJECTED
VERSIONS = (1, 2, 3)
OTHER = "sha256:0000"
people = st.sampled_from([ANN, BEN, CAM])
turns = st.sampled_from(
    [
        *[(Pace.END, None)] * 4,
        *[(Pace.PUBLICATION, None)] * 3,
        *[(Pace.PUBLICATION, Died())] * 2,
        (Pace.REGISTRY, None),
        (Pace.REGISTRY, Died()),
        (Pace.RECORD, None),
        (Pace.CALL, Died()),
        (Pace.CALL, ConnectionError("throttled")),
    ]
)
"""How far somebody gets, and what happens to their next call, if anything does."""
which = st.integers(0, 99)
Turn = tuple[Pace, BaseException | None]


class Races(RuleBasedStateMachine):
    @initialize(
        environment=st.sampled_from(["dev", "test"]),
        required=st.sampled_from([1, 1, 2]),
        voted=st.integers(0, 2),
        seed=which,
    )
    def begin(self, environment: str, required: int, voted: int, seed: int) -> None:
        self.environment, self.required = environment, required
        self.chance = random.Random(seed)  # noqa: S311 - an order of events, no secret
        self.world = World(required)
        self.world.registry.packages.clear()
        self.stage = Stage(self.world.journal, self.world.intents, self.world.carry_on)
        self.answers: list[tuple[Runner, Person]] = []
        self.repeats = 0
        for person in (ANN, BEN)[:voted]:
            self.answer(0, person, APPROVE, (Pace.END, None))

    @precondition(lambda self: self.undecided)
    @rule(choice=which, person=people, status=st.sampled_from([APPROVE] * 5 + [REJECT]), turn=turns)
    def answer(self, choice: int, person: Person, status: ApprovalStatus, turn: Turn) -> None:
        version = self.undecided[choice % len(self.undecided)]
        if arn(version) not in self.world.registry.packages:
            self.world.registry.packages[arn(version)] = package(version, metadata={"team": "shell"})
            self.world.ask(version, self.environment)
        # No two answers are the same, so that only one can be the decision.
        comment = f"answer {len(self.answers)}"
        self.answers.append((self.stage.start(partial(self.decide, version, status, comment, person), *turn), person))

    def decide(self, version: int, status: ApprovalStatus, comment: str, person: Person) -> Outcome | None:
        review = self.read(version, person)
        return None if review.standing.decision else self.world.decide(review, status, comment, person)

    @precondition(lambda self: self.approved)
    @rule(choice=which, person=people, turn=turns)
    def revoke(self, choice: int, person: Person, turn: Turn) -> None:
        version = self.approved[choice % len(self.approved)]
        self.stage.start(partial(self.take_back, version, person), *turn)

    def take_back(self, version: int, person: Person) -> Revoked | None:
        standing = self.read(version, person).standing
        return self.world.revoke(standing.decision, "drifts", person) if standing.decision else None

    def read(self, version: int, person: Person) -> Review:
        review = self.world.read_review(self.environment, VersionId("abalone", version), person)
        assert review is not None
        return review

    @rule(version=st.sampled_from(VERSIONS), digest=st.sampled_from([OTHER, None]))
    def change(self, version: int, digest: str | None) -> None:
        """Somebody changes the image in the registry, or puts it back."""
        if held := self.world.registry.packages.get(arn(version)):
            [container] = model(version).containers
            changed = replace(container, image_digest=digest or container.image_digest)
            self.world.registry.packages[arn(version)] = replace(held, model=replace(held.model, containers=(changed,)))

    @rule()
    def rebuild(self) -> None:
        self.stage.messages.append(Message(partial(self.world.carry_on, Rebuild(self.environment, "abalone"))))

    @precondition(lambda self: self.stage.visible)
    @rule(choice=which, turn=turns)
    def deliver(self, choice: int, turn: Turn) -> None:
        self.stage.deliver(self.stage.visible[choice % len(self.stage.visible)], *turn)

    @precondition(lambda self: self.stage.messages)
    @rule(choice=which)
    def repeat(self, choice: int) -> None:
        self.repeat_of(self.stage.messages[choice % len(self.stage.messages)])

    def repeat_of(self, message: Message) -> None:
        self.repeats += 1
        self.stage.repeat(message)

    @precondition(lambda self: self.stage.alive)
    @rule(choice=which, turn=turns)
    def go_on(self, choice: int, turn: Turn) -> None:
        self.stage.move(self.stage.alive[choice % len(self.stage.alive)], *turn)

    @property
    def undecided(self) -> list[int]:
        return [version for version in VERSIONS if not self.standing(version).decision]

    @property
    def approved(self) -> list[int]:
        return [version for version in VERSIONS if self.standing(version).is_approved]

    @invariant()
    def records_stand_for_ever(self) -> None:
        store = self.world.store.values
        assert all(len(values) == 1 for name, values in store.items() if not name.endswith("/approved"))

    @invariant()
    def only_what_was_approved_is_published(self) -> None:
        published = self.world.approved(self.environment)
        if published:
            decision = self.standing(published.id.version).decision
            assert decision is not None
            assert published == approved_by_decision(decision, NAMES)
            assert decision.status is APPROVE

    def standing(self, version: int) -> Standing:
        return self.world.standing(version, self.environment)

    def teardown(self) -> None:
        """Everybody ends or dies, the queue delivers what it has, and everything agrees with the records."""
        self.stage.drain(self.chance)
        published = self.world.approved(self.environment)
        assert published is None or self.standing(published.id.version).is_approved
        self.mend()
        standings = {version: self.standing(version) for version in VERSIONS}
        self.check_approved(standings)
        for version, standing in standings.items():
            self.check_registry(version, standing)
            self.check_votes(version, standing)
            self.check_waiting(version, standing)
            self.check_news(version, standing)
        for runner, person in self.answers:
            if isinstance(runner.result, Outcome):
                self.check_answer(runner.result, person, standings)

    def mend(self) -> None:
        """All images are as they were, and what was put aside is sent again."""
        for version in VERSIONS:
            self.change(version, None)
        for message in list(self.stage.messages):
            if message.run is not None and isinstance(message.run.error, ArtefactChanged):
                self.repeat_of(message)
        self.stage.drain(self.chance)

    def check_approved(self, standings: dict[int, Standing]) -> None:
        highest = max((v for v, standing in standings.items() if standing.is_approved), default=0)
        decision = standings[highest].decision if highest else None
        values = self.world.store.values.get(NAMES.approved(self.environment, "abalone"), [])
        assert values[-1:] == ([encode(approved_by_decision(decision, NAMES))] if decision else [])

    def check_registry(self, version: int, standing: Standing) -> None:
        held = self.world.registry.packages.get(arn(version))
        if held and standing.decision:
            assert (held.metadata[self.environment], held.metadata["team"]) == (standing.field, "shell")
            assert held.status is (standing.status if self.environment == "dev" else ApprovalStatus.PENDING)

    def check_waiting(self, version: int, standing: Standing) -> None:
        """What was asked for waits until it is decided."""
        asked = arn(version) in self.world.registry.packages
        assert (version in self.world.waiting(self.environment)) == (asked and not standing.decision)

    def check_news(self, version: int, standing: Standing) -> None:
        """However many raced, and whoever died: the others hear of each record once, unless SQS repeats itself."""
        for kind, record in ((Kind.DECIDED, standing.decision), (Kind.REVOKED, standing.revocation)):
            posted = [n for n in self.world.mailbox.posted if n.kind is kind and n.id.version == version]
            assert all(notice.about == record for notice in posted)
            if record:
                assert 1 <= len(posted) <= 1 + self.repeats
                assert {notice.except_for for notice in posted} == {_who(record)}

    def check_votes(self, version: int, standing: Standing) -> None:
        """A decision rests on enough votes, each somebody else's; and enough votes make one, whoever died."""
        if self.required == 1:
            return
        cast = {v.ballot for v in self.world.votes(version, self.environment)}
        approvals = [ballot for ballot in cast if ballot.status is APPROVE]
        assert (standing.decision is not None) == (len(approvals) < len(cast) or len(approvals) >= self.required)
        if standing.decision:
            counted = standing.decision.votes
            assert set(counted) <= cast
            assert len({ballot.vote for ballot in counted}) == len(counted)
            rejections = [ballot for ballot in counted if ballot.status is REJECT]
            approved = standing.decision.status is APPROVE
            assert (not rejections and len(counted) >= self.required) if approved else rejections

    def check_answer(self, outcome: Outcome, person: Person, standings: dict[int, Standing]) -> None:
        if outcome.decision:
            standing = standings[outcome.decision.model.id.version].decision
            assert outcome.decision == standing
            voters = {ballot.vote for ballot in standing.votes} or {standing.decided_by.key}
            assert not outcome.counted or person.key in voters
            # A vote that is part of the decision counts, whoever counted it.
            assert outcome.counted or self.required == 1 or person.key not in voters


def _who(record: Decision | Revocation) -> str:
    return record.revoked_by.name if isinstance(record, Revocation) else record.decided_by.name


TestRaces = Races.TestCase
TestRaces.settings = settings(max_examples=300, stateful_step_count=40)
