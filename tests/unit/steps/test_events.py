"""Registration events in any order, any number of times, between and in the middle of decisions and bypasses.

The registry's every change makes an event, our own updates' too; all are fed back until there are none left.
"""

import random
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from model_approval.domain.model_version import VersionId
from model_approval.domain.status import ApprovalStatus
from model_approval.steps.watch_registry import PATIENCE, NotYet
from tests.unit.examples import ANN, BEN, arn
from tests.unit.interleaving import Died, Runner
from tests.unit.steps.notifier import Notifier
from tests.unit.steps.stage import Message, Pace, Stage
from tests.unit.steps.world import World

PENDING, APPROVE, REJECT = ApprovalStatus.PENDING, ApprovalStatus.APPROVED, ApprovalStatus.REJECTED
BOTH = ["ann@example.com", "ben@example.com"]
VERSION = 2
OURS = ("event", "approve", "reject", "revoke", "intents", "mails")
THEIRS = ("studio approves", "studio rejects", "studio resets")


class NobodyAsked(Exception):
    """There is no request yet, or no approval: the page would not be there."""


def answer(world: World, version: int, status: ApprovalStatus) -> None:
    review = world.read_review("dev", VersionId("abalone", version), ANN)
    if review is None:
        raise NobodyAsked
    if review.standing.decision is None:
        world.decide(review, status, "good", ANN)


def take_back(world: World, version: int) -> None:
    review = world.read_review("dev", VersionId("abalone", version), BEN)
    if review is None or not review.standing.decision:
        raise NobodyAsked
    if review.standing.is_approved:
        world.revoke(review.standing.decision, "drifts", BEN)


class Delivery:
    """One thing after the other. ``events`` are the versions that EventBridge has yet to speak of."""

    def __init__(self, notifier: Notifier) -> None:
        self.notifier, self.world = notifier, notifier.world
        self.events, self.handled = [arn(VERSION)], 0
        studio = self.world.registry.bypass
        self.acts: dict[str, Callable[[], object]] = {
            "event": self.event,
            "approve": partial(self.page, partial(answer, self.world, VERSION, APPROVE)),
            "reject": partial(self.page, partial(answer, self.world, VERSION, REJECT)),
            "revoke": partial(self.page, partial(take_back, self.world, VERSION)),
            "intents": self.intents,
            "mails": notifier.post,
            "studio approves": partial(studio, arn(VERSION), APPROVE),
            "studio rejects": partial(studio, arn(VERSION), REJECT),
            "studio resets": partial(studio, arn(VERSION), PENDING),
        }

    def do(self, act: str) -> None:
        self.acts[act]()
        self.events += self.world.registry.changed
        self.world.registry.changed.clear()

    def page(self, work: Callable[[], None]) -> None:
        with suppress(NobodyAsked):
            work()

    def event(self) -> None:
        """The oldest one; it comes back if it must wait, and an extra one is always there: at least once."""
        self.handled += 1
        package = self.events.pop(0) if self.events else arn(VERSION)
        try:
            self.notifier.hear(package, f"event-{self.handled}")
        except NotYet:
            self.events.append(package)
            self.world.clock.forward(PATIENCE)

    def intents(self) -> None:
        sent, self.world.intents.sent = self.world.intents.sent, []
        for intent in sent:
            self.world.carry_on(intent)  # type: ignore[arg-type]  # nothing here sends a reminder

    def quiet(self, bound: int) -> None:
        """All is delivered until nothing is left, within ``bound`` events."""
        for _ in range(bound):
            self.do("mails")
            self.do("intents")
            if not self.events and not self.world.intents.sent:
                self.do("mails")
                return
            self.do("event")
        raise AssertionError(f"{self.events} and {self.world.intents.sent} are left")


def asked(notifier: Notifier, version: int = VERSION) -> bool:
    return len(notifier.world.store.values.get(f"/ml-models/dev/abalone/versions/{version}/request", [])) == 1


@settings(max_examples=300)
@given(st.lists(st.sampled_from(OURS), max_size=14))
def test_repeated_and_reordered_events_ask_once_and_are_no_bypass(acts: list[str]) -> None:
    delivery = Delivery(Notifier(reverts=True))
    for act in acts:
        delivery.do(act)
    delivery.quiet(bound=3 + len(acts))
    notifier = delivery.notifier
    assert asked(notifier)
    assert notifier.mails("request") == BOTH
    assert (notifier.alarms.bypasses, notifier.bypasses()) == (0, [])
    held, standing = notifier.world.registry.packages[arn(VERSION)], notifier.world.standing(VERSION)
    assert (held.status, held.metadata["dev"]) == (standing.status, standing.field)
    assert notifier.world.mailbox.jobs == []
    assert notifier.world.waiting() == (set() if standing.decision else {VERSION})
    assert notifier.mails("decided") == BOTH[1:] * (standing.decision is not None)
    assert notifier.mails("revoked") == BOTH[:1] * (standing.revocation is not None)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(OURS + THEIRS), max_size=14))
def test_bypasses_are_put_back_without_a_loop_whatever_comes_in_between(acts: list[str]) -> None:
    delivery = Delivery(Notifier(reverts=True))
    for act in acts:
        delivery.do(act)
    by_others = sum(act in THEIRS for act in acts)
    delivery.quiet(bound=3 + 2 * len(acts))
    notifier = delivery.notifier
    held, standing = notifier.world.registry.packages[arn(VERSION)], notifier.world.standing(VERSION)
    assert held.status is standing.status
    assert len(notifier.bypasses()) == notifier.alarms.bypasses <= by_others
    assert notifier.mails("bypass") == sorted(BOTH * len(notifier.bypasses()))
    assert asked(notifier)
    assert notifier.mails("request") == BOTH
    done = notifier.world.journal.writes()
    delivery.do("event")
    assert notifier.world.journal.writes() == done


@settings(max_examples=200)
@given(st.lists(st.sampled_from(OURS + THEIRS), max_size=14))
def test_bypasses_that_are_only_told_come_to_an_end_too(acts: list[str]) -> None:
    delivery = Delivery(Notifier(reverts=False))
    for act in acts:
        delivery.do(act)
    delivery.quiet(bound=3 + 2 * len(acts))
    notifier = delivery.notifier
    assert len(notifier.bypasses()) == notifier.alarms.bypasses
    assert notifier.mails("bypass") == sorted(BOTH * len(notifier.bypasses()))
    held, standing = notifier.world.registry.packages[arn(VERSION)], notifier.world.standing(VERSION)
    assert held.status is standing.status or notifier.bypasses()


class Bustle(Stage):
    """Everything at once, and each change of the registry makes an event. Whoever dies is started again."""

    def __init__(self, notifier: Notifier) -> None:
        super().__init__(notifier.world.journal, notifier.world.intents, notifier.world.carry_on)  # type: ignore[arg-type]
        self.notifier = notifier

    def move(self, runner: Runner, pace: Pace, trouble: BaseException | None = None) -> None:
        super().move(runner, pace, trouble)
        changed, jobs = self.notifier.world.registry.changed, self.notifier.world.mailbox.jobs
        self.messages += [Message(partial(self.notifier.hear, package)) for package in changed]
        self.messages += [Message(partial(self.notifier.deliver, job)) for job in jobs]
        changed.clear()
        jobs.clear()

    def run(self, chance: random.Random) -> None:
        """Until all messages are done. Nobody is held back for ever, so that all of them are."""
        deaths = 3
        while self.visible or self.alive:
            for message in self.visible:
                if chance.random() < 0.3 or not self.alive:
                    self.deliver(message, Pace.CALL)
            if self.alive:
                trouble = Died() if deaths and chance.random() < 0.05 else None
                deaths -= trouble is not None
                self.move(chance.choice(self.alive), chance.choice(list(Pace)), trouble)


@settings(max_examples=150)
@given(st.randoms(use_true_random=True), st.sampled_from([1, 3]), st.sampled_from([APPROVE, REJECT]))
def test_own_changes_are_no_bypass_and_each_is_asked_once_in_any_interleaving(
    chance: random.Random, repeats: int, status: ApprovalStatus
) -> None:
    notifier = Notifier(reverts=True)
    world, bustle, versions = notifier.world, Bustle(notifier), (1, 2)
    for version in versions:
        bustle.messages += [Message(partial(notifier.hear, arn(version), f"event-{n}")) for n in range(repeats)]
        bustle.messages += [Message(partial(answer, world, version, each)) for each in (status, APPROVE)]
        bustle.messages += [Message(partial(take_back, world, version))]
    bustle.run(chance)
    assert (notifier.alarms.bypasses, notifier.bypasses()) == (0, [])
    assert notifier.mails("request") == sorted(BOTH * len(versions))
    assert notifier.mails("superseded") in ([], BOTH)
    standings = [world.standing(version) for version in versions]
    # Ann answers and Ben takes back; the other one hears of it.
    assert notifier.mails("decided") == BOTH[1:] * sum(standing.decision is not None for standing in standings)
    assert notifier.mails("revoked") == BOTH[:1] * sum(standing.revocation is not None for standing in standings)
    for version in versions:
        assert asked(notifier, version)
        # An entry may be left over, if somebody was asked twice at once; it is never missing.
        assert world.standing(version).decision or version in world.waiting()
        assert world.registry.packages[arn(version)].status is world.standing(version).status
