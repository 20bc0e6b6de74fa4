"""Joins the steps' ports to the adapters, at first use, so that an event builds only the clients that it needs.

What only the notifiers need is in ``wiring_notifiers``, so that no page waits for its modules.
"""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING
from uuid import uuid4

from model_approval.adapters import deadline
from model_approval.adapters.accounts import CrossAccount, Place, Readers, RoleSessions
from model_approval.adapters.clients import client, client_that_tries_once
from model_approval.adapters.onlookers import Onlookers
from model_approval.adapters.parameter_store import ParameterStore, read_secret
from model_approval.adapters.queues import DeadLetters, IntentQueue, MailQueue, Retries
from model_approval.adapters.schedules import NoReminders, ScheduledReminders
from model_approval.adapters.signer import KmsSigner
from model_approval.auth.seal import Seal
from model_approval.auth.session import Sessions
from model_approval.domain.gates import Gates
from model_approval.domain.model_package import ModelPackage
from model_approval.domain.person import Person
from model_approval.handlers import settings
from model_approval.steps.carry_on import CarryOn
from model_approval.steps.converge import Converge
from model_approval.steps.decide import Decide
from model_approval.steps.preview_revocation import PreviewRevocation
from model_approval.steps.read_board import ReadBoard
from model_approval.steps.read_comparison import ReadComparison
from model_approval.steps.read_history import ReadHistory
from model_approval.steps.read_review import ReadReview
from model_approval.steps.remind import Remind
from model_approval.steps.revoke import Revoke
from model_approval.steps.verify import Verify

if TYPE_CHECKING:
    from model_approval.adapters.metrics import Metrics
    from model_approval.adapters.vault import EvidenceVault
    from model_approval.auth.sign_in import SignIn

QUEUE = Person(subject="intent-queue", name="intent-queue", issuer="model-approval")
"""Who reads the records when no person is there; what is written then is still on behalf of who decided."""


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def attempt() -> str:
    return uuid4().hex


@cache
def dead_letters() -> DeadLetters:
    return DeadLetters(client("sqs"), settings.common().dead_letter_queue_url)


@cache
def retries() -> Retries:
    return Retries(client("sqs"), settings.common().dead_letter_queue_url)


@cache
def read_board() -> ReadBoard:
    common = settings.common()
    return ReadBoard(path=common.path, names=common.names, accounts=Onlookers(_accounts()))


@cache
def read_history() -> ReadHistory:
    common = settings.common()
    return ReadHistory(path=common.path, names=common.names, accounts=Onlookers(_accounts()))


@cache
def read_comparison() -> ReadComparison:
    common = settings.common()
    return ReadComparison(path=common.path, names=common.names, accounts=Onlookers(_accounts()))


@cache
def read_review() -> ReadReview:
    common = settings.common()
    return ReadReview(
        own=common.environment,
        names=common.names,
        parameters=ParameterStore(client("ssm")),
        accounts=_accounts(),
        required=_required,
        gates=gates,
    )


@cache
def decide() -> Decide:
    return Decide(
        names=settings.common().names,
        accounts=_accounts(),
        intents=intents(),
        converge=_converge(),
        verify=_verify(),
        now=now,
        attempt=attempt,
    )


@cache
def revoke() -> Revoke:
    return Revoke(
        names=settings.common().names,
        accounts=_accounts(),
        intents=intents(),
        converge=_converge(),
        now=now,
        attempt=attempt,
    )


@cache
def preview_revocation() -> PreviewRevocation:
    return PreviewRevocation(names=settings.common().names, accounts=_accounts())


def describe(model_package_arn: str, person: Person) -> ModelPackage:
    """What the model registry says, in whichever account it is. Raises NotFound, and whatever AWS answers."""
    return _accounts().registry(person).describe(model_package_arn)


@cache
def carry_on() -> CarryOn:
    return CarryOn(
        names=settings.common().names,
        parameters=ParameterStore(client("ssm")),
        accounts=_accounts(),
        intents=intents(),
        converge=_converge(),
        mailbox=mailbox(),
        required=_required,
        alarms=alarms(),
        system=QUEUE,
    )


@cache
def remind() -> Remind:
    return Remind(
        names=settings.common().names,
        parameters=ParameterStore(client("ssm")),
        accounts=_accounts(),
        mailbox=mailbox(),
        alarms=alarms(),
        system=QUEUE,
        valid_days=settings.common().request_valid_days,
        now=now,
    )


@cache
def sessions() -> Sessions:
    # Of all environments: the board tells what waits for a person anywhere. Who may break the glass matters only here.
    groups = {one.approver_group for one in settings.environments().values()}
    breaking = {target.gates.break_glass_group for target in settings.common().targets.values()}
    return Sessions(_seal(), frozenset(groups | {group for group in breaking if group}))


@cache
def sign_in() -> "SignIn":
    # Only signing in needs JSON Web Tokens and their cryptography, a third of what there is to load.
    from model_approval.auth.oidc import Provider
    from model_approval.auth.sign_in import SignIn

    approval = settings.approval()
    callback = f"{settings.common().base_url}/auth/callback"
    provider = Provider(approval.oidc, callback, _client_secret, deadline.left)
    return SignIn(provider, _seal(), approval.oidc.groups_claim, approval.oidc.identity_claims)


@cache
def _accounts() -> CrossAccount:
    common, approval = settings.common(), settings.approval()
    return CrossAccount(
        RoleSessions(name=f"approval-{common.environment}", external_id=settings.external_id(), clock=time.time),
        {name: Place(target.region, target.role_arn) for name, target in common.targets.items()},
        Place(approval.registry_region, approval.registry_role_arn),
        reader_places(),
    )


@cache
def readers() -> Readers:
    """For a function that decides nothing: it may only read what stands in the other accounts."""
    name = f"inference-{settings.common().environment}"
    return Readers(RoleSessions(name=name, external_id=settings.external_id(), clock=time.time), reader_places())


def reader_places() -> dict[str, Place]:
    own = settings.common().environment
    return {
        name: Place(None, None) if name == own else Place(environment.region, settings.reader_role_arn(name))
        for name, environment in settings.environments().items()
    }


@cache
def _converge() -> Converge:
    common = settings.common()
    return Converge(path=common.path, names=common.names, accounts=_accounts(), verify=_verify())


@cache
def _verify() -> Verify:
    return Verify(accounts=_accounts(), alarms=alarms())


@cache
def _seal() -> Seal:
    return Seal(KmsSigner(client("kms"), settings.approval().session_key_ids), time.time)


@cache
def _client_secret() -> str | None:
    name = settings.approval().client_secret_parameter
    return read_secret(client("ssm"), name) if name else None


@cache
def intents() -> IntentQueue:
    return IntentQueue(client("sqs"), settings.intents_queue_url())


@cache
def mailbox() -> MailQueue:
    # Repeated mails of one attempt would all be sent; another delivery makes another attempt.
    return MailQueue(client_that_tries_once("sqs"), settings.common().mail_queue_url, _approvers)


@cache
def reminders() -> ScheduledReminders | NoReminders:
    plan = settings.reminders()
    return ScheduledReminders(client("scheduler"), plan, lambda: datetime.now(UTC)) if plan else NoReminders()


@cache
def evidence_vault() -> "EvidenceVault":
    # Only the page of the complete evidence opens it.
    from model_approval.adapters.vault import EvidenceVault

    return EvidenceVault(client("s3"), settings.evidence_bucket())


@cache
def alarms() -> "Metrics":
    # Only decisions, and what the queue brings, count anything; no page waits for this.
    from model_approval.adapters.metrics import Metrics

    return Metrics(settings.function_name())


def gates(environment: str) -> Gates:
    """None of them where nothing is decided here."""
    target = settings.common().targets.get(environment)
    return target.gates if target else Gates()


def _required(environment: str) -> int:
    return settings.common().targets[environment].required_approvals


def _approvers(environment: str) -> Sequence[str]:
    target = settings.common().targets.get(environment)
    return target.approvers if target else settings.own_approvers()
