"""A version changed: what the records explain is nothing; anything else went past the workflow, and is told once."""

from datetime import timedelta

import pytest

from model_approval.domain.bypass import Bypass
from model_approval.domain.encoding import decode
from model_approval.domain.errors import UnusableEvent
from model_approval.domain.intents import PutBack
from model_approval.domain.notice import Kind, Notice
from model_approval.domain.status import ApprovalStatus
from model_approval.steps.watch_registry import PATIENCE, NotYet
from tests.unit.examples import NAMES, arn, decision, model, package, revocation
from tests.unit.fakes import nothing
from tests.unit.interleaving import dies_after, pause
from tests.unit.steps.notifier import Notifier

PENDING, APPROVE, REJECT = ApprovalStatus.PENDING, ApprovalStatus.APPROVED, ApprovalStatus.REJECTED
BOTH = ["ann@example.com", "ben@example.com"]


def bypassed(status: ApprovalStatus = APPROVE, *, reverts: bool = False) -> Notifier:
    """A version that was asked about, and then changed by somebody."""
    notifier = Notifier(reverts=reverts)
    notifier.event()
    notifier.world.registry.bypass(arn(), status)
    return notifier


def record(notifier: Notifier) -> Bypass:
    (name,) = notifier.bypasses()
    (value,) = notifier.world.store.values[name]
    return decode(Bypass, value)


def test_the_registry_is_read_before_the_records() -> None:
    notifier = Notifier()
    notifier.event()
    assert [call.split()[0] for call in notifier.world.journal.calls[:2]] == ["describe", "read"]


@pytest.mark.parametrize("status", [APPROVE, REJECT])
def test_a_change_past_the_workflow_is_counted_mailed_and_recorded(status: ApprovalStatus) -> None:
    notifier = bypassed(status)
    done = len(notifier.world.journal.writes())
    said = notifier.event()
    assert said == f"bypass: abalone version 2 is {status.value} instead of PendingManualApproval, by somebody"
    name = NAMES.bypass("dev", model().id, notifier.world.clock.now())
    posted = "post bypass dev abalone version 2"
    assert notifier.world.journal.writes()[done:] == ["alarm", posted, f"create {name}"]
    told = record(notifier)
    assert (told.status, told.expected, told.changed_by, told.reverted) == (status, PENDING, "somebody", False)
    assert (told.changed_at, told.environment, told.model) == (notifier.world.clock.now(), "dev", model())
    assert notifier.world.mailbox.posted[-1] == Notice(Kind.BYPASS, told, name)
    notifier.post()
    assert notifier.mails("bypass") == BOTH


def test_a_bypass_is_only_told_if_it_shall_not_be_reverted() -> None:
    notifier = bypassed()
    notifier.event()
    assert notifier.world.intents.sent == []
    assert notifier.world.registry.packages[arn()].status is APPROVE


def test_one_change_is_told_once_and_the_next_one_again() -> None:
    notifier = bypassed()
    notifier.event()
    assert notifier.event() == "nothing: that abalone version 2 is Approved was reported before"
    assert (notifier.alarms.bypasses, len(notifier.bypasses())) == (1, 1)
    notifier.world.registry.bypass(arn(), REJECT)
    notifier.event()
    notifier.event()
    assert (notifier.alarms.bypasses, len(notifier.bypasses())) == (2, 2)
    notifier.post()
    assert notifier.mails("bypass") == sorted(BOTH * 2)


@pytest.mark.parametrize("steps", range(7))
def test_whatever_dies_between_calls_a_bypass_is_put_back_and_one_attempts_mails_are_sent(steps: int) -> None:
    notifier = bypassed(reverts=True)
    notifier.world.journal.before = pause
    dies_after(steps, notifier.event)
    notifier.world.journal.before = nothing
    notifier.event()
    notifier.post()
    assert notifier.alarms.bypasses >= 1
    assert notifier.mails("bypass") == BOTH
    assert set(notifier.world.intents.sent) == {PutBack("dev", model().id, arn())}
    assert len(notifier.bypasses()) == 1


@pytest.mark.parametrize("status", [APPROVE, REJECT])
def test_a_bypass_is_reverted_without_a_loop(status: ApprovalStatus) -> None:
    notifier = bypassed(status, reverts=True)
    notifier.event()
    assert record(notifier).reverted
    assert notifier.world.intents.sent == [PutBack("dev", model().id, arn())]
    notifier.world.finish()
    assert notifier.world.registry.packages[arn()].status is PENDING
    notifier.world.registry.changed.clear()
    done = notifier.world.journal.writes()
    for _ in range(2):  # the bypass's own event, late, and the one about its end
        assert notifier.event() == "nothing: abalone version 2 is PendingManualApproval, as it should be"
    assert notifier.world.journal.writes() == done


def test_a_version_registered_as_approved_is_a_bypass_and_nobody_is_asked_about_it() -> None:
    notifier = Notifier()
    notifier.world.registry.packages[arn()] = package(status=APPROVE)
    assert notifier.event().startswith("bypass: abalone version 2 is Approved instead of PendingManualApproval")
    assert NAMES.request("dev", model().id) not in notifier.world.store.values
    assert notifier.world.approved() is None
    assert record(notifier).changed_by == "pipeline/1"


def test_a_version_registered_as_approved_is_asked_about_once_it_is_put_back() -> None:
    notifier = Notifier(reverts=True)
    notifier.world.registry.packages[arn()] = package(status=APPROVE)
    notifier.event()
    notifier.world.finish()
    assert notifier.event() == "requested abalone version 2 for dev"


@pytest.mark.parametrize("status", [APPROVE, REJECT])
@pytest.mark.parametrize("age", [timedelta(0), PATIENCE])
def test_a_decision_younger_than_fifteen_minutes_is_waited_for(status: ApprovalStatus, age: timedelta) -> None:
    notifier = Notifier()
    notifier.event()
    notifier.world.commit(decision(status=status, decided_at=notifier.world.clock.now()))
    notifier.world.clock.forward(age)
    done = notifier.world.journal.writes()
    with pytest.raises(NotYet, match=f"still PendingManualApproval in the registry, and will be {status.value}"):
        notifier.event()
    assert notifier.world.journal.writes() == done
    notifier.world.carry_out(notifier.world.decisions()[2])
    assert notifier.event() == f"nothing: abalone version 2 is {status.value}, as it should be"


def test_a_registry_that_lags_longer_than_fifteen_minutes_is_a_bypass() -> None:
    notifier = Notifier()
    notifier.event()
    notifier.world.commit(decision(decided_at=notifier.world.clock.now()))
    notifier.world.clock.forward(PATIENCE + timedelta(seconds=1))
    assert notifier.event().startswith("bypass: abalone version 2 is PendingManualApproval instead of Approved")


def test_the_fifteen_minutes_are_the_same_in_every_time_zone() -> None:
    notifier = Notifier()
    notifier.event()
    notifier.world.commit(decision(decided_at="2026-02-24T13:00:00+01:00"))
    with pytest.raises(NotYet):
        notifier.event()


@pytest.mark.parametrize("shown", [APPROVE, PENDING])
def test_a_revocation_younger_than_fifteen_minutes_is_waited_for_whatever_the_registry_lags_behind(
    shown: ApprovalStatus,
) -> None:
    """It may even be that the registry has not heard of the approval yet."""
    notifier = Notifier()
    notifier.event()
    at = notifier.world.clock.now()
    notifier.world.commit(decision(decided_at=at))
    notifier.world.withdraw(revocation(revoked_at=at))
    if shown is APPROVE:
        notifier.world.registry.bypass(arn(), APPROVE)
    with pytest.raises(NotYet):
        notifier.event()
    notifier.world.clock.forward(PATIENCE + timedelta(seconds=1))
    assert notifier.event().startswith(f"bypass: abalone version 2 is {shown.value} instead of Rejected")


@pytest.mark.parametrize(("decided", "shown"), [(APPROVE, REJECT), (REJECT, APPROVE)])
def test_the_opposite_of_a_young_decision_is_a_bypass_at_once(decided: ApprovalStatus, shown: ApprovalStatus) -> None:
    notifier = Notifier()
    notifier.event()
    notifier.world.commit(decision(status=decided, decided_at=notifier.world.clock.now()))
    notifier.world.registry.bypass(arn(), shown)
    assert notifier.event().startswith(f"bypass: abalone version 2 is {shown.value} instead of {decided.value}")


def test_own_changes_are_no_bypass() -> None:
    notifier = Notifier(reverts=True)
    for act in (notifier.event, notifier.world.answer, notifier.world.take_back):
        act()
        assert notifier.event().startswith("nothing: ")
    assert (notifier.alarms.bypasses, notifier.bypasses()) == (0, [])


def test_what_other_environments_decide_is_no_bypass() -> None:
    notifier = Notifier()
    notifier.event()
    notifier.world.answer()
    for status, environment in ((REJECT, "prod"), (APPROVE, "test")):
        notifier.world.answer(status=status, environment=environment)
        assert notifier.event() == "nothing: abalone version 2 is Approved, as it should be"


def test_a_deleted_version_is_unusable() -> None:
    notifier = bypassed()
    notifier.world.registry.packages.clear()
    with pytest.raises(UnusableEvent, match="abalone version 2 is not in the model registry"):
        notifier.event()
    assert notifier.alarms.bypasses == 0
