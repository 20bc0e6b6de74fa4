"""Least privilege, row by row: what each role may do, and what it may not."""

import pytest

from tests.policies.simulator import ALLOWED, Simulator
from tests.policies.table.rows import ROWS


@pytest.mark.parametrize("who", sorted({row.who for row in ROWS}))
def test_each_may_do_what_it_is_for_and_nothing_else(who: str, iam: Simulator) -> None:
    rows = [row for row in ROWS if row.who == who]
    decisions = iam.decide(rows)
    wrong = [
        f"{row}: {decision}" for row, decision in zip(rows, decisions, strict=True) if (decision == ALLOWED) != row.may
    ]
    assert not wrong, "\n".join(wrong)
