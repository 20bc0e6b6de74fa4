"""The board, a group's page and the comparison: what they say in each state, and that strangers' words stay words."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_approval.domain.board import Board, Column
from model_approval.domain.comparison import Comparison
from model_approval.domain.history import Entry, History, Version
from model_approval.domain.model_version import Container, DataPin, ModelVersion, VersionId
from model_approval.domain.person import Person
from model_approval.domain.standing import Standing
from model_approval.domain.waiting import Waiting
from model_approval.pages.board import Place, Search, board
from model_approval.pages.compare import compare, unusable
from model_approval.pages.group import group
from tests.unit.examples import ANN, PATH, approved, arn, decision, request, revocation, storable_text
from tests.unit.pages.markup import Page, unprintable
from tests.unit.pages.overviews import NOW, OVERVIEWS, desks_of, scene, the_comparison

Word = Callable[[], str]
words = storable_text.map(lambda text: text or "-")
STYLE_AND_SCRIPT = re.compile(r"<(style|script)>.*?</\1>", re.DOTALL)
ADDRESS = re.compile(r"#main|(https://(dev|test|prod)\.example\.com)?/[A-Za-z0-9/?=&;%._~+-]*")


def said(name: str) -> str:
    return Page(OVERVIEWS[name]()).said


def links(name: str) -> dict[str, str]:
    """The words of each link by its address."""
    found = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', OVERVIEWS[name](), re.DOTALL)
    return {address: " ".join(re.sub("<[^>]*>", "", text).split()) for address, text in found}


def test_the_board_says_what_waits_for_whom_since_when_and_what_is_approved_by_whom() -> None:
    text = said("board")
    assert "dev You decide with the others of dev-approvers abalone version 11" in text
    assert "version 12 waits as well asked 2026-03-01 08:00 UTC" in text
    assert "prod Decided by prod-approvers abalone version 10" in text
    assert "test version 10 since 2026-02-24 12:00 UTC by cam@example.com" in text
    assert "version 12 waits and 1 more" in text


def test_each_link_of_the_board_says_where_it_leads() -> None:
    found = links("board")
    assert found["/requests/dev/abalone/11"] == "abalone version 11 for dev"
    assert found["https://test.example.com/requests/prod/abalone/10"] == "version 10 waits"
    assert found["/groups/abalone"] == "abalone"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("board, empty", "There is no model package group yet."),
        ("board, empty", "Nothing waits. As soon as"),
        ("board, nothing found", "No group has “zzz” in its name."),
        ("board, nothing found", "Nothing waits in groups with “zzz” in their name."),
        ("board, nothing for me", "Nothing waits for you. See what waits for others"),
        ("board, account closed", "test cannot be read from here, so nobody can tell what is approved there."),
        ("board, account closed", "What waits for test cannot be read from here."),
        ("board, registry closed", "The model registry cannot be read from here, so the groups cannot be listed."),
        ("board, crowded", "More than these may wait for dev"),
        ("board, address unknown", "The address of the pages about prod is not known here"),
        ("board, page lost", "That page of groups is no longer there; this is the first one."),
        ("board", "1 expired without a decision abalone version 8"),
        ("group, empty", "This group has no version yet."),
        ("group, account closed", "The records of test and prod cannot be read from here, or not all of them"),
        (
            "group, registry closed",
            "The model registry cannot be read from here, so the newest versions may be missing.",
        ),
        ("group", "Version 8 Compare version 8 with version 7"),
        ("group", "expired"),
        ("comparison, one unknown", "Nothing is recorded about version 99, as far as can be read."),
        ("comparison, no two versions", "Both are version 5. Choose two different versions."),
    ],
)
def test_each_state_is_explained(name: str, sentence: str) -> None:
    assert sentence in said(name)


def test_the_group_page_tells_the_story_of_each_version() -> None:
    text = said("group")
    assert "Drifts on Mondays." in text
    assert "Version 10" in text
    assert "Versions 6 to 7: nothing was asked." in text
    assert "Compare version 10 with version 4" in text
    assert "Recall drops. See the ticket." in said("group, older")
    assert "Compare version 12 with version 10" in text


@pytest.mark.parametrize("name", ["group", "comparison, account closed", "comparison, overridden"])
def test_whoever_looks_sees_which_gates_were_overridden(name: str) -> None:
    sentence = "Approved although gates failed: auc >= 0.99, f1 >= approved"
    assert said(name).count(sentence) == (0 if name == "comparison, account closed" else 1)
    assert "Late data." in said("group")


def test_a_comparison_calls_a_change_better_or_worse() -> None:
    atlas = scene()
    atlas.ask("dev", 3, metrics={"auc": 0.97, "rows": 3.0})
    atlas.ask("dev", 2, metrics={"auc": 0.98, "rows": 2.0})
    text = Page(the_comparison(atlas, 3, 2)).said
    assert "auc 0.97 0.98 \u22120.01 \u22121.0 % worse rows 3 2 +1 +50.0 % What would run" in text


def test_revoking_is_offered_for_what_is_approved_here_and_ones_own_to_take_back() -> None:
    revocations = {link for link in links("group") if "revocation" in link}
    assert revocations == {f"/requests/dev/abalone/{version}/revocation" for version in (4, 9, 10)}


def test_who_decides_elsewhere_is_led_to_the_review_page_there() -> None:
    atlas = scene()
    history = atlas.read_history("abalone", None, ANN)
    assert history is not None
    html = group(history, desks_of(mine=["prod-approvers"]), person=ANN, before=None, valid_days=90, now=NOW)
    found = {link["href"] for link in Page(html).all("a")}
    assert not [link for link in found if "revocation" in link]
    assert "https://test.example.com/requests/prod/abalone/4" in found


def test_a_comparison_has_metrics_with_their_bars_for_each_environment_and_what_would_run() -> None:
    html = OVERVIEWS["comparison"]()
    text = Page(html).said
    assert "Asked for dev" in text
    assert "Asked for prod" in text
    assert "auc 0.9812 0.9812 same" in text or "auc 0.9812 0.98" in text
    assert html.count('<svg class="bars') >= 3
    assert "Image digest same sha256:4dc8" in text


def test_ids_are_given_once() -> None:
    for name in OVERVIEWS:
        ids = [attributes["id"] for _, attributes in Page(OVERVIEWS[name]()).elements if "id" in attributes]
        assert len(ids) == len(set(ids)), name


def hostile_version(word: Word, number: int) -> Version:
    model = ModelVersion(
        VersionId("abalone", number), arn(), (Container(word(), word(), word(), DataPin(word(), word(), word())),)
    )
    asked = request(
        model=model,
        author=word(),
        summary=f"{word()} 1",
        requested_at=word(),
        metrics={word(): 0.5},
        requested_by=word(),
    )
    made = decision(
        model=model,
        comment=word(),
        decided_by=Person("s", word(), "i"),
        decided_at=word(),
        overridden=(word(), word()),
    )
    gone = revocation(reason=word(), revoked_by=Person("s", word(), "i"), revoked_at=word())
    entries = (
        Entry("dev", asked, Standing(made)),
        Entry("test", asked, Standing(made, gone)),
        Entry("prod", asked, Standing()),
    )
    return Version(VersionId("abalone", number), entries)


def hostile_board(word: Word) -> str:
    name = word()
    now = replace(approved(), approved_by=word(), approved_at=word())
    waiting = tuple(Waiting("dev", VersionId(f"{word()} {version}", version), word()) for version in (1, 2))
    columns = tuple(Column(environment, {name: now}, waiting) for environment in PATH.names)
    found = Board((name,), word(), columns, {})
    desks = tuple(replace(desk, approver_group=word()) for desk in desks_of())
    person = Person("s", word(), "i")
    return board(found, desks, person=person, search=Search(""), place=Place.LATER, valid_days=90, now=NOW)


def hostile_group(word: Word) -> str:
    now = replace(approved(), approved_by=word(), approved_at=word())
    versions = tuple(hostile_version(word, number) for number in (3, 2))
    history = History(word(), versions, 2, {"dev": now}, {}, {"test": word()}, word())
    desks = tuple(replace(desk, approver_group=word()) for desk in desks_of())
    return group(history, desks, person=Person("s", word(), "i"), before=4, valid_days=90, now=NOW)


def hostile_comparison(word: Word) -> str:
    found = Comparison(
        hostile_version(lambda: f"{word()} a", 3), hostile_version(lambda: f"{word()} b", 2), {"dev": word()}
    )
    return compare(found, desks_of(), person=Person("s", word(), "i"), valid_days=90, now=NOW)


def hostile_form(word: Word) -> str:
    return unusable(word(), word(), word(), word(), person=Person("s", word(), "i"))


HOSTILE = {"board": hostile_board, "group": hostile_group, "comparison": hostile_comparison, "form": hostile_form}


@pytest.mark.parametrize("name", HOSTILE)
@settings(max_examples=40)
@given(st.data())
def test_whatever_strangers_write_the_page_has_the_same_elements_and_leads_nowhere_else(
    name: str, data: st.DataObject
) -> None:
    page = Page(HOSTILE[name](lambda: data.draw(words)))
    assert page.skeleton == Page(HOSTILE[name](lambda: "word")).skeleton
    for _, attributes in page.elements:
        for address in (attributes[key] for key in ("href", "src", "action") if key in attributes):
            assert ADDRESS.fullmatch(address)
            assert not address.startswith("//")


@pytest.mark.parametrize("name", HOSTILE)
@settings(max_examples=40)
@given(word=words)
def test_a_stranger_cannot_turn_or_hide_what_stands_beside_their_words(name: str, word: str) -> None:
    assert not unprintable(STYLE_AND_SCRIPT.sub("", HOSTILE[name](lambda: word)))
