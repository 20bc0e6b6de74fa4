"""A version's numbers on its way: what drifted since when, and a line that stays in its box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.directions import Directions
from model_approval.domain.evidence import Stage
from model_approval.pages.plots import WIDTH
from model_approval.pages.stages import HEIGHT, own_stage, stages
from tests.unit.examples import request, step

numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**300), 10**300)


def test_each_metric_has_a_number_for_each_stage_and_its_drift_since_the_first() -> None:
    earlier = (Stage(None, {"auc": 0.99, "f1": 0.5}), Stage("dev", {"auc": 0.985, "rmse": 2.0}))
    told = stages(request(metrics={"rmse": 1.5, "auc": 0.98, "new": 1.0}, earlier=earlier), "test", Directions())
    assert told is not None
    assert told.columns == ("training", "dev", "test")
    rmse, auc = told.rows
    assert (auc.name, auc.numbers, auc.first) == ("auc", ("0.99", "0.985", "0.98"), 0)
    assert (auc.drift, auc.percent, auc.better) == ("\u22120.01", "\u22121.0 %", False)
    assert (rmse.numbers, rmse.first, rmse.better) == (("not recorded", "2.0", "1.5"), 1, True)
    assert [len(row.points) for row in told.rows] == [2, 3]


@pytest.mark.parametrize("earlier", [(), (Stage(None, {"f1": 0.5}),), (Stage(None, {}), Stage("dev", {}))])
def test_where_nothing_was_reported_before_there_is_no_drift(earlier: tuple[Stage, ...]) -> None:
    assert stages(request(earlier=earlier), "dev", Directions()) is None


def test_numbers_that_were_rounded_to_be_kept_have_not_drifted() -> None:
    earlier = (Stage(None, {"auc": 0.981235}),)
    told = stages(request(metrics={"auc": 0.98123456789}, earlier=earlier), "dev", Directions())
    assert told is not None
    assert (told.rows[0].drift, told.rows[0].better) == ("same", None)


def test_the_newest_numbers_are_those_of_the_environment_before() -> None:
    assert own_stage(request("dev")) == "training"
    assert own_stage(request("prod", trail=(step("dev"), step("test")))) == "test"


@given(st.lists(st.none() | numbers, min_size=1, max_size=9), numbers)
def test_a_line_stays_in_its_box_and_rises_with_the_numbers(before: list[float | None], now: float) -> None:
    earlier = tuple(Stage(str(n), {} if value is None else {"x": value}) for n, value in enumerate(before))
    told = stages(request(metrics={"x": now}, earlier=earlier), "now", Directions())
    known = [value for value in [*before, float(f"{now:.6g}")] if value is not None]
    if told is None:
        assert len(known) == 1
        return
    [row] = told.rows
    assert len(row.points) == len(known)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in row.points)
    assert [x for x, _ in row.points] == sorted(x for x, _ in row.points)
    highest = min(y for _, y in row.points)
    assert row.points[known.index(max(known))][1] == pytest.approx(highest, abs=0.011)
