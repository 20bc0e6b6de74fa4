"""Approvers, revocations, operators and the queue at the same time, in every order that Hypothesis can think of.

One thing is given by design: an intent is delivered when whoever sent it has ended (its delay is longer than the
function's time limit). It may be delivered more than once, late, in any order, and to several runs at a time.
"""

import random
from dataclasses import dataclass
from functools import partial

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from model_approval.domain.encoding import encode
from model_approval.domain.intents import Rebuild
from model_approval.domain.model_version import VersionId
from model_approval.domain.person import Person
from model_approval.domain.publication import approved_by_decision
from model_approval.domain.review import Review
from model_approval.domain.standing import Standing
from model_approval.domain.status import ApprovalStatus
from model_approval.steps.decide import Outcome
from model_approval.steps.revoke import Revoked
from tests.unit.examples import ANN, BEN, CAM, NAMES, arn, package
from tests.unit.interleaving import Died, Runner
from tests.unit.steps.stage import Message, Pace, Stage
from tests.unit.steps.world import World

APPROVE, REJECT = ApprovalStatus.APPROVED, ApprovalStatus.REJECTED
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


@dataclass
class Answer:
    runner: Runner
    person: Person
    status: ApprovalStatus
    comment: str


class Races(RuleBasedStateMachine):
    @initialize(
        environment=st.sampled_from(["dev", "test"]),
        required=st.sampled_from([1, 1, 2]),
        voted=st.integers(0, 2),
        rebuilds=st.booleans(),
        chance=st.randoms(use_true_random=True),
    )
    def begin(self, environment: str, required: int, voted: int, rebuilds: bool, chance: random.Random) -> None:
        self.environment, self.required, self.chance = environment, required, chance
        self.world = World(required)
        self.world.registry.packages.clear()
        self.stage = Stage(self.world.journal, self.world.intents, self.world.carry_on)
        self.answers: list[Answer] = []
        if rebuilds:
            self.stage.messages.append(Message(partial(self.world.carry_on, Rebuild(environment, "abalone"))))
        for person in (ANN, BEN)[:voted]:
            self.answer(0, person, APPROVE, (Pace.END, None))

    @rule(choice=which, person=people, status=st.sampled_from([APPROVE] * 5 + [REJECT]), turn=turns)
    def answer(self, choice: int, person: Person, status: ApprovalStatus, turn: Turn) -> None:
        """About a version that is not decided yet, or a new one."""
        names = {version: NAMES.decision(self.environment, VersionId("abalone", version)) for version in self.versions}
        undecided = [version for version, name in names.items() if name not in self.world.store.values]
        version = [*undecided, len(names) + 1][choice % (len(undecided) + 1)]
        if version > len(names):
            self.world.registry.packages[arn(version)] = package(version, metadata={"team": "shell"})
            self.world.ask(version, self.environment)
        # No two answers are the same, so that only one can be the decision.
        comment = f"answer {len(self.answers)}"
        runner = self.stage.start(partial(self.decide, version, status, comment, person), *turn)
        self.answers.append(Answer(runner, person, status, comment))

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

    @precondition(lambda self: self.stage.visible)
    @rule(choice=which, turn=turns, twice=st.sampled_from([False, False, False, True]))
    def deliver(self, choice: int, turn: Turn, twice: bool) -> None:
        message = self.stage.visible[choice % len(self.stage.visible)]
        if twice:
            self.stage.repeat(message)
        self.stage.deliver(message, *turn)

    @precondition(lambda self: self.stage.alive)
    @rule(choice=which, turn=turns.filter(lambda turn: turn[0] is not Pace.END))
    def go_on(self, choice: int, turn: Turn) -> None:
        self.stage.move(self.stage.alive[choice % len(self.stage.alive)], *turn)

    @property
    def versions(self) -> range:
        return range(1, len(self.world.registry.packages) + 1)

    @property
    def approved(self) -> list[int]:
        return [version for version in self.versions if self.standing(version).is_approved]

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
        standings = {version: self.standing(version) for version in self.versions}
        self.check_approved(standings)
        for version, standing in standings.items():
            self.check_registry(version, standing)
            self.check_votes(version, standing)
        for answer in self.answers:
            if isinstance(answer.runner.result, Outcome):
                self.check_answer(answer, answer.runner.result)

    def check_approved(self, standings: dict[int, Standing]) -> None:
        highest = max((v for v, standing in standings.items() if standing.is_approved), default=0)
        decision = standings[highest].decision if highest else None
        values = self.world.store.values.get(NAMES.approved(self.environment, "abalone"), [])
        assert values[-1:] == ([encode(approved_by_decision(decision, NAMES))] if decision else [])

    def check_registry(self, version: int, standing: Standing) -> None:
        held = self.world.registry.packages[arn(version)]
        if standing.decision:
            assert (held.metadata[self.environment], held.metadata["team"]) == (standing.field, "shell")
            assert held.status is (standing.status if self.environment == "dev" else ApprovalStatus.PENDING)

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

    def check_answer(self, answer: Answer, told: Outcome) -> None:
        """Whoever is told of a decision is told the one that stands, and whether theirs is part of it."""
        if told.decision is None:
            assert self.required > 1
            return
        assert told.decision == self.standing(told.decision.model.id.version).decision
        if self.required == 1:
            assert told.counted == (told.decision.comment == answer.comment)
        elif told.counted:
            assert (answer.status, answer.person.key) in [(b.status, b.vote) for b in told.decision.votes]


TestRaces = Races.TestCase
TestRaces.settings = settings(max_examples=200, stateful_step_count=30)
