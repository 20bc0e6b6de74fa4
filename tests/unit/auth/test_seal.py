"""Sealed values: what a browser brings back is what it was given, for its purpose and in its time, or nothing."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.auth.seal import MOST_CHARACTERS, Seal, TooLong
from tests.unit.auth.signer import sealing
from tests.unit.examples import storable_text

values = st.dictionaries(storable_text, st.one_of(storable_text, st.integers(), st.lists(st.booleans())), max_size=4)


def payload(document: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(document).encode()).rstrip(b"=").decode()


@given(values)
def test_what_was_sealed_comes_back(value: dict[str, Any]) -> None:
    seal, _, _ = sealing()
    assert seal.open("session", seal.seal("session", value, 60)) == value


@given(values)
def test_a_sealed_value_fits_into_a_cookie(value: dict[str, Any]) -> None:
    text = sealing()[0].seal("session", value, 60)
    assert text.isascii()
    assert not set(text) & set(' ",;\\=')


@given(st.data())
def test_no_tampering_opens_to_anything_else(data: st.DataObject) -> None:
    seal, _, _ = sealing()
    text = seal.seal("session", {"name": "ann"}, 60)
    at = data.draw(st.integers(0, len(text) - 1))
    changed = (
        text[:at]
        + data.draw(st.one_of(st.characters(), st.text(max_size=3)))
        + text[at + data.draw(st.integers(0, 3)) :]
    )
    assert seal.open("session", changed) in (None, {"name": "ann"})
    if changed.partition(".")[0] != text.partition(".")[0]:
        assert seal.open("session", changed) is None


def test_a_payload_of_ones_own_needs_the_key() -> None:
    seal, signer, clock = sealing()
    forged = payload({"exp": clock() + 60, "value": {"name": "root"}}).partition(".")[0]
    other = sealing()[0].seal("session", {"name": "ann"}, 60)
    assert seal.open("session", f"{forged}.{other.partition('.')[2]}") is None
    signer.key = b"another key"
    assert seal.open("session", other) is None


def test_one_purpose_does_not_open_for_another() -> None:
    seal, _, _ = sealing()
    assert seal.open("session", seal.seal("sign-in", {}, 60)) is None


def test_a_lifetime_ends_without_a_call_to_the_signer() -> None:
    seal, signer, clock = sealing()
    text = seal.seal("session", {}, 60)
    clock.now += 59
    assert seal.open("session", text) == {}
    clock.now += 1
    assert seal.open("session", text) is None
    assert len(signer.verified) == 1


@pytest.mark.parametrize("mac", ["", ".", "AA", "A" * 42, "A" * 44, "A" * 60, "!" * 43, "=" * 43])
def test_a_code_of_the_wrong_size_never_reaches_the_signer(mac: str) -> None:
    seal, signer, _ = sealing()
    intact = seal.seal("session", {}, 60).partition(".")[0]
    assert seal.open("session", f"{intact}.{mac}") is None
    assert seal.open("session", intact) is None
    assert signer.verified == []


@pytest.mark.parametrize(
    "document",
    [None, [], "text", 1, {}, {"value": {}}, {"exp": 2**40}, {"exp": "9", "value": {}}, {"exp": 9e99, "value": {}}],
)
def test_a_payload_of_another_shape_never_reaches_the_signer(document: object) -> None:
    seal, signer, _ = sealing()
    assert seal.open("session", f"{payload(document)}.{'A' * 43}") is None
    assert signer.verified == []


def test_deep_nesting_is_nothing() -> None:
    seal, _, _ = sealing()
    nested = base64.urlsafe_b64encode(b"[" * 2700).decode()
    assert seal.open("session", f"{nested}.{'A' * 43}") is None


@given(st.one_of(st.text(), st.from_regex(r"[\w-]{0,40}\.[\w-]{43}", fullmatch=True)))
def test_garbage_is_nothing(text: str) -> None:
    assert sealing()[0].open("session", text) is None


def test_what_no_browser_keeps_and_what_is_not_ascii_is_nothing() -> None:
    seal, signer, _ = sealing()
    body = payload({"exp": 2**40, "value": {"name": "x" * MOST_CHARACTERS}})
    assert seal.open("session", f"{body}.{'A' * 43}") is None
    assert seal.open("session", seal.seal("session", {}, 60) + "é") is None
    assert signer.verified == []


def test_what_would_not_come_back_is_not_sealed() -> None:
    seal, _, _ = sealing()
    room = next(n for n in range(MOST_CHARACTERS) if not _fits(seal, n)) - 1
    text = seal.seal("session", {"name": "x" * room}, 60)
    assert MOST_CHARACTERS - 2 <= len(text) <= MOST_CHARACTERS
    assert seal.open("session", text) == {"name": "x" * room}


def _fits(seal: Seal, length: int) -> bool:
    try:
        seal.seal("session", {"name": "x" * length}, 60)
    except TooLong:
        return False
    return True
