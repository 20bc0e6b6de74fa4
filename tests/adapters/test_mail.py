"""Mails: one message to one recipient, and a clear word where there will never be one."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.sesv2.models import sesv2_backends

from model_approval.adapters.clients import client
from model_approval.adapters.mail import Mailer
from model_approval.domain.errors import UnusableEvent
from model_approval.domain.message import Message
from model_approval.domain.notice import About, Kind, Notice
from model_approval.pages.mail import render
from tests.adapters.conftest import REGION
from tests.unit.examples import bypass, decision, model, request, revocation

MESSAGE = Message("Approve – really?", "text é", "<p>html</p>")
AUTOMATIC = {"Name": "Auto-Submitted", "Value": "auto-generated"}
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

    body = {"Text": part(MESSAGE.text), "Html": part(MESSAGE.html)}
    content = {"Subject": part(MESSAGE.subject), "Body": body, "Headers": [AUTOMATIC]}
    expected = {
        "FromEmailAddress": SENDER,
        "Destination": {"ToAddresses": ["ann@example.com"]},
        "ConfigurationSetName": "model-approval-dev",
        "Content": {"Simple": content},
    }
    stub.add_response("send_email", {}, expected)
    mailer().send("ann@example.com", MESSAGE)


@pytest.mark.parametrize(("follows_up", "headers"), [(False, ["References"]), (True, ["References", "In-Reply-To"])])
def test_the_mails_of_a_thread_refer_to_it_and_all_but_the_first_reply(follows_up: bool, headers: list[str]) -> None:
    sesv2, sent = client("sesv2"), []
    sesv2.create_email_identity(EmailIdentity=SENDER)
    sesv2.meta.events.register("provide-client-params.sesv2.SendEmail", lambda params, **_: sent.append(params))
    mailer().send("ann@example.com", replace(MESSAGE, thread="<4dc8@model-approval>", follows_up=follows_up))
    assert sent[0]["Content"]["Simple"]["Headers"] == [AUTOMATIC] + [
        {"Name": name, "Value": "<4dc8@model-approval>"} for name in headers
    ]


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
    about: About = request("e" * 16, model=longest)
    if kind is Kind.DECIDED:
        about = decision("e" * 16, model=longest)
    if kind is Kind.REVOKED:
        about = revocation("e" * 16, id=longest.id)
    if kind is Kind.BYPASS:
        about = bypass(model=longest)
    subject = render(Notice(kind, about), base_url="https://approve.example.com", valid_days=90).subject
    assert len(subject) < LINE
    assert subject.isprintable()
