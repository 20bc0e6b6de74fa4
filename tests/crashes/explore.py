"""All runs of a scenario: the undisturbed one, and one for each of its calls and each kind of failure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from tests.crashes.branches import Branches, Point
from tests.crashes.failures import Kind
from tests.crashes.forks import in_fork
from tests.crashes.runs import Outcome, State, run, state
from tests.crashes.scenarios import Scenario
from tests.crashes.verdict import problems
from tests.crashes.wire import Call
from tests.crashes.world import World


@dataclass(frozen=True)
class Exploration:
    """``before`` is the state when the attack begins; ``outcomes`` has more than one where something was put aside and
    put back afterwards."""

    before: State
    undisturbed: Outcome
    outcomes: dict[Point, list[Outcome]]

    @property
    def calls(self) -> list[Call]:
        return [attempt.call for attempt in self.undisturbed.attempts]

    @property
    def changes(self) -> list[str]:
        """What the undisturbed run changes, in few words."""
        after, mails = self.undisturbed.state, self.undisturbed.confirmed.total()
        places = {where for where in after | self.before if after.get(where) != self.before.get(where)}
        return sorted({_in_few_words(where) for where in places} | ({f"{mails} mails"} if mails else set()))

    def problems(self) -> list[str]:
        """One text for each point that has any: the call, how it failed, and what was wrong in the end."""
        found = {
            point: list(problems(point, outcomes, self.undisturbed, self.before))
            for point, outcomes in self.outcomes.items()
        }
        return ["\n    ".join([f"{p.at} {self.calls[p.at]}: {p.kind}", *texts]) for p, texts in found.items() if texts]


def explore(scenario: Scenario, furnished: World, kinds: Sequence[Kind]) -> Exploration:
    """Leaves the ``furnished`` world as it was."""
    return in_fork(partial(_explore, scenario, furnished, kinds))


def _explore(scenario: Scenario, world: World, kinds: Sequence[Kind]) -> Exploration:
    world.functions.votes, world.functions.on_bypass = scenario.votes, scenario.on_bypass
    scenario.set_up(world)
    before, branches = state(), Branches(world.wire, kinds)
    (undisturbed,) = branches.run(partial(run, world, scenario))
    return Exploration(before, undisturbed, branches.outcomes)


def _in_few_words(where: str) -> str:
    """Such as ``dev approved``, ``dev waiting/2``, ``dev test versions/1/request`` (which stands in dev) or
    ``model package 2``."""
    if where.startswith("arn:"):
        return f"model package {where.rpartition('/')[2]}"
    account, _, name = where.partition(" ")
    if account == "schedule":
        return account
    environment, _, rest = (
        name.removeprefix("/ml-models/").replace("_waiting/abalone", "abalone/waiting").partition("/abalone/")
    )
    if "/votes/" in rest:
        return "vote"
    return " ".join([account, rest] if account == environment else [account, environment, rest])
