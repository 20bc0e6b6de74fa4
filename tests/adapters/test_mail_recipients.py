"""Who gets a mail: the approvers of the environment that it is about, except for whoever brought it about."""

import pytest

from model_approval.adapters import queues
from model_approval.adapters.clients import client
from model_approval.adapters.queues import MailQueue
from model_approval.domain.notice import Kind, Notice, mail_job
from tests.unit.examples import decision, revocation


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(queues, "MAIL_DELAY", 0)
    return str(client("sqs").create_queue(QueueName="mail")["QueueUrl"])


def recipients(queue: str) -> list[str]:
    """In the order of the alphabet."""
    visible = client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
    return sorted(mail_job(message["Body"]).to for message in visible)


@pytest.mark.parametrize("name", ["ben@example.com", "Ben@Example.COM", "  ben@example.com\n"])
def test_who_brought_it_about_gets_no_mail_however_the_name_is_written(queue: str, name: str) -> None:
    to = ["ann@example.com", " BEN@example.com", "ben@example.com", "benny@example.com"]
    MailQueue(client("sqs"), queue, lambda _: to).post(Notice(Kind.DECIDED, decision(), except_for=name))
    assert recipients(queue) == ["ann@example.com", "benny@example.com"]


@pytest.mark.parametrize("name", [None, "", "ben", "@example.com", "cam@example.com"])
def test_nobody_else_is_left_out(queue: str, name: str | None) -> None:
    to = ["ann@example.com", "ben@example.com"]
    MailQueue(client("sqs"), queue, lambda _: to).post(Notice(Kind.DECIDED, decision(), except_for=name))
    assert recipients(queue) == to


def test_with_nobody_left_there_is_nothing_to_send(queue: str) -> None:
    only = ["ben@example.com"]
    MailQueue(client("sqs"), queue, lambda _: only).post(Notice(Kind.DECIDED, decision(), except_for=only[0]))
    assert recipients(queue) == []


def test_a_revocation_goes_to_the_approvers_of_its_environment(queue: str) -> None:
    to = {"test": ["ann@example.com"]}
    MailQueue(client("sqs"), queue, to.__getitem__).post(Notice(Kind.REVOKED, revocation("test")))
    assert recipients(queue) == ["ann@example.com"]
