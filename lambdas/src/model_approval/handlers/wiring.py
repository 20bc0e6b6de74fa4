"""Joins the steps' ports to the adapters, at first use, so that an event builds only the clients that it needs."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from model_approval.adapters.accounts import CrossAccount, Place, RoleSessions
from model_approval.adapters.clients import client
from model_approval.adapters.mail import MailedNotices, Mailer
from model_approval.adapters.parameter_store import ParameterStore, read_secret
from model_approval.adapters.queues import DeadLetters, IntentQueue
from model_approval.adapters.registry import ModelCatalogue, ModelRegistry
from model_approval.adapters.reports import S3Reports
from model_approval.adapters.signer import KmsSigner
from model_approval.auth.seal import Seal
from model_approval.auth.session import Sessions
from model_approval.domain.records import Person
from model_approval.handlers import settings
from model_approval.pages import mail as mails
from model_approval.steps.converge import Converge
from model_approval.steps.decide import CarryOn, Decide
from model_approval.steps.read_review import ReadReview
from model_approval.steps.report_inference import ReportInference
from model_approval.steps.request_approval import RequestFirstApproval

if TYPE_CHECKING:
    from model_approval.auth.sign_in import SignIn

QUEUE = Person(subject="intent-queue", name="intent-queue", issuer="model-approval")
"""Who reads the records when no person is there; what is written then is still on behalf of who decided."""


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@cache
def request_first_approval() -> RequestFirstApproval:
    common = settings.common()
    return RequestFirstApproval(
        path=common.path,
        names=common.names,
        registry=ModelRegistry(client("sagemaker")),
        parameters=ParameterStore(client("ssm")),
        reports=S3Reports(client("s3")),
        notices=_notices(),
        now=now,
    )


@cache
def report_inference() -> ReportInference:
    common = settings.common()
    return ReportInference(
        environment=common.environment,
        path=common.path,
        names=common.names,
        models=ModelCatalogue(client("sagemaker")),
        parameters=ParameterStore(client("ssm")),
        reports=S3Reports(client("s3")),
        notices=_notices(),
        now=now,
    )


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(client("sqs"), settings.common().dead_letter_queue_url)


@cache
def read_review() -> ReadReview:
    common = settings.common()
    return ReadReview(
        own=common.environment, names=common.names, parameters=ParameterStore(client("ssm")), accounts=_accounts()
    )


@cache
def decide() -> Decide:
    return Decide(
        names=settings.common().names,
        accounts=_accounts(),
        intents=IntentQueue(client("sqs"), settings.approval().intents_queue_url),
        converge=_converge(),
        now=now,
    )


@cache
def carry_on() -> CarryOn:
    return CarryOn(names=settings.common().names, accounts=_accounts(), converge=_converge(), system=QUEUE)


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
def _notices() -> MailedNotices:
    mail, base_url = settings.mail(), settings.common().base_url
    return MailedNotices(
        Mailer(client("sesv2"), mail.sender, mail.configuration_set),
        approvers=_approvers,
        ask=partial(mails.approval_request, base_url=base_url),
        report=partial(mails.inference_report, base_url=base_url),
    )


def _approvers(environment: str) -> Sequence[str]:
    target = settings.common().targets.get(environment)
    return target.approvers if target else settings.own_approvers()
