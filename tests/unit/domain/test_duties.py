"""Separation of duties: nobody gets around it by how their name is written, and nobody is taken for somebody else."""

import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.duties import Duties, objection, same_person
from tests.unit.examples import ANN, BEN, hostile_text, request, step

SELF, ONCE = Duties(prevent_self_approval=True), Duties(one_environment_each=True)

letters = st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789äöüéñçøßλжшあ漢")
"""Characters that come back from upper case, so that a name in capitals is the same name."""
words = st.text(letters, min_size=1, max_size=12)
dotted = st.lists(words, min_size=1, max_size=3).map(".".join)
addresses = st.builds("{}@{}".format, dotted, dotted)


def variants(name: str) -> st.SearchStrategy[str]:
    """How else the same name may be written."""
    user, at, domain = name.partition("@")
    return st.sampled_from(
        [
            name.upper(),
            name.title(),
            unicodedata.normalize("NFD", name),
            "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name),  # full-width forms
            "\u200b".join(name),
            f"  {name}\n",
            f"mailto:{name}",
            f"{name}/",
            f"CORP\\{name}",
            f"arn:aws:sts::111111111111:assumed-role/DataScientist/{name}",
            f"{user}+ml{at}{domain}",
            f"{name}." if domain else name,
            *([f"Somebody <{name}>", f"somebody ({name})", f"x@y.example, {name}"] if domain else []),
        ]
    )


@given(st.data(), st.one_of(dotted, addresses))
def test_a_name_written_in_another_way_is_the_same_person(data: st.DataObject, name: str) -> None:
    one, other = data.draw(variants(name)), data.draw(variants(name))
    assert same_person(name, one)
    assert same_person(one, other)
    assert same_person(other, one)


@given(st.data(), st.one_of(dotted, addresses), st.one_of(dotted, addresses))
def test_different_people_stay_different_however_they_write_themselves(
    data: st.DataObject, one: str, other: str
) -> None:
    (user, _, domain), (other_user, _, other_domain) = (name.casefold().partition("@") for name in (one, other))
    expected = user == other_user and (domain == other_domain or not domain or not other_domain)
    # A second address in a text names somebody as well.
    texts = [data.draw(variants(name).filter(lambda text: "x@y" not in text)) for name in (one, other)]
    assert same_person(*texts) is expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ann@example.com", "ann@example.org"),
        ("ann@example.com", "anna@example.com"),
        ("ann.b@example.com", "annb@example.com"),
        ("ann/ben", "ann"),
        ("00u1", "00u10"),
        ("", ""),
        ("@example.com", "@example.com"),
        ("/", "/"),
        ("", "ann"),
    ],
)
def test_these_are_not_the_same(one: str, other: str) -> None:
    assert not same_person(one, other)
    assert not same_person(other, one)


@pytest.mark.parametrize("invisible", ["\x00", "\x7f", "\u200b", "\u202e", "\u2028", "\u2029"], ids=ascii)
def test_nobody_becomes_somebody_else_by_a_character_that_is_not_seen(invisible: str) -> None:
    for name in (f"an{invisible}n@example.com", f"ann@exam{invisible}ple.com"):
        assert same_person(name, "ann@example.com")


@given(hostile_text, hostile_text)
def test_any_two_texts_can_be_compared_either_way_round(one: str, other: str) -> None:
    assert same_person(one, other) is same_person(other, one)


@pytest.mark.parametrize(
    ("author", "aliases"),
    [
        (ANN.name, ()),
        (ANN.subject, ()),
        ("ANN@Example.COM", ()),
        ("ann", ()),
        ("ann+training@example.com", ()),
        ("arn:aws:sts::111111111111:assumed-role/SageMaker/ann@example.com", ()),
        ("a.smith@corp.example", ("A.Smith@corp.example",)),
        ("EXAMPLE\\asmith", ("x", "asmith@example.com")),
    ],
)
def test_nobody_approves_what_they_requested_under_whatever_name(author: str, aliases: Sequence[str]) -> None:
    said = objection(SELF, request(author=author), ANN, aliases)
    assert said is not None
    assert "You requested this version yourself" in said
    assert "somebody else has to approve it" in said
    assert objection(SELF, request(author=author), BEN, ()) is None
    assert objection(Duties(), request(author=author), ANN, aliases) is None


@pytest.mark.parametrize("author", [None, "", "  ", "/", "@example.com", "\u200b"])
def test_what_does_not_say_who_requested_it_is_approved_by_nobody(author: str | None) -> None:
    said = objection(SELF, request(author=author), BEN, ())
    assert said is not None
    assert "Nobody can approve this version" in said
    assert "'requested_by'" in said
    assert objection(Duties(), request(author=author), BEN, ()) is None


def test_nobody_approves_one_version_for_two_environments() -> None:
    asked = request("prod", trail=(step("dev", decided_by=BEN), step("test", decided_by=ANN)))
    said = objection(ONCE, asked, ANN, ())
    assert said == "You approved this version for test; somebody else has to approve it for prod."
    assert "for dev" in str(objection(ONCE, asked, BEN, ()))
    assert objection(ONCE, request("prod"), ANN, ()) is None
    assert objection(Duties(), asked, ANN, ()) is None
    assert objection(SELF, request("prod", author="x@y.example", trail=asked.trail), ANN, ()) is None
