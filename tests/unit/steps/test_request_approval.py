"""A version is registered: its fields in the registry, one request, a mail each; whatever dies or is repeated."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_approval.domain.encoding import decode
from model_approval.domain.errors import NoAccess, UnusableEvent
from model_approval.domain.evidence import Source
from model_approval.domain.model_version import Container, DataPin
from model_approval.domain.notice import Kind, Notice
from model_approval.domain.records import Request
from tests.unit.examples import NAMES, NOON, PATH, REPORT, arn, model, package, request
from tests.unit.fakes import nothing
from tests.unit.interleaving import dies_after, interleave, pause
from tests.unit.steps.notifier import Notifier

NAME = NAMES.request("dev", model().id)
BOTH = ["ann@example.com", "ben@example.com"]
CALLS = 13
"""How many a registration takes; one more if a lower version waits as well."""
PIN = DataPin(etag="e1", version_id="v1", size=3)


def written(notifier: Notifier) -> Request:
    (value,) = notifier.world.store.values[NAME]
    return decode(Request, value)


def test_a_registered_version_is_prepared_mailed_and_written_down_in_this_order() -> None:
    notifier = Notifier()
    assert notifier.event() == "requested abalone version 2 for dev"
    stored = written(notifier).stored
    assert stored
    assert notifier.world.journal.writes() == [
        f"update {arn()}",
        f"keep {stored.uri.removeprefix('s3://evidence/')}",
        "schedule dev abalone version 2",
        f"create {NAMES.waiting_version('dev', model().id)}",
        "post request dev abalone version 2",
        f"create {NAME}",
    ]
    assert len(notifier.world.journal.calls) == CALLS
    assert notifier.world.mailbox.posted == [Notice(Kind.REQUEST, written(notifier), NAME)]


def test_the_users_own_metadata_stays_and_the_approval_status_is_not_touched() -> None:
    notifier = Notifier()
    notifier.event()
    held = notifier.world.registry.packages[arn()]
    pending = dict.fromkeys(PATH.names, "PendingManualApproval")
    assert replace(held, changed_at=NOON, changed_by="pipeline/1") == package(metadata={"team": "shell"} | pending)


def test_fields_that_are_there_are_left_as_they_are() -> None:
    notifier = Notifier()
    notifier.world.registry.packages[arn()] = package(metadata=dict.fromkeys(PATH.names, "PendingManualApproval"))
    notifier.event()
    assert notifier.world.registry.changed == []


@pytest.mark.parametrize("event_id", ["event-1", "event-of-our-own-update"])
def test_whatever_event_comes_after_the_request_does_nothing(event_id: str) -> None:
    notifier = Notifier()
    notifier.event()
    done = notifier.world.journal.writes()
    notifier.reports.documents[REPORT] = {"auc": 0.5}
    assert notifier.event(event_id=event_id) == "nothing: abalone version 2 is PendingManualApproval, as it should be"
    assert notifier.world.journal.writes() == done


@pytest.mark.parametrize(("first", "second"), list(product(range(CALLS + 2), repeat=2)))
def test_whatever_dies_between_calls_exactly_one_attempts_mails_are_sent(first: int, second: int) -> None:
    """Two tries die after so many calls, the third one does not; the mails are delivered in between as well."""
    notifier = Notifier()
    notifier.world.index(1)
    for steps in (first, second):
        notifier.world.journal.before = pause
        dies_after(steps, notifier.event)
        notifier.world.journal.before = nothing
        notifier.post()
    notifier.event()
    assert notifier.post() == []
    assert (notifier.mails("request"), notifier.mails("superseded")) == (BOTH, BOTH)
    assert replace(written(notifier), attempt="attempt-1", requested_at=NOON, stored=None) == request()
    assert notifier.reminders.scheduled == {("dev", model().id)}
    assert notifier.world.waiting() == {1, 2}


def test_if_only_some_of_the_mails_were_on_their_way_the_next_attempt_sends_all() -> None:
    notifier = Notifier()
    notifier.world.journal.fail_at(f"create {NAME}", ConnectionError("throttled"))
    with pytest.raises(ConnectionError):
        notifier.event()
    del notifier.world.mailbox.jobs[1:]
    notifier.world.journal.before = nothing
    notifier.event()
    notifier.post()
    assert notifier.mails("request") == BOTH


@settings(max_examples=50)
@given(st.data())
def test_the_same_registration_handled_at_the_same_time_asks_once(data: st.DataObject) -> None:
    notifier = Notifier()
    notifier.world.journal.before = pause
    runners = interleave([notifier.event] * 3, lambda n: data.draw(st.integers(0, n - 1)))
    assert [runner.error for runner in runners] == [None] * 3
    notifier.post()
    assert notifier.mails("request") == BOTH
    assert written(notifier)


def test_a_deleted_version_is_unusable() -> None:
    notifier = Notifier()
    notifier.world.registry.packages.clear()
    with pytest.raises(UnusableEvent, match="abalone version 2 is not in the model registry"):
        notifier.event()
    assert notifier.world.journal.writes() == []


def test_a_version_deleted_in_between_is_unusable() -> None:
    notifier = Notifier()
    notifier.world.journal.meanwhile("update", notifier.world.registry.packages.clear)
    with pytest.raises(UnusableEvent, match="abalone version 2 is not in the model registry"):
        notifier.event()
    assert notifier.world.store.values == {}


def test_a_missing_report_is_written_down_and_the_request_goes_out() -> None:
    notifier = Notifier()
    notifier.reports.documents.clear()
    notifier.event()
    assert written(notifier).metrics == {}
    (missing,) = written(notifier).sources
    assert (missing.kind, missing.uri) == ("model quality statistics", REPORT)
    assert "does not exist" in str(missing.note)
    assert len(notifier.world.mailbox.posted) == 1


def test_what_there_is_now_is_pinned_and_the_pins_are_asked_about() -> None:
    notifier = Notifier()
    notifier.world.accounts.pins.look = lambda container: replace(container, image_digest="sha256:4dc9", model_data=PIN)
    notifier.event()
    (container,) = written(notifier).model.containers
    assert (container.image_digest, container.model_data) == ("sha256:4dc9", PIN)
    assert written(notifier).model == notifier.world.mailbox.posted[0].about.model  # type: ignore[union-attr]


def test_what_cannot_be_pinned_is_noted_and_the_request_goes_out() -> None:
    (container,) = model().containers
    notes = f"no access to {container.model_data_url}", f"{container.image} is not in ECR", "there is no container"
    notifier = Notifier()
    notifier.world.accounts.pins.notes = notes
    notifier.event()
    assert written(notifier).model == model()
    for source in (
        Source("model data", container.model_data_url, note=notes[0]),
        Source("container image", container.image, note=notes[1]),
        Source("model data", None, note=notes[2]),
    ):
        assert source in written(notifier).sources
    assert notifier.mails("request") == []
    notifier.post()
    assert notifier.mails("request") == BOTH


def test_what_could_not_be_looked_at_this_time_is_tried_again() -> None:
    notifier = Notifier()
    notifier.world.journal.fail_at("pin", ConnectionError("throttled"))
    with pytest.raises(ConnectionError):
        notifier.event()
    assert not any(call.startswith(("schedule", "create", "post")) for call in notifier.world.journal.calls)


def test_if_the_evidence_cannot_be_kept_the_request_says_so_and_goes_out() -> None:
    notifier = Notifier()
    notifier.world.journal.fail_at("keep", NoAccess("no access to s3://evidence"))
    assert notifier.event() == "requested abalone version 2 for dev"
    assert written(notifier).stored is None
    assert written(notifier).metrics == {"auc": 0.98}
    assert "evidence document" in [source.kind for source in written(notifier).sources]


def test_what_the_gates_are_about_comes_first_in_the_request() -> None:
    notifier = Notifier(gate_metrics=("coverage",))
    notifier.reports.documents[REPORT] = {f"metric_{n}": n for n in range(30)} | {"coverage": 0.9}
    notifier.event()
    assert next(iter(written(notifier).metrics)) == "coverage"


def test_what_can_never_be_written_down_is_unusable() -> None:
    notifier = Notifier()
    containers = tuple(Container("image" * 200) for _ in range(15))
    notifier.world.registry.packages[arn()] = package(model=replace(model(), containers=containers))
    with pytest.raises(UnusableEvent, match=r"cannot be requested: the request needs \d+ bytes, over 4096"):
        notifier.event()
    assert notifier.world.mailbox.posted == []


def test_the_event_and_who_registered_the_version_are_recorded() -> None:
    notifier = Notifier()
    notifier.event(event_id="event-7")
    assert (written(notifier).requested_by, written(notifier).event_id) == ("pipeline/1", "event-7")
    assert written(notifier).requested_at == notifier.world.clock.now()


@pytest.mark.parametrize(
    ("said", "author"),
    [
        ({"requested_by": "Ann@Example.com"}, "Ann@Example.com"),
        ({"requested_by": " ann\u202e\r\nBcc: everybody@example.com "}, "ann Bcc: everybody@example.com"),
        ({"requested_by": "a" * 257}, "a" * 255 + "…"),
        ({"requested_by": "\u200b"}, None),
        ({"Requested_By": "ann@example.com"}, None),
        ({}, None),
    ],
)
def test_the_author_is_whom_the_metadata_name(said: dict[str, str], author: str | None) -> None:
    notifier = Notifier()
    notifier.world.registry.packages[arn()] = package(metadata=said)
    notifier.event()
    assert written(notifier).author == author


@pytest.mark.parametrize(
    ("described", "summary"),
    [
        ("Trained on\nFebruary", "Trained on February"),
        ("x" * 200, "x" * 200),
        ("x" * 201, "x" * 199 + "…"),
        ("", None),
        (None, None),
    ],
)
def test_the_summary_is_the_description_on_one_short_line(described: str | None, summary: str | None) -> None:
    notifier = Notifier()
    notifier.world.registry.packages[arn()] = package(summary=described)
    notifier.event()
    assert written(notifier).summary == summary
