"""Gates at the page: what blocks an approval, who may approve all the same, and that nothing else does."""

import logging
from dataclasses import replace

import pytest

from model_approval.auth.identity import Identity
from model_approval.auth.session import Session
from model_approval.domain.duties import Duties
from model_approval.domain.encoding import encode
from model_approval.domain.gates import Gates
from model_approval.domain.intents import CarryThrough
from model_approval.domain.review import Review
from model_approval.domain.standing import Standing
from model_approval.handlers.visit import Visit
from tests.unit.examples import ANN, BEN, CAM, NAMES, NOON, approved, decision, model, request, vote
from tests.unit.handlers.answers import buttons, hidden, typed
from tests.unit.handlers.stack import BREAK_GLASS, Stack, choice
from tests.unit.handlers.test_reading import check_headers
from tests.unit.handlers.test_visit import LATE, panel

RULE, KEPT = "auc >= 0.99", "auc >= 0.5"
BLOCKS = Gates.parse([RULE, KEPT], "block", BREAK_GLASS)
NOBODY = Gates.parse([RULE], "block", None)
WARNS = Gates.parse([RULE], "warn", BREAK_GLASS)
BOTH = ("dev-approvers", BREAK_GLASS)
REFUSED = "The gate 'auc >= 0.99' fails. Only approvers who are in the group 'release-managers' as well may approve it"


def _approved(auc: float) -> str:
    return encode(replace(approved("dev", 1), metrics={"auc": auc}))


@pytest.fixture
def blocked(stack: Stack) -> Stack:
    stack.ask()
    stack.world.gates = BLOCKS
    return stack


@pytest.fixture
def manager(blocked: Stack) -> str:
    """The session of an approver who may override."""
    return blocked.session(CAM, BOTH)


@pytest.mark.parametrize("confirmed", [True, False])
@pytest.mark.parametrize("groups", [("dev-approvers",), ("dev-approvers", "RELEASE-MANAGERS"), ("dev-approvers", "")])
def test_an_approver_who_may_not_override_is_refused_with_who_may_and_it_is_logged(
    blocked: Stack, groups: tuple[str, ...], confirmed: bool, caplog: pytest.LogCaptureFixture
) -> None:
    session = blocked.session(ANN, groups)
    fields = choice(blocked, session, comment="it is urgent")
    if not confirmed:
        del fields["confirmed"]
    answer = blocked.post(fields, session)
    assert answer.status == 403
    check_headers(answer.headers)
    assert f"{REFUSED} all the same. Nothing was decided. You may still reject it." in answer.said
    assert typed(answer) == "it is urgent"
    assert blocked.world.journal.writes() == []
    [record] = [record for record in caplog.records if record.message == "refused"]
    assert REFUSED in vars(record)["reason"]


def test_who_may_override_but_is_no_approver_decides_nothing(blocked: Stack, manager: str) -> None:
    outsider = blocked.session(ANN, [BREAK_GLASS])
    answer = blocked.post(choice(blocked, manager), outsider)
    assert (answer.status, "only members of the group" in answer.said) == (403, True)
    assert blocked.world.journal.writes() == []


def test_without_such_a_group_nobody_approves(blocked: Stack, manager: str) -> None:
    blocked.world.gates = NOBODY
    answer = blocked.post(choice(blocked, manager, comment="it is urgent"), manager)
    assert answer.status == 403
    assert "The gate 'auc >= 0.99' fails. Nobody can approve it as long as that is so" in answer.said
    assert blocked.world.journal.writes() == []


@pytest.mark.parametrize("gates", [BLOCKS, NOBODY, WARNS])
def test_every_approver_may_reject_what_is_blocked(
    blocked: Stack, gates: Gates, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    blocked.world.gates = gates
    session = blocked.session(ANN, ["dev-approvers"])
    assert blocked.post(choice(blocked, session, decision="Rejected", comment=""), session).status == 303
    made = blocked.world.decisions()[2]
    assert (made.status.value, made.overridden) == ("Rejected", ())
    assert not [record for record in caplog.records if record.message == "gates overridden"]


@pytest.mark.parametrize("confirmed", [True, False])
@pytest.mark.parametrize("comment", ["", "   ", "\r\n\t", "\u200b\u2060", "\u00a0\u3000", "\u202e.", "…!?"])
def test_overriding_takes_a_reason(blocked: Stack, manager: str, comment: str, confirmed: bool) -> None:
    fields = choice(blocked, manager, comment=comment)
    if not confirmed:
        del fields["confirmed"]
    answer = blocked.post(fields, manager)
    assert (answer.status, "Say why, in the comment" in answer.said) == (400, True)
    assert blocked.world.journal.writes() == []


def test_whoever_may_overrides_with_a_reason_and_a_second_press_and_the_record_says_so(
    blocked: Stack, manager: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    fields = blocked.form(manager) | {"decision": "Approved", "comment": "the old model is worse"}
    asked = blocked.post(fields, manager)
    assert (asked.status, buttons(asked, "confirmed")) == (200, ["dev"])
    assert blocked.world.journal.writes() == []
    assert blocked.post(hidden(asked) | {"confirmed": "dev"}, manager).status == 303
    made = blocked.world.decisions()[2]
    assert (made.decided_by, made.comment, made.overridden) == (CAM, "the old model is worse", (RULE,))
    [record] = [record for record in caplog.records if record.message == "gates overridden"]
    logged = vars(record)
    assert (logged["subject"], logged["environment"], logged["rules"]) == (CAM.subject, "dev", (RULE,))


def test_an_override_is_counted_once_however_often_its_intent_is_delivered_before_it_ends(
    blocked: Stack, manager: str
) -> None:
    assert blocked.post(choice(blocked, manager, comment="why"), manager).status == 303
    assert blocked.world.alarms.overrides == 0  # the queue does that, which survives whatever dies here
    made = blocked.world.decisions()[2]
    blocked.world.carry_on(CarryThrough("dev", model().id, "another"))
    assert blocked.world.alarms.overrides == 0
    blocked.world.carry_on(CarryThrough("dev", model().id, made.attempt))
    assert blocked.world.alarms.overrides == 1


def test_what_no_gate_blocks_is_approved_as_ever_and_counts_nothing(
    blocked: Stack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    session = blocked.session(ANN, ["dev-approvers"])
    for version, gates in ((2, WARNS), (3, Gates.parse([KEPT], "block", None)), (4, Gates())):
        blocked.world.gates = gates
        blocked.ask(request(version=version))
        path = f"/requests/dev/abalone/{version}"
        assert blocked.post(choice(blocked, session, path, comment=""), session, path=path).status == 303
        assert blocked.world.decisions()[version].overridden == ()
    blocked.world.finish()
    assert blocked.world.alarms.overrides == 0
    assert not [record for record in caplog.records if record.message == "gates overridden"]


def test_separation_of_duties_holds_for_who_may_override(blocked: Stack, manager: str) -> None:
    blocked.duties = Duties(prevent_self_approval=True)
    blocked.ask(request(author=CAM.name))
    answer = blocked.post(choice(blocked, manager, comment="mine"), manager)
    assert (answer.status, "somebody else has to approve it" in answer.said) == (403, True)
    assert blocked.world.journal.writes() == []


def test_a_form_for_what_was_not_blocked_approves_nothing_once_it_is(stack: Stack, session: str) -> None:
    fields = choice(stack, session)
    stack.world.gates = BLOCKS
    answer = stack.post(fields, session)
    assert answer.status == 409
    assert "no version is approved for dev now, and 1 of 2 gates fail. Nothing was decided" in answer.said
    assert stack.world.journal.writes() == []
    forged = stack.form(session) | {"decision": "Approved", "comment": "good", "confirmed": "dev"}
    assert stack.post(forged, session).status == 403
    assert stack.world.journal.writes() == []


@pytest.mark.parametrize("press", ["first", "second"])
def test_a_gate_that_came_out_otherwise_meanwhile_is_shown_before_anything_is_decided(
    blocked: Stack, manager: str, press: str
) -> None:
    blocked.world.gates = Gates.parse(["auc >= approved"], "block", BREAK_GLASS)
    name = NAMES.approved("dev", "abalone")
    blocked.world.store.values[name] = [_approved(0.9)]
    fields = choice(blocked, manager)
    if press == "second":
        del fields["confirmed"]
        fields = hidden(blocked.post(fields, manager)) | {"confirmed": "dev"}
    blocked.world.store.values[name] = [_approved(0.99)]  # the same version, so that the gate is all that differs
    answer = blocked.post(fields, manager)
    assert (answer.status, "1 of 1 gates fail. Nothing was decided" in answer.said) == (409, True)
    assert blocked.world.journal.writes() == []


def test_every_approval_of_a_quorum_takes_somebody_who_may(quorum: Stack) -> None:
    quorum.world.gates = BLOCKS
    ann, cam, ben = quorum.session(ANN, BOTH), quorum.session(CAM, ["dev-approvers"]), quorum.session(BEN, BOTH)
    assert quorum.post(choice(quorum, ann, comment="why"), ann).status == 303
    assert quorum.world.votes() == [vote(ANN, comment="why", overridden=(RULE,))]
    assert quorum.post(choice(quorum, cam, comment="why"), cam).status == 403
    assert quorum.post(choice(quorum, ben, comment=" "), ben).status == 400
    assert quorum.world.decisions() == {}
    assert quorum.post(choice(quorum, ben, comment="why not"), ben).status == 303
    assert quorum.world.decisions()[2].overridden == (RULE,)
    quorum.world.finish()
    assert quorum.world.alarms.overrides == 1


def test_the_page_knows_what_is_blocked_and_whether_this_person_may_override(stack: Stack) -> None:
    stack.world.gates = BLOCKS
    stack.ask()
    review = stack.world.read_review("dev", model().id, ANN)
    assert review is not None
    may = panel(review, *BOTH)
    assert (may.blocked, may.may_override, may.override_group) == ((RULE,), True, BREAK_GLASS)
    for groups in (("dev-approvers",), (BREAK_GLASS,), ()):
        told = panel(review, *groups)
        assert (told.blocked, told.may_override, told.override_group) == ((RULE,), False, BREAK_GLASS)
    outsider = Visit(review, Session(Identity(ANN, frozenset([BREAK_GLASS])), b"secret"), NOON)
    assert not outsider.may_override
    stack.duties = Duties(prevent_self_approval=True)
    assert not panel(review, *BOTH).may_override  # nobody is named as who requested it
    stack.duties = Duties()
    late = panel(review, *BOTH, now=LATE)
    assert (late.blocked, late.may_override) == ((), False)
    decided = Review(request(), Standing(decision()), approved(), verdicts=review.verdicts)
    assert panel(decided, *BOTH, now=NOON).blocked == ()
