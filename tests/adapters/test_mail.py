"""Mails: one message to one recipient, and a clear word where there will never be one."""

from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.sesv2.models import sesv2_backends

from model_approval.adapters.clients import client
from model_approval.adapters.mail import Mailer
from model_approval.domain.errors import UnusableEvent
from model_approval.domain.message import Message
from model_approval.domain.notice import Kind, Notice
from model_approval.pages.mail import render
from tests.adapters.conftest import REGION
from tests.unit.examples import bypass, model, request

MESSAGE = Message("Approve – really?", "text é", "<p>html</p>")
SENDER = "mlops@example.com"
LINE = 998
"""Characters in a line of a mail's header (RFC 5322, section 2.1.1)."""


@pytest.fixture
def stub() -> Iterator[Stubber]:
    with Stubber(client("sesv2")) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


def mailer() -> Mailer:
    return Mailer(client("sesv2"), SENDER, "model-approval-dev")


def test_a_mail_has_one_recipient() -> None:
    client("sesv2").create_email_identity(EmailIdentity=SENDER)
    mailer().send("ann@example.com", MESSAGE)
    mailer().send("ben@example.com", MESSAGE)
    sent = sesv2_backends[DEFAULT_ACCOUNT_ID][REGION].core_backend.sent_messages
    assert [message.destinations["ToAddresses"] for message in sent] == [["ann@example.com"], ["ben@example.com"]]
    assert {(message.source, message.subject) for message in sent} == {(SENDER, MESSAGE.subject)}


def test_text_and_html_travel_in_utf8_through_the_configuration_set(stub: Stubber) -> None:
    def part(data: str) -> dict[str, str]:
        return {"Data": data, "Charset": "UTF-8"}

    content = {"Subject": part(MESSAGE.subject), "Body": {"Text": part(MESSAGE.text), "Html": part(MESSAGE.html)}}
    expected = {
        "FromEmailAddress": SENDER,
        "Destination": {"ToAddresses": ["ann@example.com"]},
        "ConfigurationSetName": "model-approval-dev",
        "Content": {"Simple": content},
    }
    stub.add_response("send_email", {}, expected)
    mailer().send("ann@example.com", MESSAGE)


@pytest.mark.parametrize("code", ["MessageRejected", "BadRequestException"])
def test_an_address_that_is_never_taken_is_named_with_the_reason_and_not_tried_again(stub: Stubber, code: str) -> None:
    stub.add_client_error("send_email", code, "Email address is not verified.")
    with pytest.raises(UnusableEvent, match=r"to bad@example\.com: .*Email address is not verified\."):
        mailer().send("bad@example.com", MESSAGE)


@pytest.mark.parametrize(
    "code",
    [
        "TooManyRequestsException",
        "LimitExceededException",
        "AccountSuspendedException",
        "SendingPausedException",
        "MailFromDomainNotVerifiedException",
        "NotFoundException",
        "AccessDeniedException",
    ],
)
def test_what_may_pass_is_worth_another_try(stub: Stubber, code: str) -> None:
    stub.add_client_error("send_email", code, "slow down")
    with pytest.raises(ClientError, match="slow down"):
        mailer().send("ann@example.com", MESSAGE)


@pytest.mark.parametrize("kind", Kind)
def test_the_longest_subject_is_one_line_of_a_mail(kind: Kind) -> None:
    longest = model(999_999_999, "g" * 63)
    about = bypass(model=longest) if kind is Kind.BYPASS else request("e" * 16, model=longest)
    subject = render(Notice(kind, about), base_url="https://approve.example.com").subject
    assert len(subject) < LINE
    assert subject.isprintable()
