"""Votes by HTTP, where two approvals are needed: each counts once, is shown, and the last one decides."""

from datetime import timedelta

import pytest

from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import ANN, BEN, CAM
from tests.unit.handlers.answers import decides
from tests.unit.handlers.stack import URL, Stack, choice


def test_the_first_approval_is_counted_and_decides_nothing(quorum: Stack) -> None:
    ann = quorum.session(ANN)
    answer = quorum.post(choice(quorum, ann), ann)
    assert (answer.status, answer.headers["Location"]) == (303, URL)
    assert quorum.world.decisions() == {}
    shown = quorum.get(URL, ann)
    assert "1 of 2 approvals; waiting for one more of dev-approvers." in shown.said
    assert "You voted to approve, 2026-02-24 12:00 UTC. That vote stays." in shown.said
    assert "Vote to approve by ann@example.com2026-02-24 12:00 UTC good" in shown.said
    assert (decides(shown), shown.page.all("textarea")) == ([], [])


def test_the_others_see_how_far_it_is_and_may_still_vote(quorum: Stack) -> None:
    assert "0 of 2 approvals; waiting for 2 more of dev-approvers." in quorum.get(URL, quorum.session(ANN)).said
    quorum.world.answer(person=ANN)
    shown = quorum.get(URL, quorum.session(BEN))
    assert "1 of 2 approvals; waiting for one more of dev-approvers." in shown.said
    assert "You voted" not in shown.said
    assert decides(shown) == ["Approved", "Rejected"]


def test_who_has_voted_is_known_by_the_identity_and_not_by_the_name(quorum: Stack) -> None:
    quorum.world.answer(person=ANN)
    renamed = quorum.session_of({"sub": ANN.subject, "iss": ANN.issuer, "email": "a@b.c", "groups": ["dev-approvers"]})
    namesake = quorum.session_of({"sub": "other", "iss": ANN.issuer, "email": ANN.name, "groups": ["dev-approvers"]})
    assert decides(quorum.get(URL, renamed)) == []
    assert decides(quorum.get(URL, namesake)) == ["Approved", "Rejected"]


def test_the_approval_that_is_enough_decides_and_the_page_shows_all_votes(quorum: Stack) -> None:
    quorum.world.answer(person=ANN)
    ben = quorum.session(BEN)
    answer = quorum.post(choice(quorum, ben, comment="fine"), ben)
    assert (answer.status, answer.headers["Location"]) == (303, URL)
    assert [ballot.voted_by for ballot in quorum.world.decisions()[2].votes] == [ANN.name, BEN.name]
    shown = quorum.get(URL, ben)
    assert "Approved for dev by ben@example.com" in shown.said
    assert "Vote to approve by ann@example.com2026-02-24 12:00 UTC good" in shown.said
    assert "Vote to approve by ben@example.com2026-02-24 12:00 UTC fine" in shown.said
    assert "waiting for" not in shown.said


def test_one_rejection_rejects(quorum: Stack) -> None:
    quorum.world.answer(person=ANN)
    ben = quorum.session(BEN)
    assert quorum.post(choice(quorum, ben, decision="Rejected"), ben).status == 303
    assert "Rejected for dev by ben@example.com" in quorum.get(URL, ben).said


def test_who_sends_the_same_vote_again_is_led_to_the_page(quorum: Stack) -> None:
    ann = quorum.session(ANN)
    fields = choice(quorum, ann)
    assert [quorum.post(fields, ann).status for _ in range(2)] == [303, 303]
    assert "1 of 2 approvals" in quorum.get(URL, ann).said


@pytest.mark.parametrize("at_once", [False, True])
def test_who_changes_their_mind_is_told_that_the_vote_stays(quorum: Stack, at_once: bool) -> None:
    ann = quorum.session(ANN)
    fields = choice(quorum, ann, decision="Rejected")

    def vote_before(call: str) -> None:
        if call.startswith("create"):
            quorum.world.journal.before = lambda _call: None
            quorum.world.answer(person=ANN)

    if at_once:
        quorum.world.journal.before = vote_before
    else:
        quorum.world.answer(person=ANN)
    answer = quorum.post(fields, ann)
    assert answer.status == 409
    assert "You voted before, and that vote stays. What you sent now was not recorded." in answer.said
    assert "You voted to approve, 2026-02-24 12:00 UTC." in answer.said
    assert decides(answer) == []
    assert quorum.world.decisions() == {}


def test_a_vote_that_comes_too_late_is_told_who_decided(quorum: Stack) -> None:
    cam = quorum.session(CAM)
    fields = choice(quorum, cam, decision="Rejected")

    def others_are_faster(call: str) -> None:
        if call.startswith("create") and "decision" in call:
            quorum.world.journal.before = lambda _call: None
            quorum.world.commit(early)

    quorum.world.answer(person=ANN)
    quorum.world.answer(person=BEN)
    early = quorum.world.decisions()[2]
    for name in [name for name in quorum.world.store.values if name.endswith(("decision", "approved"))]:
        del quorum.world.store.values[name]
    quorum.world.clock.forward(timedelta(minutes=1))
    quorum.world.journal.before = others_are_faster
    answer = quorum.post(fields, cam)
    assert answer.status == 409
    assert "Somebody else decided while you looked at it; your decision came too late to count." in answer.said
    assert "Approved for dev by ben@example.com" in answer.said
    assert "Vote to reject, too late to count by cam@example.com2026-02-24 12:01 UTC" in answer.said
    assert quorum.world.decisions()[2].status is ApprovalStatus.APPROVED


def test_a_vote_that_decides_and_cannot_be_published_yet_says_so(quorum: Stack) -> None:
    quorum.world.answer(person=ANN)
    ben = quorum.session(BEN)
    fields = choice(quorum, ben)
    quorum.world.journal.fail_at("update", ConnectionError("secret"))
    answer = quorum.post(fields, ben)
    assert (answer.status, "continues by itself" in answer.body) == (202, True)
    assert list(quorum.world.decisions()) == [2]
