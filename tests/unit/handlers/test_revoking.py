"""A revocation by HTTP: recorded once with its reason, and whoever looks is told what runs now."""

from dataclasses import replace

import pytest

from model_approval.domain.intents import CarryThrough
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import ANN, BEN, CAM, NAMES, model, request
from tests.unit.handlers.answers import Answer, buttons, hidden, typed
from tests.unit.handlers.stack import REVOCATION, URL, Stack, choice, reason
from tests.unit.handlers.test_reading import check_headers


def test_a_revocation_is_recorded_and_the_page_says_who_when_why_and_what_runs_now(stack: Stack, approver: str) -> None:
    answer = stack.post(reason(stack, approver, reason=" it drifts\r\nbadly\u202e "), approver, path=REVOCATION)
    assert (answer.status, answer.headers["Location"]) == (303, URL)
    check_headers(answer.headers)
    made = stack.world.standing().revocation
    assert made is not None
    assert (made.revoked_by, made.reason) == (BEN, "it drifts\nbadly")
    shown = stack.get(URL, approver)
    sentence = "Revoked for dev by ben@example.com, 2026-02-24 12:00 UTC. Inference pipelines of dev run version 1 now."
    assert sentence in shown.said
    assert "it drifts badly" in shown.said
    assert "Approved for dev by ann@example.com" in shown.said
    assert (links(shown), shown.page.all("textarea")) == ([], [])


def links(answer: Answer) -> list[str]:
    """Those to the page that revokes."""
    return [a["href"] for a in answer.page.all("a") if a["href"].endswith("/revocation")]


def test_the_page_of_an_approved_version_leads_to_the_one_that_revokes_for_the_group_only(
    stack: Stack, session: str
) -> None:
    assert links(stack.get(URL, session)) == []
    stack.world.answer()
    assert links(stack.get(URL, session)) == [REVOCATION]
    assert links(stack.get(URL, stack.session(BEN, ["test-approvers"]))) == []


def test_the_preview_says_what_runs_then_and_its_button_names_the_environment(stack: Stack, approver: str) -> None:
    page = stack.get(REVOCATION, approver)
    assert page.status == 200
    check_headers(page.headers)
    assert "NowVersion 2" in page.said
    assert "After you revoke it Version 1" in page.said
    assert (buttons(page, "confirmed"), typed(page)) == (["dev"], "")
    assert stack.world.journal.writes() == []
    form = hidden(page) | {"reason": "drifts", "confirmed": "dev"}
    assert stack.post(form, approver, path=REVOCATION).status == 303
    runs = stack.world.approved()
    assert runs is not None
    assert runs.id.version == 1


def test_the_preview_costs_no_more_than_it_must(stack: Stack, approver: str) -> None:
    stack.get(REVOCATION, approver)
    assert [call.split()[0] for call in stack.world.journal.calls] == ["read", "enter", "read", "read"]


def test_an_outsider_may_look_at_the_preview_but_has_no_form(stack: Stack, approver: str) -> None:
    page = stack.get(REVOCATION, stack.session(BEN, ["test-approvers"]))
    assert (page.status, page.page.all("textarea"), buttons(page, "confirmed")) == (200, [], [])
    assert "only members of the group 'dev-approvers' decide here" in page.said


def test_a_stranger_is_sent_to_sign_in_and_comes_back_to_the_preview(stack: Stack, approver: str) -> None:
    answer = stack.get(REVOCATION)
    assert (answer.status, answer.body) == (303, "")
    assert answer.headers["Location"].startswith("https://id.example.com/authorize?")
    assert stack.world.journal.calls == []


@pytest.mark.parametrize("status", [None, ApprovalStatus.REJECTED])
def test_the_preview_of_what_is_not_approved_says_that_there_is_nothing_to_revoke(
    stack: Stack, session: str, status: ApprovalStatus | None
) -> None:
    if status:
        stack.world.answer(status=status)
    page = stack.get(REVOCATION, session)
    assert page.status == 200
    assert "There is nothing to revoke: abalone version 2 is not approved for dev." in page.said
    assert buttons(page, "confirmed") == []


def test_the_preview_of_what_was_revoked_says_so(stack: Stack, approver: str) -> None:
    stack.world.take_back()
    page = stack.get(REVOCATION, approver)
    assert (page.status, "This was revoked before." in page.said) == (200, True)
    assert buttons(page, "confirmed") == []


def test_the_model_registry_is_not_needed_to_revoke(stack: Stack, approver: str) -> None:
    stack.world.journal.fail_at("describe", ConnectionError())
    assert stack.get(REVOCATION, approver).status == 200
    assert stack.post(reason(stack, approver), approver, path=REVOCATION).status == 202


def test_a_rejected_version_has_no_form(stack: Stack, session: str) -> None:
    assert stack.post(choice(stack, session, decision="Rejected"), session).status == 303
    assert stack.get(URL, session).page.all("textarea") == []


def test_without_a_version_to_fall_back_to_the_page_says_that_none_is_approved(stack: Stack, session: str) -> None:
    stack.world.answer()
    assert stack.post(reason(stack, session), session, path=REVOCATION).status == 303
    assert stack.world.approved() is None
    said = stack.get(URL, session).said
    assert "No version is approved for dev now: its inference pipelines find none." in said


def test_revoking_an_older_version_changes_nothing_for_inference_pipelines(stack: Stack, approver: str) -> None:
    stack.world.answer(version=3)
    page = stack.get(REVOCATION, approver)
    assert "Nothing changes: they run version 3, and that stays so." in page.said
    assert stack.post(reason(stack, approver), approver, path=REVOCATION).status == 303
    assert "Inference pipelines of dev run version 3 now." in stack.get(URL, approver).said


def test_the_next_environments_approver_revokes_in_this_stack(stack: Stack) -> None:
    stack.ask(request("test"))
    stack.world.answer(environment="test")
    path, session = "/requests/test/abalone/2", stack.session(CAM, ["test-approvers"])
    answer = stack.post(reason(stack, session, f"{path}/revocation"), session, path=f"{path}/revocation")
    assert (answer.status, answer.headers["Location"]) == (303, path)
    made = stack.world.standing(environment="test").revocation
    assert made is not None
    assert (made.environment, made.revoked_by) == ("test", CAM)
    assert stack.world.standing().revocation is None


def test_a_reason_of_five_hundred_characters_is_taken(stack: Stack, approver: str) -> None:
    assert stack.post(reason(stack, approver, reason="💥" * 500), approver, path=REVOCATION).status == 303
    made = stack.world.standing().revocation
    assert made is not None
    assert made.reason == "💥" * 500


def test_a_reason_that_makes_the_record_too_long_is_given_back(stack: Stack, approver: str) -> None:
    session = stack.session(replace(BEN, subject="s" * 2100))
    answer = stack.post(reason(stack, session, reason="💥" * 500), session, path=REVOCATION)
    assert (answer.status, "Please shorten the reason" in answer.body) == (400, True)
    assert answer.page.text("textarea").strip() == "💥" * 500
    assert stack.world.journal.writes() == []


def test_who_revokes_a_second_time_is_shown_who_did_it_first(stack: Stack, approver: str) -> None:
    fields = reason(stack, approver, reason="me too")
    stack.world.take_back(person=CAM)
    before = len(stack.world.journal.writes())
    answer = stack.post(fields, approver, path=REVOCATION)
    assert (answer.status, "This was revoked before." in answer.said) == (409, True)
    assert "Revoked for dev by cam@example.com, 2026-02-24 12:00 UTC." in answer.said
    assert "drifts" in answer.said
    assert len(stack.world.journal.writes()) == before


def test_the_loser_of_a_race_is_shown_who_revoked_and_why(stack: Stack, approver: str) -> None:
    fields = reason(stack, approver, reason="me too")

    def cam_is_faster(call: str) -> None:
        if call.startswith("create") and stack.world.standing().revocation is None:
            stack.world.journal.before = lambda _call: None
            stack.world.take_back(person=CAM)

    stack.world.journal.before = cam_is_faster
    answer = stack.post(fields, approver, path=REVOCATION)
    assert (answer.status, "your reason was not recorded" in answer.said) == (409, True)
    assert "Revoked for dev by cam@example.com" in answer.said
    assert "drifts" in answer.said
    assert "me too" not in answer.said


def test_a_revocation_that_cannot_be_published_yet_is_recorded_and_says_so(stack: Stack, approver: str) -> None:
    fields = reason(stack, approver)
    stack.world.intents.sent.clear()
    stack.world.journal.fail_at("update", ConnectionError("secret"))
    answer = stack.post(fields, approver, path=REVOCATION)
    assert answer.status == 202
    check_headers(answer.headers)
    assert "The revocation is recorded. Publishing it did not end yet and continues by itself." in answer.said
    assert "The revocation is recorded; publishing it continues by itself." in answer.said
    assert "secret" not in answer.body
    assert NAMES.revocation("dev", model().id) in stack.world.store.values
    made = stack.world.standing().revocation
    assert made is not None
    assert stack.world.intents.sent == [CarryThrough("dev", model().id, made.attempt)]


def test_a_revocation_is_recorded_although_the_version_before_has_changed_and_says_what(
    stack: Stack, approver: str
) -> None:
    fields = reason(stack, approver)
    stack.world.accounts.pins.look = lambda container: replace(container, image_digest="sha256:other")
    answer = stack.post(fields, approver, path=REVOCATION)
    assert answer.status == 202
    assert "The revocation is recorded. What inference pipelines would get now has changed" in answer.said
    assert "sha256:other instead of" in answer.said
    assert stack.world.approved() is None


def test_a_failure_before_the_record_revokes_nothing(stack: Stack, approver: str) -> None:
    fields = reason(stack, approver)
    stack.world.journal.fail_at("send", ConnectionError())
    assert stack.post(fields, approver, path=REVOCATION).status == 502
    assert stack.world.standing().revocation is None


def test_a_revocation_while_the_approval_is_not_published_yet_is_possible(stack: Stack, session: str) -> None:
    stack.world.journal.fail_at("update", ConnectionError())
    assert stack.world.answer(person=ANN).failure
    stack.world.journal.before = lambda _call: None
    assert stack.post(reason(stack, session), session, path=REVOCATION).status == 303
    stack.world.finish()
    assert stack.world.approved() is None
