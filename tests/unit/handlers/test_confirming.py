"""Nothing is decided by one press of a button: the second one names the environment, and there is a way back."""

import pytest

from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import NAMES, model, request
from tests.unit.handlers.answers import Answer, buttons, decides, hidden, typed
from tests.unit.handlers.stack import URL, Stack
from tests.unit.handlers.test_reading import check_headers

TEST_URL = "/requests/test/abalone/2"


def choose(stack: Stack, session: str, path: str = URL, **fields: str) -> Answer:
    """The first press, on the request's page."""
    chosen = stack.form(session, path) | {"decision": "Approved", "comment": "good\n\n<b>really</b>"} | fields
    return stack.post(chosen, session, path=path)


@pytest.mark.parametrize("environment", ["dev", "test"])
@pytest.mark.parametrize("decision", ["Approved", "Rejected"])
def test_the_first_press_decides_nothing_and_the_second_one_names_the_environment(
    stack: Stack, environment: str, decision: str
) -> None:
    stack.ask(request(environment))
    session, path = stack.session(), f"/requests/{environment}/abalone/2"
    asked = choose(stack, session, path, decision=decision)
    assert asked.status == 200
    check_headers(asked.headers)
    assert stack.world.journal.writes() == []
    assert buttons(asked, "confirmed") == [environment]
    assert path in [form["action"] for form in asked.page.all("form")]
    verb = {"Approved": "Approve", "Rejected": "Reject"}[decision]
    assert f"{verb} for {environment}" in asked.said
    answer = stack.post(hidden(asked) | {"confirmed": environment}, session, path=path)
    assert (answer.status, answer.headers["Location"]) == (303, path)
    made = stack.world.decisions(environment)[2]
    assert (made.status.value, made.comment) == (decision, "good\n\n<b>really</b>")


def test_it_says_what_would_be_replaced(stack: Stack, session: str) -> None:
    stack.world.answer(version=1)
    said = choose(stack, session).said
    assert "dev's inference pipelines will run version 2 instead of version 1." in said


def test_the_way_back_keeps_the_comment_and_decides_nothing(stack: Stack, session: str) -> None:
    asked = choose(stack, session)
    assert buttons(asked, "back") == ["1"]
    answer = stack.post(hidden(asked) | {"back": "1"}, session)
    assert answer.status == 200
    assert typed(answer) == "good\n\n<b>really</b>"
    assert decides(answer) == ["Approved", "Rejected"]
    assert stack.world.journal.writes() == []


def test_the_way_back_leads_to_what_stands_by_now(stack: Stack, session: str) -> None:
    asked = choose(stack, session)
    stack.world.answer(status=ApprovalStatus.REJECTED)
    answer = stack.post(hidden(asked) | {"back": "1"}, session)
    assert (answer.status, decides(answer)) == (200, [])
    assert "Rejected for dev by ann@example.com" in answer.said


def test_pressing_both_goes_back(stack: Stack, session: str) -> None:
    asked = choose(stack, session)
    assert stack.post(hidden(asked) | {"back": "1", "confirmed": "dev"}, session).status == 200
    assert stack.world.journal.writes() == []


@pytest.mark.parametrize("confirmed", ["", "test", "DEV", "dev ", "1"])
def test_a_confirmation_of_something_else_decides_nothing(stack: Stack, session: str, confirmed: str) -> None:
    answer = stack.post(hidden(choose(stack, session)) | {"confirmed": confirmed}, session)
    assert (answer.status, "confirmed for another environment than dev" in answer.said) == (400, True)
    assert typed(answer) == "good\n\n<b>really</b>"
    assert stack.world.journal.writes() == []


def test_what_changes_between_the_two_presses_is_shown_before_anything_is_decided(stack: Stack, session: str) -> None:
    asked = choose(stack, session)
    stack.world.answer(version=1)
    before = len(stack.world.journal.writes())
    answer = stack.post(hidden(asked) | {"confirmed": "dev"}, session)
    assert (answer.status, "version 1 is approved for dev now" in answer.said) == (409, True)
    assert typed(answer) == "good\n\n<b>really</b>"
    assert len(stack.world.journal.writes()) == before


def test_the_first_press_asks_for_all_that_the_second_one_does(stack: Stack, session: str) -> None:
    assert choose(stack, session, csrf_token="").status == 400
    assert choose(stack, session, comment="x" * 501).status == 400
    assert choose(stack, session, decision="Maybe").status == 400
    assert buttons(choose(stack, session, decision="Maybe"), "confirmed") == []


def test_neither_press_asks_the_model_registry_when_all_goes_well(stack: Stack, session: str) -> None:
    fields = stack.form(session)
    stack.world.journal.calls.clear()
    asked = stack.post(fields | {"decision": "Rejected"}, session)
    assert [call.split()[0] for call in stack.world.journal.calls] == ["read"]
    stack.world.journal.calls.clear()
    assert stack.post(hidden(asked) | {"confirmed": "dev"}, session).status == 303
    # Once, to write what follows.
    assert len([call for call in stack.world.journal.calls if call.startswith("describe")]) == 1


def test_the_page_is_whole_without_the_model_registry(
    stack: Stack, session: str, caplog: pytest.LogCaptureFixture
) -> None:
    stack.world.journal.fail_at("describe", ConnectionError("secret"))
    answer = stack.get(URL, session)
    assert (answer.status, decides(answer)) == (200, ["Approved", "Rejected"])
    assert "secret" not in answer.body
    [record] = [record for record in caplog.records if record.message == "the model registry could not be read"]
    assert (record.levelname, vars(record)["model_package_arn"]) == ("WARNING", model().model_package_arn)


def test_a_version_that_is_gone_from_the_model_registry_can_be_looked_at(stack: Stack, session: str) -> None:
    stack.world.registry.packages.clear()
    assert stack.get(URL, session).status == 200
    assert NAMES.request("dev", model().id) in stack.world.store.values
