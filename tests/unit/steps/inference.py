"""The inference notifier's side of a world: an environment in which a batch inference ended."""

from dataclasses import dataclass, field
from itertools import count

from model_approval.domain.encoding import decode, encode
from model_approval.domain.events import BatchTransformCompleted
from model_approval.domain.message import Message
from model_approval.domain.records import Decision, Request
from model_approval.domain.status import ApprovalStatus
from model_approval.steps.ask import Ask
from model_approval.steps.deliver import Deliver
from model_approval.steps.read_origin import ReadOrigin
from model_approval.steps.report_inference import ReportInference
from tests.unit.examples import NAMES, PATH, arn, decision, model, now
from tests.unit.fakes import (
    ClosedRecords,
    FakeAccounts,
    FakeMail,
    FakeMailbox,
    FakeModels,
    FakeParameters,
    FakeRegistry,
    FakeReminders,
    FakeReports,
    Journal,
)
from tests.unit.steps.world import QUEUE, VALID_DAYS

REPORT = "s3://b/out/evaluation.json"
JOB = "arn:aws:sagemaker:us-east-2:123456789012:transform-job/nightly"


@dataclass
class Inference:
    environment: str = "dev"
    journal: Journal = field(default_factory=Journal)

    def __post_init__(self) -> None:
        self.store, self.mailbox = FakeParameters(self.journal), FakeMailbox(self.journal)
        self.accounts = FakeAccounts(self.store, FakeRegistry({}), self.journal)
        self.reminders, self.mail = FakeReminders(self.journal), FakeMail(self.journal)
        self.attempts = count(1)
        self.models = FakeModels({"abalone-2": [arn()]})
        self.reports = FakeReports({REPORT: {"auc": 0.97}})
        self.decided(ApprovalStatus.APPROVED)

    def decided(self, status: ApprovalStatus) -> None:
        self.record(decision(self.environment, status=status))

    def record(self, *records: Request | Decision) -> None:
        for record in records:
            name = NAMES.request if isinstance(record, Request) else NAMES.decision
            self.store.values[name(record.environment, record.model.id)] = [encode(record)]

    def written(self, environment: str = "test") -> Request:
        (value,) = self.store.values[NAMES.request(environment, model().id)]
        return decode(Request, value)

    def deliver(self, event_id: str = "event-9", output: str = "s3://b/out/") -> str:
        def records(environment: str) -> FakeParameters | ClosedRecords:
            return self.accounts.records(environment, QUEUE)

        step = ReportInference(
            environment=self.environment,
            path=PATH,
            names=NAMES,
            models=self.models,
            parameters=self.store,
            reports=self.reports,
            mailbox=self.mailbox,
            read_origin=ReadOrigin(environment=self.environment, path=PATH, names=NAMES, records=records),
            ask=Ask(
                names=NAMES,
                parameters=self.store,
                records=records,
                mailbox=self.mailbox,
                reminders=self.reminders,
                valid_days=VALID_DAYS,
            ),
            now=now,
            attempt=lambda: f"attempt-{next(self.attempts)}",
        )
        return step(BatchTransformCompleted(event_id, JOB, "abalone-2", output))

    def post(self) -> list[str]:
        """Who gets a mail, once for each."""
        deliver = Deliver(parameters=self.store, mail=self.mail, render=lambda _notice: Message("", "", ""))
        for job in self.mailbox.jobs:
            deliver(job)
        return sorted(to for to, _ in self.mail.sent)
