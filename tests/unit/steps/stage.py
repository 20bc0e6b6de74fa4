"""Where many run at the same time, each standing still before its next call until it is told to move; and the queue,
which starts a run for a message again until one ends well."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial

from model_approval.domain.errors import UnusableEvent
from model_approval.domain.intents import Intent
from tests.unit.fakes import READS, FakeIntents, Journal
from tests.unit.interleaving import Died, Runner, pause


class Pace(Enum):
    """How far somebody moves: one call, or to just before such a write, or to the end."""

    CALL = ""
    RECORD = "/versions/"
    REGISTRY = "update"
    PUBLICATION = "/approved"
    END = "nothing"

    def stops_at(self, call: str) -> bool:
        return self is Pace.CALL or (self.value in call and not call.startswith(READS))


@dataclass
class Message:
    """``act`` is what a delivery does. There is none before the ``sender`` has ended, if that is known."""

    act: Callable[[], object]
    sender: Runner | None = None
    run: Runner | None = None

    @property
    def is_visible(self) -> bool:
        """Whether its turn has come, or has come again: the last delivery failed."""
        if self.run is not None:  # a greenlet that has ended is false
            return self.run.ended and not self.is_done
        return self.sender is None or self.sender.ended

    @property
    def is_done(self) -> bool:
        run = self.run
        return run is not None and run.ended and (run.error is None or isinstance(run.error, UnusableEvent))


class Stage:
    """``act`` is what the delivery of an intent does."""

    def __init__(self, journal: Journal, intents: FakeIntents, act: Callable[[Intent], object]) -> None:
        journal.before = pause
        self._intents, self._act = intents, act
        self.runners: list[Runner] = []
        self.messages: list[Message] = []

    @property
    def alive(self) -> list[Runner]:
        return [runner for runner in self.runners if not runner.ended]

    @property
    def visible(self) -> list[Message]:
        return [message for message in self.messages if message.is_visible]

    def repeat(self, message: Message) -> None:
        """SQS delivers at least once: this is one more."""
        self.messages.append(Message(message.act, message.sender))

    def start(self, work: Callable[[], object], pace: Pace, trouble: BaseException | None = None) -> Runner:
        self.runners.append(runner := Runner(work))
        self.move(runner, pace, trouble)
        return runner

    def deliver(self, message: Message, pace: Pace, trouble: BaseException | None = None) -> None:
        self.runners.append(runner := Runner(message.act))
        message.run = runner
        self.move(runner, pace, trouble)

    def move(self, runner: Runner, pace: Pace, trouble: BaseException | None = None) -> None:
        """``trouble`` is what happens to the call after that."""
        sent = len(self._intents.sent)
        while not runner.ended:
            runner.move()
            if pace.stops_at(runner.call):
                break
        if trouble and not runner.ended:
            runner.move(trouble)
        self.messages += [Message(partial(self._act, intent), runner) for intent in self._intents.sent[sent:]]

    def drain(self, chance: random.Random, deaths: int = 2) -> int:
        """All go on, a few die, and the queue delivers what is left, several messages at a time. Returns how many
        deliveries that took.

        Whoever has the highest rank moves. Now and then one falls behind all others: late writes are what does harm.
        """
        deliveries, rank = 0, {runner: chance.random() - 1 for runner in self.alive}
        while self.visible or self.alive:
            for message in self.visible:
                self.deliver(message, Pace.CALL)
                deliveries += 1
            runner = max(self.alive, key=lambda one: rank.setdefault(one, chance.random()))
            trouble = Died() if deaths and chance.random() < 0.03 else None
            deaths -= trouble is not None
            self.move(runner, chance.choice(list(Pace)), trouble)
            if chance.random() < 0.2:
                rank[runner] = -len(rank)
        return deliveries
