"""The notifiers' side of a world: events about the registry, requests, bypasses, and the mails that come of them."""

from dataclasses import dataclass, field

from model_approval.domain.events import ModelPackageChanged
from model_approval.domain.message import Message
from model_approval.domain.model_version import ModelPackageArn
from model_approval.domain.notice import MailJob, Notice
from model_approval.steps.ask import Ask
from model_approval.steps.collect_evidence import CollectEvidence
from model_approval.steps.deliver import Deliver, NotRecorded
from model_approval.steps.give_evidence import GiveEvidence
from model_approval.steps.request_approval import RequestFirstApproval
from model_approval.steps.watch_registry import WatchRegistry
from tests.unit.examples import NAMES, PATH, REPORT, arn
from tests.unit.fakes import FakeAlarms, FakeMail, FakeReminders, FakeReports, FakeVault
from tests.unit.steps.world import QUEUE, VALID_DAYS, World


def subject(notice: Notice) -> Message:
    return Message(f"{notice.kind.value} of {notice.id} for {notice.about.environment}", "", "")


@dataclass
class Notifier:
    """``reverts`` tells whether bypasses are put back, ``gate_metrics`` what the gates are about. Each try at something
    is an ``attempt-…`` of its own."""

    world: World = field(default_factory=World)
    reverts: bool = False
    gate_metrics: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        world, journal = self.world, self.world.journal
        self.reminders, self.alarms, self.mail = FakeReminders(journal), FakeAlarms(journal), FakeMail(journal)
        self.reports, self.vault = FakeReports({REPORT: {"auc": 0.98}}, journal=journal), FakeVault(journal)
        self.ask = Ask(
            names=NAMES,
            parameters=world.store,
            records=lambda environment: world.accounts.records(environment, QUEUE),
            mailbox=world.mailbox,
            reminders=self.reminders,
            valid_days=VALID_DAYS,
        )
        request = RequestFirstApproval(
            path=PATH,
            registry=world.registry,
            artefacts=world.accounts.pins,
            evidence=GiveEvidence(
                collect=CollectEvidence(self.reports),
                vault=self.vault,
                gate_metrics=lambda _environment: self.gate_metrics,
            ),
            ask=self.ask,
            now=world.clock.now,
            attempt=world.attempt,
        )
        self.watch = WatchRegistry(
            environment=PATH.first,
            names=NAMES,
            registry=world.registry,
            parameters=world.store,
            request=request,
            mailbox=world.mailbox,
            alarms=self.alarms,
            intents=world.intents if self.reverts else None,
            now=world.clock.now,
            attempt=world.attempt,
        )
        self.deliver = Deliver(parameters=world.store, mail=self.mail, render=subject)

    def event(self, version: int = 2, event_id: str = "event-1") -> str:
        """EventBridge says that the version changed."""
        return self.hear(arn(version), event_id)

    def hear(self, model_package_arn: str, event_id: str = "event-1") -> str:
        return self.watch(ModelPackageChanged(event_id, ModelPackageArn.parse(model_package_arn)))

    def post(self) -> list[MailJob]:
        """The queue delivers every mail job; those that wait for a record come back."""
        left, self.world.mailbox.jobs = self.world.mailbox.jobs, []
        for job in left:
            try:
                self.deliver(job)
            except NotRecorded:
                self.world.mailbox.jobs.append(job)
        return self.world.mailbox.jobs

    def mails(self, kind: str) -> list[str]:
        """Who got a mail of this ``kind``, in the order of the alphabet; once for each mail."""
        return sorted(to for to, message in self.mail.sent if message.subject.startswith(f"{kind} "))

    def bypasses(self) -> list[str]:
        """The names of the bypass records."""
        return [name for name in self.world.store.values if "/bypasses/" in name]
