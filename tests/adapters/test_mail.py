"""Mails: one message a recipient, and one bad address keeps no one else from reading."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.stub import ANY, Stubber
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.sesv2.models import sesv2_backends

from model_approval.adapters.clients import client
from model_approval.adapters.mail import MailedNotices, Mailer, UndeliverableMail
from model_approval.domain.message import Message
from tests.adapters.conftest import REGION
from tests.unit.examples import request

MESSAGE = Message("Approve – really?", "text é", "<p>html</p>")
SENDER = "mlops@example.com"


@pytest.fixture
def stub() -> Iterator[Stubber]:
    with Stubber(client("sesv2")) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


def mailer() -> Mailer:
    return Mailer(client("sesv2"), SENDER, "model-approval-dev")


def to(recipient: str) -> dict[str, Any]:
    return {
        "FromEmailAddress": SENDER,
        "Destination": {"ToAddresses": [recipient]},
        "ConfigurationSetName": ANY,
        "Content": ANY,
    }


def test_every_recipient_has_a_message_of_their_own() -> None:
    client("sesv2").create_email_identity(EmailIdentity=SENDER)
    mailer().send(["ann@example.com", "ben@example.com"], MESSAGE)
    sent = sesv2_backends[DEFAULT_ACCOUNT_ID][REGION].core_backend.sent_messages
    assert [message.destinations["ToAddresses"] for message in sent] == [["ann@example.com"], ["ben@example.com"]]
    assert {(message.source, message.subject) for message in sent} == {(SENDER, MESSAGE.subject)}


def test_text_and_html_travel_in_utf8_through_the_configuration_set(stub: Stubber) -> None:
    def part(data: str) -> dict[str, str]:
        return {"Data": data, "Charset": "UTF-8"}

    content = {"Subject": part(MESSAGE.subject), "Body": {"Text": part(MESSAGE.text), "Html": part(MESSAGE.html)}}
    expected = to("ann@example.com") | {"ConfigurationSetName": "model-approval-dev", "Content": {"Simple": content}}
    stub.add_response("send_email", {}, expected)
    mailer().send(["ann@example.com"], MESSAGE)


@pytest.mark.parametrize("code", ["MessageRejected", "BadRequestException"])
def test_an_address_that_is_never_taken_is_logged_and_the_others_read_it_once(
    stub: Stubber, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    stub.add_response("send_email", {}, to("ann@example.com"))
    stub.add_client_error("send_email", code, "not verified", expected_params=to("bad@example.com"))
    stub.add_response("send_email", {}, to("ben@example.com"))
    mailer().send(["ann@example.com", "bad@example.com", "ben@example.com"], MESSAGE)
    (logged,) = [vars(record) for record in caplog.records if record.message == "mail refused"]
    assert logged["recipient"] == "bad@example.com"
    assert "not verified" in logged["reason"]


def test_what_may_pass_is_tried_again_after_everybody_else_had_their_turn(stub: Stubber) -> None:
    stub.add_client_error("send_email", "TooManyRequestsException", "slow down", expected_params=to("ann@example.com"))
    stub.add_response("send_email", {}, to("ben@example.com"))
    with pytest.raises(UndeliverableMail, match=r"ann@example\.com: .*slow down"):
        mailer().send(["ann@example.com", "ben@example.com"], MESSAGE)


def test_nobody_reached_is_never_taken_for_done(stub: Stubber) -> None:
    for _ in range(2):
        stub.add_client_error("send_email", "MessageRejected", "not verified")
    with pytest.raises(UndeliverableMail, match=r"ann@example\.com.*ben@example\.com"):
        mailer().send(["ann@example.com", "ben@example.com"], MESSAGE)


def test_a_request_goes_to_the_approvers_of_its_environment(stub: Stubber) -> None:
    approvers = {"dev": ["ann@example.com"], "test": ["ben@example.com"]}
    notices = MailedNotices(
        mailer(), approvers.__getitem__, ask=lambda _request: MESSAGE, report=lambda _request: MESSAGE
    )
    for recipient in ("ben@example.com", "ann@example.com"):
        stub.add_response("send_email", {}, to(recipient))
    notices.ask(request("test"))
    notices.report(request("dev"))
