"""A decision by HTTP: recorded once, shown to whoever comes later, and never in doubt."""

from dataclasses import replace

import pytest

from model_approval.domain.intents import CarryThrough
from model_approval.domain.model_version import Container
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import ANN, BEN, model, request
from tests.unit.handlers.answers import decides, hidden, typed
from tests.unit.handlers.stack import URL, Stack, choice
from tests.unit.handlers.test_reading import check_headers


def test_an_approval_is_recorded_and_the_browser_goes_back_to_the_page(stack: Stack, session: str) -> None:
    answer = stack.post(choice(stack, session, comment="good\r\nreally\u202e"), session)
    assert (answer.status, answer.headers["Location"]) == (303, URL)
    check_headers(answer.headers)
    made = stack.world.decisions()[2]
    assert (made.status, made.decided_by, made.comment) == (ApprovalStatus.APPROVED, ANN, "good\nreally")
    assert stack.world.approved() is not None
    shown = stack.get(URL, session)
    assert "Approved for dev by ann@example.com" in shown.said
    assert decides(shown) == []


def test_a_rejection_is_recorded_and_published_nowhere(stack: Stack, session: str) -> None:
    assert stack.post(choice(stack, session, decision="Rejected"), session).status == 303
    assert stack.world.decisions()[2].status is ApprovalStatus.REJECTED
    assert stack.world.approved() is None


def test_the_next_environments_approver_decides_in_this_stack(stack: Stack) -> None:
    stack.ask(request("test"))
    path, session = "/requests/test/abalone/2", stack.session(BEN, ["test-approvers"])
    answer = stack.post(choice(stack, session, path), session, path=path)
    assert (answer.status, answer.headers["Location"]) == (303, path)
    assert stack.world.decisions("test")[2].decided_by == BEN


def test_a_comment_of_five_hundred_characters_is_taken(stack: Stack, session: str) -> None:
    assert stack.post(choice(stack, session, comment="💥" * 500), session).status == 303
    assert stack.world.decisions()[2].comment == "💥" * 500


def test_a_comment_that_makes_the_record_too_long_is_given_back(stack: Stack, session: str) -> None:
    containers = tuple(Container("image", None, "s3://bucket/" + "k" * 1000) for _ in range(2))
    stack.ask(request(model=replace(model(), containers=containers)))
    answer = stack.post(choice(stack, session, comment="💥" * 500), session)
    assert (answer.status, "Please shorten the comment" in answer.body) == (400, True)
    assert typed(answer) == "💥" * 500
    assert stack.world.journal.writes() == []


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_request_that_changed_meanwhile_is_shown_before_anything_is_decided(
    stack: Stack, session: str, confirmed: bool
) -> None:
    fields = choice(stack, session)
    if not confirmed:
        del fields["confirmed"]
    stack.ask(request(metrics={"auc": 0.11}))
    answer = stack.post(fields, session)
    assert (answer.status, "What you were shown has changed" in answer.said) == (409, True)
    assert "0.11" in answer.said
    assert (typed(answer), decides(answer)) == ("good", ["Approved", "Rejected"])
    assert stack.world.journal.writes() == []
    assert stack.post(choice(stack, session), session).status == 303


def test_a_version_that_would_replace_another_one_than_was_shown_is_shown_again(stack: Stack, session: str) -> None:
    fields = choice(stack, session, comment="better than none")
    stack.world.answer(version=1, person=BEN)
    before = len(stack.world.journal.writes())
    answer = stack.post(fields, session)
    assert answer.status == 409
    assert "What you were shown has changed: version 1 is approved for dev now. Nothing was decided" in answer.said
    assert typed(answer) == "better than none"
    assert len(stack.world.journal.writes()) == before
    assert stack.post(hidden(answer) | {"decision": "Approved", "confirmed": "dev"}, session).status == 303
    assert stack.world.decisions()[2].supersedes == 1


def test_a_version_that_would_replace_nothing_any_more_is_shown_again(stack: Stack, session: str) -> None:
    stack.world.answer(version=1, person=BEN)
    fields = choice(stack, session)
    stack.world.take_back(version=1)
    answer = stack.post(fields, session)
    assert (answer.status, "no version is approved for dev now" in answer.said) == (409, True)
    assert 2 not in stack.world.decisions()


def test_what_was_decided_before_stays(stack: Stack, session: str) -> None:
    fields = choice(stack, session)
    stack.world.answer(person=BEN)
    before = len(stack.world.journal.writes())
    answer = stack.post(fields | {"decision": "Rejected"}, session)
    assert (answer.status, "This was decided before." in answer.body) == (409, True)
    assert "Approved for dev by ben@example.com" in answer.said
    assert len(stack.world.journal.writes()) == before


def test_a_button_that_was_pressed_twice_leads_to_the_page(stack: Stack, session: str) -> None:
    fields = choice(stack, session)
    assert [stack.post(fields, session).status for _ in range(2)] == [303, 303]
    assert stack.post(fields | {"comment": "bad"}, session).status == 409
    assert stack.post(fields | {"decision": "Rejected"}, session).status == 409
    assert stack.post(fields, stack.session(BEN)).status == 409
    assert stack.world.decisions()[2].comment == "good"


def test_a_button_that_was_pressed_twice_at_once_leads_to_the_page(stack: Stack, session: str) -> None:
    fields = choice(stack, session)
    stack.world.journal.meanwhile("create", lambda: stack.world.answer(person=ANN, comment="good"))
    answer = stack.post(fields, session)
    assert (answer.status, answer.headers["Location"]) == (303, URL)


def test_the_loser_of_a_race_is_shown_who_won(stack: Stack, session: str) -> None:
    fields = choice(stack, session, decision="Rejected")

    def ben_is_faster(call: str) -> None:
        if call.startswith("create") and not stack.world.decisions():
            stack.world.journal.before = lambda _call: None
            stack.world.answer(person=BEN)

    stack.world.journal.before = ben_is_faster
    answer = stack.post(fields, session)
    assert (answer.status, "your decision was not recorded" in answer.body) == (409, True)
    assert "Approved for dev by ben@example.com" in answer.said
    assert decides(answer) == []
    assert stack.world.decisions()[2].decided_by == BEN


def test_a_decision_that_cannot_be_published_yet_is_recorded_and_says_so(stack: Stack, session: str) -> None:
    fields = choice(stack, session)
    stack.world.journal.fail_at("update", ConnectionError("secret"))
    answer = stack.post(fields, session)
    assert answer.status == 202
    assert "Your decision is recorded. Publishing it did not end yet and continues by itself." in answer.said
    assert "secret" not in answer.body
    assert decides(answer) == []
    assert list(stack.world.decisions()) == [2]
    made = stack.world.decisions()[2]
    assert stack.world.intents.sent == [CarryThrough("dev", model().id, made.attempt)]


def test_a_failure_before_the_record_is_no_decision(stack: Stack, session: str) -> None:
    fields = choice(stack, session)
    stack.world.journal.fail_at("send", ConnectionError())
    assert stack.post(fields, session).status == 502
    assert stack.world.decisions() == {}
