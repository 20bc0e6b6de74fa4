"""The order of the environments: what comes before and after, and in whose account is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.promotion_path import PromotionPath
from tests.unit.examples import PATH

paths = st.lists(st.text(min_size=1), min_size=2, max_size=10, unique=True).map(tuple).map(PromotionPath)


@given(paths)
def test_before_and_after_lead_along_the_whole_path_and_back(path: PromotionPath) -> None:
    assert path.first == path.names[0]
    assert [path.before(name) for name in path.names] == [None, *path.names[:-1]]
    assert [path.after(name) for name in path.names] == [*path.names[1:], None]


@pytest.mark.parametrize(("environment", "account"), [("dev", "dev"), ("test", "dev"), ("prod", "test")])
def test_the_requests_stand_where_the_version_comes_from(environment: str, account: str) -> None:
    assert PATH.asking(environment) == account


@pytest.mark.parametrize("ask", [PATH.before, PATH.after, PATH.asking])
def test_an_environment_that_is_not_on_the_path_is_a_mistake(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(ValueError, match="not in"):
        ask("staging")
