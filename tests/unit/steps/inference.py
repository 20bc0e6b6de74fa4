"""The inference notifier's side of a world: an environment in which an inference ended."""

from dataclasses import dataclass, field
from itertools import count

from model_approval.domain.encoding import decode, encode
from model_approval.domain.events import BatchTransformCompleted, InferenceEvent
from model_approval.domain.message import Message
from model_approval.domain.neighbours import Neighbours
from model_approval.domain.records import Decision, Request
from model_approval.domain.runs import TransformJob
from model_approval.domain.status import ApprovalStatus
from model_approval.steps.ask import Ask
from model_approval.steps.collect_evidence import CollectEvidence
from model_approval.steps.deliver import Deliver
from model_approval.steps.give_evidence import GiveEvidence
from model_approval.steps.read_origin import ReadOrigin
from model_approval.steps.report_inference import ReportInference
from model_approval.steps.trace_inference import TraceInference
from tests.unit.examples import NAMES, PATH, arn, decision, model, now
from tests.unit.fakes import (
    ClosedRecords,
    FakeAccounts,
    FakeJobs,
    FakeMail,
    FakeMailbox,
    FakeModels,
    FakeParameters,
    FakeRegistry,
    FakeReminders,
    FakeReports,
    FakeVault,
    Journal,
)
from tests.unit.steps.world import QUEUE, VALID_DAYS

REPORT = "s3://b/out/evaluation.json"
JOB = "arn:aws:sagemaker:us-east-2:123456789012:transform-job/nightly"
NIGHTLY = TransformJob(
    JOB, "abalone-2", "s3://b/out/", "2026-02-25T08:03:00Z", "2026-02-25T08:09:30Z", "ml.m5.large", 2
)
EXECUTION = "arn:aws:sagemaker:us-east-2:123456789012:pipeline/abalone-inference/execution/p4jn9xou8a8s"
ALL = frozenset({"batch_transform", "pipeline_execution", "custom"})


@dataclass
class Inference:
    """``asked_after`` are the kinds of events that count, ``gate_metrics`` those that the gates of every environment
    are about, ``here`` the environments that share the account."""

    environment: str = "dev"
    asked_after: frozenset[str] = ALL
    gate_metrics: tuple[str, ...] = ()
    here: tuple[str, ...] = ()
    journal: Journal = field(default_factory=Journal)

    def __post_init__(self) -> None:
        self.store, self.mailbox = FakeParameters(self.journal), FakeMailbox(self.journal)
        self.accounts = FakeAccounts(self.store, FakeRegistry({}), self.journal)
        self.reminders, self.mail = FakeReminders(self.journal), FakeMail(self.journal)
        self.attempts = count(1)
        self.models = FakeModels({"abalone-2": [arn()]}, self.journal)
        self.jobs = FakeJobs({"nightly": NIGHTLY}, journal=self.journal)
        self.reports = FakeReports({REPORT: {"auc": 0.97}}, journal=self.journal)
        self.vault = FakeVault(self.journal)
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
        return self.hear(BatchTransformCompleted(event_id, JOB, "abalone-2", output))

    def hear(self, event: InferenceEvent) -> str:
        """What the function does with an event."""
        neighbours = Neighbours(self.environment, self.here)
        trace = TraceInference(neighbours=neighbours, models=self.models, jobs=self.jobs, asked_after=self.asked_after)
        run = trace(event)
        return run if isinstance(run, str) else self.report()(run)

    def report(self) -> ReportInference:
        def records(environment: str) -> FakeParameters | ClosedRecords:
            return self.accounts.records(environment, QUEUE)

        return ReportInference(
            environment=self.environment,
            path=PATH,
            names=NAMES,
            parameters=self.store,
            mailbox=self.mailbox,
            read_origin=ReadOrigin(environment=self.environment, path=PATH, names=NAMES, records=records),
            evidence=GiveEvidence(
                collect=CollectEvidence(self.reports),
                vault=self.vault,
                gate_metrics=lambda _environment: self.gate_metrics,
            ),
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

    def post(self) -> list[str]:
        """Who gets a mail, once for each."""
        deliver = Deliver(parameters=self.store, mail=self.mail, render=lambda _notice: Message("", "", ""))
        for job in self.mailbox.jobs:
            deliver(job)
        return sorted(to for to, _ in self.mail.sent)
