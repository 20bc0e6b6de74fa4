"""Separation of duties at the page: an approver who has an objection against them may reject, and nothing else."""

import pytest

from model_approval.domain.duties import Duties
from tests.unit.examples import ANN, BEN, request, step
from tests.unit.handlers.answers import decides, typed
from tests.unit.handlers.stack import URL, Stack, choice
from tests.unit.handlers.test_reading import check_headers

SELF, ONCE = Duties(prevent_self_approval=True), Duties(one_environment_each=True)
TEST_URL = "/requests/test/abalone/2"


@pytest.mark.parametrize(
    ("author", "aliases"),
    [
        ("ann@example.com", ()),
        ("Ann@EXAMPLE.com", ()),
        ("ann", ()),
        ("arn:aws:sts::123456789012:assumed-role/SageMaker/ann@example.com", ()),
        ("a.smith@corp.example", ("A.Smith@Corp.example",)),
    ],
)
def test_nobody_approves_their_own_version_and_the_page_says_why_before(
    stack: Stack, author: str, aliases: tuple[str, ...]
) -> None:
    stack.duties = SELF
    stack.ask(request(author=author))
    session = stack.session(ANN, aliases=aliases)
    page = stack.get(URL, session)
    assert "You requested this version yourself" in page.said
    assert decides(page) == ["Rejected"]
    other = stack.get(URL, stack.session(BEN))
    assert "You requested this version yourself" not in other.said
    assert decides(other) == ["Approved", "Rejected"]


@pytest.mark.parametrize("confirmed", [True, False])
def test_an_approval_that_was_sent_all_the_same_is_refused_and_logged(
    stack: Stack, confirmed: bool, caplog: pytest.LogCaptureFixture
) -> None:
    stack.duties = SELF
    stack.ask(request(author="ANN@example.com"))
    session = stack.session(ANN)
    fields = choice(stack, session, comment="mine")
    if not confirmed:
        del fields["confirmed"]
    answer = stack.post(fields, session)
    assert answer.status == 403
    check_headers(answer.headers)
    assert "somebody else has to approve it" in answer.said
    assert "Nothing was decided. You may still reject it." in answer.said
    assert typed(answer) == "mine"
    assert stack.world.journal.writes() == []
    [record] = [record for record in caplog.records if record.message == "refused"]
    logged = vars(record)
    assert (logged["subject"], logged["path"]) == (ANN.subject, URL)
    assert "You requested this version yourself" in logged["reason"]


def test_who_requested_a_version_may_reject_it(stack: Stack) -> None:
    stack.duties = SELF
    stack.ask(request(author="ann@example.com"))
    session = stack.session(ANN)
    assert stack.post(choice(stack, session, decision="Rejected"), session).status == 303
    assert stack.world.decisions()[2].decided_by == ANN


def test_a_version_that_does_not_say_who_requested_it_is_approved_by_nobody(stack: Stack) -> None:
    stack.duties = SELF
    stack.ask(request(author=None))
    session = stack.session(BEN)
    assert "Nobody can approve this version" in stack.get(URL, session).said
    assert stack.post(choice(stack, session), session).status == 403
    assert stack.world.decisions() == {}


def test_nobody_approves_one_version_for_two_environments(stack: Stack) -> None:
    stack.duties = ONCE
    stack.ask(request("test", trail=(step("dev", decided_by=ANN),)))
    ann, ben = stack.session(ANN), stack.session(BEN)
    refused = stack.post(choice(stack, ann, TEST_URL), ann, path=TEST_URL)
    assert (refused.status, "You approved this version for dev" in refused.said) == (403, True)
    assert stack.post(choice(stack, ben, TEST_URL), ben, path=TEST_URL).status == 303


def test_without_the_rules_they_keep_nobody_from_anything(stack: Stack) -> None:
    stack.ask(request("test", author="ann@example.com", trail=(step("dev", decided_by=ANN),)))
    session = stack.session(ANN)
    assert stack.post(choice(stack, session, TEST_URL), session, path=TEST_URL).status == 303


def test_one_of_two_votes_is_an_approval_too(quorum: Stack) -> None:
    quorum.duties = SELF
    quorum.ask(request(author="ann@example.com"))
    session = quorum.session(ANN)
    assert quorum.post(choice(quorum, session), session).status == 403
    assert quorum.world.votes() == []


def test_who_may_not_decide_at_all_hears_of_no_objection(stack: Stack) -> None:
    stack.duties = SELF
    stack.ask(request(author="ann@example.com"))
    session = stack.session(ANN, ["test-approvers"])
    assert "You requested this version yourself" not in stack.get(URL, session).said
    answer = stack.post(choice(stack, session), session)
    assert (answer.status, "only members of the group" in answer.said) == (403, True)
