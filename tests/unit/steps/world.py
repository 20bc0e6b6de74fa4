"""Everything that a decision touches, in memory."""

from dataclasses import dataclass, field

from model_approval.domain.encoding import decode, encode
from model_approval.domain.model_version import VersionId
from model_approval.domain.records import Approved, Decision, Person
from model_approval.domain.review import Review
from model_approval.domain.status import ApprovalStatus
from model_approval.steps.converge import Converge
from model_approval.steps.decide import CarryOn, Decide, Outcome
from tests.unit.examples import ANN, NAMES, PATH, arn, now, package, request
from tests.unit.fakes import FakeAccounts, FakeIntents, FakeParameters, FakeRegistry, Journal

QUEUE = Person("queue", "queue", "test")


@dataclass
class World:
    """Versions 1 to 9 are registered. ``store`` is every environment's."""

    journal: Journal = field(default_factory=Journal)

    def __post_init__(self) -> None:
        self.store, self.intents = FakeParameters(self.journal), FakeIntents(self.journal)
        self.registry = FakeRegistry(
            {arn(v): package(v, metadata={"team": "shell"}) for v in range(1, 10)}, self.journal
        )
        accounts = FakeAccounts(self.store, self.registry, self.journal)
        self.converge = Converge(path=PATH, names=NAMES, accounts=accounts)
        self.decide = Decide(names=NAMES, accounts=accounts, intents=self.intents, converge=self.converge, now=now)
        self.carry_on = CarryOn(names=NAMES, accounts=accounts, converge=self.converge, system=QUEUE)

    def answer(
        self,
        version: int = 2,
        status: ApprovalStatus = ApprovalStatus.APPROVED,
        *,
        environment: str = "dev",
        person: Person = ANN,
        comment: str = "good",
    ) -> Outcome:
        """An approver's decision, as the page makes it."""
        review = Review(request(environment, version), None, self.approved(environment))
        return self.decide(review, status, comment, person)

    def decisions(self, environment: str = "dev") -> dict[int, Decision]:
        """What is committed, by version."""
        start, end = f"/ml-models/{environment}/abalone/versions/", "/decision"
        names = [name for name in self.store.values if name.startswith(start) and name.endswith(end)]
        found = [decode(Decision, self.store.values[name][0]) for name in names]
        return {decision.model.id.version: decision for decision in found}

    def approved(self, environment: str = "dev") -> Approved | None:
        values = self.store.values.get(NAMES.approved(environment, "abalone"))
        return decode(Approved, values[-1]) if values else None

    def commit(self, *decisions: Decision) -> None:
        """Decision records that nothing has followed yet."""
        for decision in decisions:
            self.store.values[NAMES.decision(decision.environment, decision.model.id)] = [encode(decision)]

    def finish(self) -> None:
        """The queue delivers every intent."""
        for environment, id in self.intents.sent:
            self.carry_on(environment, VersionId(id.group, id.version))
