"""Joins the notifiers' steps to the adapters; what they share with the approval function is in ``wiring``."""

from collections.abc import Callable
from functools import cache, partial

from model_approval.adapters.artefacts import ContainerArtefacts
from model_approval.adapters.clients import client, client_in
from model_approval.adapters.jobs import SageMakerJobs
from model_approval.adapters.mail import Mailer
from model_approval.adapters.metrics import Metrics
from model_approval.adapters.parameter_store import ParameterStore
from model_approval.adapters.registry import ModelCatalogue, ModelRegistry
from model_approval.adapters.reports import S3Reports
from model_approval.adapters.vault import EvidenceVault
from model_approval.domain.person import Person
from model_approval.handlers import settings, wiring
from model_approval.steps.ask import Ask
from model_approval.steps.collect_evidence import CollectEvidence
from model_approval.steps.deliver import Deliver
from model_approval.steps.give_evidence import GiveEvidence
from model_approval.steps.ports import Records
from model_approval.steps.read_origin import ReadOrigin
from model_approval.steps.report_inference import ReportInference
from model_approval.steps.request_approval import RequestFirstApproval
from model_approval.steps.trace_inference import TraceInference
from model_approval.steps.watch_registry import WatchRegistry

NOTIFIER = Person(subject="inference-notifier", name="inference-notifier", issuer="model-approval")
"""Who reads the other accounts' records when an inference completed."""


@cache
def watch_registry() -> WatchRegistry:
    common = settings.common()
    registry, parameters, mailbox = ModelRegistry(client("sagemaker")), ParameterStore(client("ssm")), wiring.mailbox()
    request = RequestFirstApproval(
        path=common.path,
        registry=registry,
        artefacts=ContainerArtefacts(client_in),
        evidence=_evidence(),
        ask=_ask(lambda _environment: parameters),  # the first environment asks about itself only
        now=wiring.now,
        attempt=wiring.attempt,
    )
    return WatchRegistry(
        environment=common.environment,
        names=common.names,
        registry=registry,
        parameters=parameters,
        request=request,
        mailbox=mailbox,
        alarms=Metrics(settings.function_name()),
        intents=wiring.intents() if settings.reverts_bypasses() else None,
        now=wiring.now,
        attempt=wiring.attempt,
    )


@cache
def trace_inference() -> TraceInference:
    sagemaker = client("sagemaker")
    return TraceInference(
        neighbours=settings.neighbours(),
        models=ModelCatalogue(sagemaker),
        jobs=SageMakerJobs(sagemaker),
        asked_after=settings.inference_events(),
    )


@cache
def report_inference() -> ReportInference:
    common = settings.common()

    def records(environment: str) -> Records:
        return wiring.readers().records(environment, NOTIFIER)

    return ReportInference(
        environment=common.environment,
        path=common.path,
        names=common.names,
        parameters=ParameterStore(client("ssm")),
        mailbox=wiring.mailbox(),
        read_origin=ReadOrigin(environment=common.environment, path=common.path, names=common.names, records=records),
        evidence=_evidence(),
        ask=_ask(records),
        now=wiring.now,
        attempt=wiring.attempt,
    )


@cache
def deliver() -> Deliver:
    # Only whoever sends mail renders it.
    from model_approval.pages import mail as mails

    common, mail = settings.common(), settings.mail()
    return Deliver(
        parameters=ParameterStore(client("ssm")),
        mail=Mailer(client("sesv2"), mail.sender, mail.configuration_set),
        render=partial(
            mails.render,
            base_url=common.base_url,
            valid_days=common.request_valid_days,
            gates=wiring.gates,
            directions=settings.directions(),
        ),
    )


def _evidence() -> GiveEvidence:
    s3 = client("s3")
    return GiveEvidence(
        collect=CollectEvidence(S3Reports(s3)),
        vault=EvidenceVault(s3, settings.evidence_bucket()),
        gate_metrics=lambda environment: wiring.gates(environment).metrics,
    )


def _ask(records: Callable[[str], Records]) -> Ask:
    common = settings.common()
    return Ask(
        names=common.names,
        parameters=ParameterStore(client("ssm")),
        records=records,
        mailbox=wiring.mailbox(),
        reminders=wiring.reminders(),
        valid_days=common.request_valid_days,
    )
