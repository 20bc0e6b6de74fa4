"""A request is written once; its mails are on their way before that, and only the writer's are sent."""

from dataclasses import replace

import pytest

from model_approval.domain.encoding import encode
from model_approval.domain.errors import UnusableEvent
from model_approval.domain.model_version import Container
from model_approval.domain.notice import Kind, Notice
from tests.unit.examples import NAMES, model, request
from tests.unit.steps.notifier import Notifier

NAME = NAMES.request("test", model().id)
BOTH = ["ann@example.com", "ben@example.com"]


def test_reminder_and_mail_jobs_come_before_the_record() -> None:
    notifier = Notifier()
    assert notifier.ask(request("test")) == "requested abalone version 2 for test"
    assert notifier.world.journal.calls == [
        "schedule test abalone version 2",
        "post request test abalone version 2",
        f"create {NAME}",
    ]
    assert notifier.world.store.values == {NAME: [encode(request("test"))]}
    assert notifier.world.mailbox.posted == [Notice(Kind.REQUEST, request("test"), NAME)]


def test_who_asks_second_changes_nothing_and_mails_nobody() -> None:
    notifier = Notifier()
    notifier.ask(request("test"))
    assert (
        notifier.ask(request("test", attempt="attempt-2")) == "nothing: abalone version 2 was requested for test before"
    )
    assert notifier.post() == []
    assert notifier.mails("request") == BOTH
    assert notifier.world.store.values == {NAME: [encode(request("test"))]}


def test_a_write_whose_answer_was_lost_is_still_ours_and_is_mailed() -> None:
    notifier = Notifier()
    notifier.world.store.values[NAME] = [encode(request("test"))]  # what the AWS SDK finds when it repeats the call
    notifier.ask(request("test"))
    notifier.post()
    assert notifier.mails("request") == BOTH


def test_what_can_never_be_written_down_starts_nothing() -> None:
    notifier = Notifier()
    containers = tuple(Container("image" * 200) for _ in range(15))
    with pytest.raises(UnusableEvent, match=r"cannot be requested: the request needs \d+ bytes, over 4096"):
        notifier.ask(request(model=replace(model(), containers=containers)))
    assert notifier.world.journal.calls == []
