"""What was typed when a sign-in ended: it comes back to its own page, and a cookie of any kind does no harm."""

import base64
import json

import pytest
from aws_lambda_powertools.shared.cookies import SameSite
from hypothesis import given
from hypothesis import strategies as st

from model_approval.auth import draft
from model_approval.auth.cookies import DRAFT
from model_approval.domain.text import COMMENT_LIMIT, plain
from tests.unit.domain.strategies import json_values
from tests.unit.examples import hostile_text

PATH = "/requests/dev/abalone/2"


def sealed(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@given(hostile_text.map(plain).filter(bool))
def test_what_was_typed_comes_back(text: str) -> None:
    made = draft.keep(draft.Draft(PATH, text))
    assert draft.find({DRAFT: made.value}, PATH) == text


def test_it_belongs_to_one_page_and_this_host_and_ends_soon() -> None:
    made = draft.keep(draft.Draft(PATH, "a thought"))
    assert draft.find({DRAFT: made.value}, f"{PATH}/revocation") is None
    assert (made.name, made.path, made.secure, made.http_only) == ("__Host-draft", "/", True, True)
    assert (made.max_age, made.same_site) == (900, SameSite.LAX_MODE)
    assert (draft.forget().value, draft.forget().max_age) == ("", 0)


def test_a_comment_of_the_longest_kind_fits_into_a_cookie_and_a_longer_one_is_cut() -> None:
    made = draft.keep(draft.Draft(f"/requests/{'e' * 63}/{'g' * 63}/999999999/revocation", "💥" * 5000))
    assert len(str(made)) < 4096
    assert draft.find({DRAFT: draft.keep(draft.Draft(PATH, "💥" * 5000)).value}, PATH) == "💥" * 500


@given(st.one_of(st.text(), hostile_text, json_values.map(lambda value: sealed(value))))
def test_any_cookie_is_a_draft_or_none_and_nothing_worse(value: str) -> None:
    assert draft.find({DRAFT: value}, PATH) is None


@given(json_values, st.one_of(json_values, hostile_text))
def test_whatever_is_in_it_is_plain_text_of_a_limited_length(path: object, text: object) -> None:
    for kept in ({"path": path, "text": text}, {"path": PATH, "text": text}):
        found = draft.find({DRAFT: sealed(kept)}, PATH)
        assert found is None or (found == plain(found) and 0 < len(found) <= COMMENT_LIMIT)


@pytest.mark.parametrize("value", ["", "x" * 5000, sealed("[" * 3000), "W" * 3000, sealed({"path": PATH, "text": ""})])
def test_these_are_none(value: str) -> None:
    assert draft.find({DRAFT: value}, PATH) is None


def test_a_bracket_too_many_is_no_error() -> None:
    deep = base64.urlsafe_b64encode(b"[" * 2800).decode()
    assert draft.find({DRAFT: deep}, PATH) is None


def test_without_the_cookie_there_is_none() -> None:
    assert draft.find({}, PATH) is None
