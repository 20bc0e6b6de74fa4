"""Mails on their way: a message a recipient, none of which is overlooked, and none of which SQS refuses."""

from dataclasses import replace
from typing import Any

import pytest
from botocore.stub import Stubber
from hypothesis import given

from model_approval.adapters.clients import client
from model_approval.adapters.queues import MailQueue, Unsent
from model_approval.domain.encoding import VALUE_LIMIT, encode
from model_approval.domain.model_version import VersionId
from model_approval.domain.notice import Kind, MailJob, Notice, mail_job
from tests.adapters.test_queues import LEGAL, waiting
from tests.unit.examples import NAMES, approved, request, storable_text

NOTICE = Notice(Kind.REQUEST, request(), NAMES.request("dev", request().model.id))
SMALLEST_LIMIT = 262_144
"""Bytes of a message, and of a batch, that every queue takes; newer ones take 1 MiB."""


@pytest.fixture
def queue() -> str:
    return str(client("sqs").create_queue(QueueName="mail")["QueueUrl"])


def approvers(number: int) -> list[str]:
    return [f"approver-{n}@example.com" for n in range(number)]


def calls(sqs: Any) -> list[list[dict[str, Any]]]:
    """The entries of each batch that is sent from now on."""
    sent: list[list[dict[str, Any]]] = []
    sqs.meta.events.register(
        "provide-client-params.sqs.SendMessageBatch", lambda params, **_: sent.append(params["Entries"])
    )
    return sent


@pytest.mark.parametrize(("recipients", "batches"), [(1, [1]), (10, [10]), (11, [10, 1]), (25, [10, 10, 5])])
def test_each_recipient_has_a_job_that_comes_when_the_record_is_written(
    queue: str, recipients: int, batches: list[int]
) -> None:
    sqs = client("sqs")
    sent = calls(sqs)
    MailQueue(sqs, queue, {"dev": approvers(recipients)}.__getitem__).post(NOTICE)
    assert [len(entries) for entries in sent] == batches
    entries = [entry for entries in sent for entry in entries]
    assert [mail_job(entry["MessageBody"]) for entry in entries] == [
        MailJob(to, NOTICE) for to in approvers(recipients)
    ]
    assert {entry["DelaySeconds"] for entry in entries} == {5}
    assert waiting(queue) == (recipients, 0)


@pytest.mark.parametrize(
    ("failed", "said"),
    [
        (
            {"Id": "1", "SenderFault": False, "Code": "InternalError", "Message": "try again"},
            "InternalError: try again",
        ),
        ({"Id": "0", "SenderFault": True, "Code": "InvalidMessageContents"}, "InvalidMessageContents"),
    ],
)
@pytest.mark.parametrize("good_batches", [0, 1])
def test_a_recipient_who_was_left_out_is_never_overlooked(failed: dict[str, Any], said: str, good_batches: int) -> None:
    sqs = client("sqs")
    success = {"Id": "0", "MessageId": "m", "MD5OfMessageBody": "x"}
    with Stubber(sqs) as stub:
        for _ in range(good_batches):
            stub.add_response("send_message_batch", {"Successful": [success], "Failed": []})
        stub.add_response("send_message_batch", {"Successful": [success], "Failed": [failed]})
        with pytest.raises(Unsent, match=said):
            MailQueue(sqs, "https://q", lambda _: approvers(10 * good_batches + 2)).post(NOTICE)
        stub.assert_no_pending_responses()


def filled(record: Any, field: str, filler: str) -> Any:
    """The largest record that fits into a parameter, if this ``field`` consists of this character."""
    bare = replace(record, **{field: ""}, metrics={})
    size = len(encode(bare).encode())
    each = len(encode(replace(bare, **{field: filler})).encode()) - size
    return replace(bare, **{field: filler * ((VALUE_LIMIT - size) // each)})


def largest(filler: str) -> Notice:
    record = NAMES.request("e" * 16, VersionId("g" * 63, 999_999_999))
    now = filled(approved(version=1), "comment", filler)
    return Notice(Kind.REQUEST, filled(request(), "requested_by", filler), record, now, older=999_999_998)


@pytest.mark.parametrize("filler", ["x", "é", "模", "💥", '"', "\\", "{{", "\x01", "\x7f", "\u2028"])
def test_ten_mails_about_the_largest_records_fit_into_one_call_or_into_several(queue: str, filler: str) -> None:
    notice, to = largest(filler), "a" * 242 + "@example.com"
    for record in (notice.about, notice.approved):
        assert record
        assert VALUE_LIMIT - 12 < len(encode(record).encode()) <= VALUE_LIMIT
    sent = calls(client("sqs"))
    MailQueue(client("sqs"), queue, lambda _: [to] * 10).post(notice)
    assert max(sum(len(entry["MessageBody"].encode()) for entry in entries) for entries in sent) <= SMALLEST_LIMIT
    assert [len(entries) for entries in sent] == ([5, 5] if filler == "\x7f" else [10])
    assert waiting(queue) == (10, 0)


@given(text=storable_text)
def test_whatever_a_record_says_its_mail_holds_nothing_that_sqs_refuses(text: str) -> None:
    job = MailJob("ann@example.com", replace(NOTICE, about=request(requested_by=text)))
    assert job.to_body().isascii()
    assert LEGAL.fullmatch(job.to_body())
    assert mail_job(job.to_body()) == job
