"""Whether what would run is what was asked about: the bytes count, and what proves nothing is not believed."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.model_version import Container, DataPin
from model_approval.domain.pins import changed, differs, is_pinned, worth_a_look

URL = "s3://b/model.tar.gz"
PIN = DataPin(etag="e1", version_id="v1", checksum="SHA256:aaa=", size=10)
FOLDER = DataPin(checksum="LISTING:aaa", size=10, objects=2)
WAS = Container("repo/a:1", "sha256:1", URL, PIN)


def now(**pin: Any) -> tuple[Container, ...]:
    return (replace(WAS, model_data=replace(PIN, **pin)),)


def test_what_is_as_it_was_is_unchanged() -> None:
    assert changed([WAS], [WAS], ()) == ()
    assert changed([], [], ()) == ()


@pytest.mark.parametrize(
    ("container", "sentence"),
    [
        (replace(WAS, image="repo/b:1"), "The image is repo/b:1 instead of repo/a:1."),
        (replace(WAS, image_digest="sha256:2"), "The image repo/a:1 has the digest sha256:2 instead of sha256:1."),
        (replace(WAS, model_data_url="s3://b/x"), f"The model data are s3://b/x instead of {URL}."),
        (replace(WAS, model_data_url=None, model_data=None), f"The model data are None instead of {URL}."),
        (replace(WAS, image_digest=None), "The digest of the image repo/a:1 cannot be looked at any more."),
        (replace(WAS, model_data=None), f"The model data {URL} cannot be looked at any more."),
    ],
)
def test_each_difference_is_a_sentence(container: Container, sentence: str) -> None:
    assert changed([WAS], [container], ()) == (sentence,)


def test_all_differences_are_told() -> None:
    other = Container("repo/b:1", "sha256:2", "s3://b/x", PIN)
    assert len(changed([WAS], [other], ())) == 2
    assert len(changed([WAS, WAS], [other, replace(WAS, image_digest="sha256:2")], ())) == 3


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (0, "The model package has 0 containers now instead of 1."),
        (2, "The model package has 2 containers now instead of 1."),
    ],
)
def test_another_number_of_containers_is_all_that_is_told(number: int, sentence: str) -> None:
    assert changed([WAS], [replace(WAS, image="repo/b:1")] * number, ()) == (sentence,)


def test_why_it_cannot_be_looked_at_is_told_and_nothing_else() -> None:
    notes = f"No access: {URL}", f"It does not exist: {URL}.bak", "It does not exist: repo/a:1"
    lost = replace(WAS, model_data=None)
    assert changed([WAS], [lost], notes) == (f"The model data {URL} cannot be looked at any more. No access.",)
    lost = replace(WAS, image_digest=None)
    sentence = "The digest of the image repo/a:1 cannot be looked at any more. It does not exist."
    assert changed([WAS], [lost], notes) == (sentence,)


def test_what_was_never_pinned_is_not_compared() -> None:
    bare = Container("repo/a:1", None, URL)
    assert changed([bare], [WAS], ()) == ()
    assert changed([bare], [bare], (f"No access: {URL}",)) == ()


@pytest.mark.parametrize("digest", ["SHA256:1", "sha256:1"])
def test_a_digest_may_be_written_in_capitals(digest: str) -> None:
    assert changed([WAS], [replace(WAS, image_digest=digest)], ()) == ()


@pytest.mark.parametrize(
    "pin",
    [
        {"version_id": "v2"},
        {"version_id": "v2", "etag": "e2"},
        {"version_id": None},
        {"etag": "e2", "checksum": None},
        {"version_id": "v2", "checksum": None},
        {"version_id": "v2", "checksum": "CRC32:b="},
        {"size": None},
    ],
    ids=str,
)
def test_the_same_bytes_are_unchanged_however_they_got_there(pin: dict[str, Any]) -> None:
    assert changed([WAS], now(**pin), ()) == ()


@pytest.mark.parametrize(
    ("pin", "how"),
    [
        ({"checksum": "SHA256:bbb="}, "the checksum is SHA256:bbb= instead of SHA256:aaa="),
        ({"checksum": "SHA256:bbb=", "etag": "e2"}, "the checksum is SHA256:bbb= instead of SHA256:aaa="),
        ({"checksum": "CRC32:bbb=", "etag": "e2"}, "the ETag is e2 instead of e1"),
        ({"checksum": None, "etag": "e2"}, "the ETag is e2 instead of e1"),
        ({"checksum": None, "etag": None}, "the ETag is None instead of e1"),
        ({"size": 11}, "11 bytes instead of 10"),
        ({"size": 11, "checksum": None}, "11 bytes instead of 10"),
        ({"objects": 2}, "a folder instead of an object"),
    ],
)
def test_other_bytes_are_a_change(pin: dict[str, Any], how: str) -> None:
    told = changed([WAS], now(version_id="v2", **pin), ())
    assert told == (f"The model data {URL} were changed: {how}.",)


@pytest.mark.parametrize("algorithm", ["CRC64NVME", "CRC32", "CRC32C", "XXHASH64"])
def test_a_checksum_that_anybody_can_forge_proves_a_change_and_no_sameness(algorithm: str) -> None:
    was = replace(WAS, model_data=replace(PIN, checksum=f"{algorithm}:a"))
    forged = replace(PIN, checksum=f"{algorithm}:a", version_id="v2", etag="e2")
    assert changed([was], [replace(WAS, model_data=forged)], ())
    assert not changed([was], [replace(WAS, model_data=replace(forged, etag="e1"))], ())
    assert changed([was], [replace(WAS, model_data=replace(forged, etag="e1", checksum=f"{algorithm}:b"))], ())


@pytest.mark.parametrize(
    ("pin", "how"),
    [
        (replace(FOLDER, objects=3), "3 objects instead of 2"),
        (replace(FOLDER, size=11), "11 bytes instead of 10"),
        (replace(FOLDER, checksum="LISTING:bbb"), "the checksum is LISTING:bbb instead of LISTING:aaa"),
        (PIN, "an object instead of a folder"),
    ],
)
def test_a_folder_is_compared_by_its_listing(pin: DataPin, how: str) -> None:
    was = replace(WAS, model_data=FOLDER)
    assert changed([was], [was], ()) == ()
    told = changed([was], [replace(WAS, model_data=pin)], ())
    assert told == (f"The model data {URL} were changed: {how}.",)


pins = st.builds(
    DataPin,
    st.sampled_from([None, "e1", "e2"]),
    st.sampled_from([None, "v1", "v2"]),
    st.sampled_from([None, "SHA256:a", "SHA256:b", "CRC32:a", "LISTING:a"]),
    st.sampled_from([None, 1, 2]),
    st.sampled_from([None, 1, 2]),
)
containers = st.lists(
    st.builds(
        Container,
        st.sampled_from([None, "a:1"]),
        st.sampled_from([None, "sha256:1"]),
        st.sampled_from([None, URL]),
        st.none() | pins,
    ),
    max_size=3,
).map(tuple)


@given(containers, containers)
def test_whatever_is_compared_the_answer_is_sentences(was: tuple[Container, ...], then: tuple[Container, ...]) -> None:
    told = changed(was, then, ["No access: a:1"])
    assert all(sentence.endswith(".") for sentence in told)
    assert set(differs(was, then)) <= set(told)


def test_only_what_was_pinned_is_looked_at_again() -> None:
    bare = Container("repo/a:1", None, URL)
    assert worth_a_look([WAS], [bare]) == (bare,)
    assert worth_a_look([bare], [bare]) == (Container(None, None, None),)
    assert worth_a_look([replace(bare, image_digest="sha256:1")], [bare]) == (Container("repo/a:1", None, None),)
    assert worth_a_look([replace(bare, model_data=PIN)], [bare]) == (Container(None, None, URL),)


def test_a_digest_or_data_make_a_pin() -> None:
    assert is_pinned(Container("a:1", "sha256:1"))
    assert is_pinned(Container("a:1", None, URL, PIN))
    assert not is_pinned(Container("a:1", None, URL))
