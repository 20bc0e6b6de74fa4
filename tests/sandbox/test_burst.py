"""The burst sees what is missing, what is doubled and what was put aside."""

from collections import Counter

import pytest

from sandbox import burst
from sandbox.errors import SandboxError

ADA, BOB = "ada@example.com", "bob@example.com"
COMPLETE = Counter({(version, address): 1 for version in (1, 2) for address in (ADA, BOB)})


def outcome(requested=(1, 2), mails=COMPLETE, dead_letters=0):
    return burst.Outcome(frozenset({1, 2}), frozenset(requested), mails, (ADA, BOB), dead_letters, 1.0)


def test_a_request_and_a_mail_to_each_approver_is_what_every_version_needs():
    assert outcome().problems() == []
    assert outcome().mails_each() == (1, 1)


@pytest.mark.parametrize(
    ("found", "problem"),
    [
        (outcome(requested=(1,)), "1 without a request (2)"),
        (outcome(mails=COMPLETE - Counter({(1, BOB): 1})), "1 without a mail (1)"),
        (outcome(mails=COMPLETE + Counter({(2, ADA): 1})), "1 mailed twice (2)"),
        (outcome(dead_letters=3), "3 dead letters"),
    ],
)
def test_each_problem_is_told(found, problem):
    assert found.problems() == [problem]


def test_of_many_versions_the_first_ones_are_named():
    lost = burst.Outcome(frozenset(range(1, 1001)), frozenset(), Counter(), (), 0, 1.0)
    assert lost.problems() == ["1000 without a request (1, 2, 3, 4, 5, …)"]


@pytest.mark.parametrize("numbers", [(0, 3, 1), (1, 0, 1), (1, 3, -1)])
def test_numbers_that_make_no_sense_start_nothing(numbers):
    registrations, writes, mails = numbers
    with pytest.raises(SandboxError, match="positive"):
        burst.run(registrations, burst.Rates(writes, mails))
