"""Joins the steps' ports to the adapters, at first use, so that an event builds only the clients that it needs."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING
from uuid import uuid4

from model_approval.adapters.accounts import CrossAccount, Place, RoleSessions
from model_approval.adapters.clients import client, client_that_tries_once
from model_approval.adapters.mail import Mailer
from model_approval.adapters.metrics import Metrics
from model_approval.adapters.parameter_store import ParameterStore, read_secret
from model_approval.adapters.queues import DeadLetters, IntentQueue, MailQueue, Retries
from model_approval.adapters.registry import ModelCatalogue, ModelRegistry
from model_approval.adapters.reports import S3Reports
from model_approval.adapters.schedules import NoReminders, ScheduledReminders
from model_approval.adapters.signer import KmsSigner
from model_approval.auth.seal import Seal
from model_approval.auth.session import Sessions
from model_approval.domain.person import Person
from model_approval.handlers import settings
from model_approval.steps.ask import Ask
from model_approval.steps.carry_on import CarryOn
from model_approval.steps.converge import Converge
from model_approval.steps.decide import Decide
from model_approval.steps.deliver import Deliver
from model_approval.steps.read_review import ReadReview
from model_approval.steps.remind import Remind
from model_approval.steps.report_inference import ReportInference
from model_approval.steps.request_approval import RequestFirstApproval
from model_approval.steps.revoke import Revoke
from model_approval.steps.watch_registry import WatchRegistry

if TYPE_CHECKING:
    from model_approval.auth.sign_in import SignIn

QUEUE = Person(subject="intent-queue", name="intent-queue", issuer="model-approval")
"""Who reads the records when no person is there; what is written then is still on behalf of who decided."""


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def attempt() -> str:
    return uuid4().hex


@cache
def watch_registry() -> WatchRegistry:
    common = settings.common()
    registry, parameters, mailbox = ModelRegistry(client("sagemaker")), ParameterStore(client("ssm")), _mailbox()
    ask = Ask(names=common.names, parameters=parameters, mailbox=mailbox, reminders=_reminders())
    request = RequestFirstApproval(
        path=common.path, registry=registry, reports=S3Reports(client("s3")), ask=ask, now=now, attempt=attempt
    )
    return WatchRegistry(
        environment=common.environment,
        names=common.names,
        registry=registry,
        parameters=parameters,
        request=request,
        mailbox=mailbox,
        alarms=Metrics(settings.function_name()),
        intents=_intents() if settings.reverts_bypasses() else None,
        now=now,
        attempt=attempt,
    )


@cache
def report_inference() -> ReportInference:
    common = settings.common()
    parameters, mailbox = ParameterStore(client("ssm")), _mailbox()
    return ReportInference(
        environment=common.environment,
        path=common.path,
        names=common.names,
        models=ModelCatalogue(client("sagemaker")),
        parameters=parameters,
        reports=S3Reports(client("s3")),
        mailbox=mailbox,
        ask=Ask(names=common.names, parameters=parameters, mailbox=mailbox, reminders=_reminders()),
        now=now,
        attempt=attempt,
    )


@cache
def deliver() -> Deliver:
    # Only whoever sends mail renders it.
    from model_approval.pages import mail as mails

    mail = settings.mail()
    return Deliver(
        parameters=ParameterStore(client("ssm")),
        mail=Mailer(client("sesv2"), mail.sender, mail.configuration_set),
        render=partial(mails.render, base_url=settings.common().base_url),
    )


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(client("sqs"), settings.common().dead_letter_queue_url)


@cache
def retries() -> Retries:
    return Retries(client("sqs"), settings.common().dead_letter_queue_url)


@cache
def read_review() -> ReadReview:
    common = settings.common()
    return ReadReview(
        own=common.environment,
        names=common.names,
        parameters=ParameterStore(client("ssm")),
        accounts=_accounts(),
        required=_required,
    )


@cache
def decide() -> Decide:
    return Decide(
        names=settings.common().names,
        accounts=_accounts(),
        intents=_intents(),
        converge=_converge(),
        now=now,
    )


@cache
def revoke() -> Revoke:
    return Revoke(
        names=settings.common().names, accounts=_accounts(), intents=_intents(), converge=_converge(), now=now
    )


@cache
def carry_on() -> CarryOn:
    return CarryOn(
        names=settings.common().names,
        parameters=ParameterStore(client("ssm")),
        accounts=_accounts(),
        converge=_converge(),
        required=_required,
        system=QUEUE,
    )


@cache
def remind() -> Remind:
    return Remind(
        names=settings.common().names,
        parameters=ParameterStore(client("ssm")),
        accounts=_accounts(),
        mailbox=_mailbox(),
        system=QUEUE,
    )


@cache
def sessions() -> Sessions:
    return Sessions(_seal(), frozenset(target.approver_group for target in settings.common().targets.values()))


@cache
def sign_in() -> "SignIn":
    # Only signing in needs JSON Web Tokens and their cryptography, a third of what there is to load.
    from model_approval.auth.oidc import Provider
    from model_approval.auth.sign_in import SignIn

    approval = settings.approval()
    provider = Provider(approval.oidc, f"{settings.common().base_url}/auth/callback", _client_secret)
    return SignIn(provider, _seal(), approval.oidc.groups_claim)


@cache
def _accounts() -> CrossAccount:
    common, approval = settings.common(), settings.approval()
    return CrossAccount(
        RoleSessions(name=f"approval-{common.environment}", external_id=approval.external_id, clock=time.time),
        {name: Place(target.region, target.role_arn) for name, target in common.targets.items()},
        Place(approval.registry_region, approval.registry_role_arn),
    )


@cache
def _converge() -> Converge:
    common = settings.common()
    return Converge(path=common.path, names=common.names, accounts=_accounts())


@cache
def _seal() -> Seal:
    return Seal(KmsSigner(client("kms"), settings.approval().session_key_id), time.time)


@cache
def _client_secret() -> str | None:
    name = settings.approval().client_secret_parameter
    return read_secret(client("ssm"), name) if name else None


@cache
def _intents() -> IntentQueue:
    return IntentQueue(client("sqs"), settings.intents_queue_url())


@cache
def _mailbox() -> MailQueue:
    # Repeated mails of one attempt would all be sent; another delivery makes another attempt.
    return MailQueue(client_that_tries_once("sqs"), settings.common().mail_queue_url, _approvers)


@cache
def _reminders() -> ScheduledReminders | NoReminders:
    plan = settings.reminders()
    return ScheduledReminders(client("scheduler"), plan, lambda: datetime.now(UTC)) if plan else NoReminders()


def _required(environment: str) -> int:
    return settings.common().targets[environment].required_approvals


def _approvers(environment: str) -> Sequence[str]:
    target = settings.common().targets.get(environment)
    return target.approvers if target else settings.own_approvers()
