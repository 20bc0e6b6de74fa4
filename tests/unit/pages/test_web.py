"""The web pages: hostile words stay words, and every page can be read, navigated and trusted."""

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_approval.domain.evidence import Evidence, Source, Stage, Stored, Violation, Violations
from model_approval.domain.evidence_document import EvidenceDocument
from model_approval.domain.gates import Gate, Verdict
from model_approval.domain.model_version import Container, DataPin, ModelVersion, VersionId
from model_approval.domain.person import Person
from model_approval.domain.review import Review
from model_approval.domain.standing import Standing
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.text import plain
from model_approval.domain.trail import Step
from model_approval.domain.votes import Ballot
from model_approval.pages import document, web
from model_approval.pages.document import Problem
from tests.unit.examples import ANN, PATH, stray_words
from tests.unit.pages.markup import Page, unprintable
from tests.unit.pages.views import (
    FORM,
    PAGES,
    REVOKE,
    arn,
    decision,
    package,
    request,
    revocation,
    running,
    vote,
)

Word = Callable[[], str]
STYLE_AND_SCRIPT = re.compile(r"<(style|script)>.*?</\1>", re.DOTALL)


def hostile_review(word: Word, *, revoked: bool, decided: bool = True) -> Review:
    """Whose every word comes from a stranger, whatever the records allow."""
    pin = DataPin(word(), word(), word(), 5)
    loose, url = word(), word()
    containers = (Container(word(), word(), word(), pin), Container(f"{loose} image", None, f"{url} data"))
    model = ModelVersion(VersionId(word(), 3), arn(), containers)
    trail = (Step("dev", word(), word(), ()), Step("test", word(), word(), ()))
    name = word()
    asked = request(
        model=model, requested_by=word(), metrics={name: 0.5}, author=word(), summary=f"{word()} 1", trail=trail,
        requested_at=word(), sources=hostile_sources(word, loose, url), violations=Violations(9, (word(), word())),
        run={f"{word()} run": 1.5}, earlier=(Stage(word(), {name: 0.75}), Stage(word(), {})),
        stored=Stored(word(), word(), 9, 9),
    )  # fmt: skip
    person = Person("s", word(), "i")
    cast = vote(Person("t", word(), "i"), comment=word(), overridden=(word(), word()))
    ballots = (cast.ballot, Ballot(ApprovalStatus.APPROVED, word(), "key"))
    made = (
        decision(model=model, comment=word(), decided_by=person, decided_at=word(), votes=ballots, overridden=(word(),))
        if decided
        else None
    )
    gone = revocation(reason=word(), revoked_by=person, revoked_at=word()) if revoked else None
    now = replace(running(), approved_by=word(), approved_at=word(), metrics={f"{word()} 2": 0.25})
    before = Standing(decision("test", decided_by=Person("u", word(), "i")))
    verdicts = Verdict(Gate(word()), passed=False, detail=word()), Verdict(Gate(word()), passed=True, detail=word())
    return Review(asked, Standing(made, gone), now, 2, (cast,), before, 4, verdicts=verdicts)


def hostile_sources(word: Word, image: str, data: str) -> tuple[Source, ...]:
    return (
        Source(word(), f"{word()} uri", 3, f"{word()} note"),
        Source("container image", f"{image} image", 0, f"{word()} why"),
        Source("model data", f"{data} data", 0, f"{word()} why"),
    )


def hostile_package(word: Word) -> Any:
    return package(
        summary=f"{word()} 2", created_by=word(), created_at=word(), generated_by=word(), commit=word(),
        repository=word(), metadata={f"{word()} 3": word(), "prod": word()},
    )  # fmt: skip


def hostile_panel(
    word: Word,
    *,
    form: web.Form | None,
    refused: bool = False,
    blocked: tuple[str, ...] = (),
    may_override: bool = False,
) -> web.Panel:
    again = replace(form, typed=word(), note=word()) if form else None
    return web.Panel(
        word(), again, word() if refused else None, None if blocked else word(), word(), notice=word(),
        own_vote=vote(ANN), blocked=blocked, may_override=may_override, override_group=word(),
    )  # fmt: skip


def decided_page(word: Word, revoked: bool) -> str:
    review = hostile_review(word, revoked=revoked)
    panel = hostile_panel(word, form=None, refused=True)
    return web.review(review, panel, person=Person("s", word(), "i"), path=PATH, package=hostile_package(word))


def waiting_page(word: Word, blocked: tuple[str, ...] = (), *, may_override: bool = False) -> str:
    review = hostile_review(word, revoked=False, decided=False)
    panel = hostile_panel(word, form=FORM, blocked=blocked, may_override=may_override)
    return web.review(review, panel, person=Person("s", word(), "i"), path=PATH, package=hostile_package(word))


def confirmation(word: Word) -> str:
    review = hostile_review(word, revoked=False, decided=False)
    form = replace(FORM, typed=word(), note=word())
    bare = replace(review, request=replace(review.request, metrics={}, stored=None))
    return web.confirmation(bare, ApprovalStatus.APPROVED, form, person=Person("s", word(), "i"))


def evidence_page(word: Word) -> str:
    asked = hostile_review(word, revoked=False, decided=False).request
    name = word()
    violations = (Violation(word(), word(), word()),)
    evidence = Evidence({name: 0.5}, {name: 0.1}, violations, hostile_sources(word, word(), word()), {word(): 2.0})
    kept = EvidenceDocument("prod", word(), word(), evidence)
    return document.document(asked, kept, person=Person("s", word(), "i"))


def evidence_trouble(word: Word) -> str:
    asked = hostile_review(word, revoked=False, decided=False).request
    lost = replace(asked, sources=(Source("evidence document", word(), 0, word()),))
    return document.problem(lost, Problem.NOT_KEPT, person=Person("s", word(), "i"))


def revocation_page(word: Word) -> str:
    review = hostile_review(word, revoked=False)
    now = replace(running(3), model=review.request.model, approved_by=word(), approved_at=word())
    panel = hostile_panel(word, form=REVOKE)
    falls_to = replace(running(2), approved_by=word(), approved_at=word(), metrics={f"{word()} 4": 0.1})
    person = Person("s", word(), "i")
    return web.revocation(replace(review, approved=now), panel, person=person, falls_to=falls_to)


def message(word: Word) -> str:
    return web.message(word(), word(), person=Person("s", word(), "i"), typed=word(), retry="/x", link=(word(), "/y"))


HOSTILE: dict[str, Callable[[Word], str]] = {
    "decided": lambda word: decided_page(word, revoked=False),
    "revoked": lambda word: decided_page(word, revoked=True),
    "waiting": waiting_page,
    "blocked": lambda word: waiting_page(word, (word(), word())),
    "override": lambda word: waiting_page(word, (word(),), may_override=True),
    "evidence": evidence_page,
    "evidence trouble": evidence_trouble,
    "confirmation": confirmation,
    "revocation": revocation_page,
    "message": message,
}


@pytest.mark.parametrize("name", HOSTILE)
@settings(max_examples=40)
@given(st.data())
def test_whatever_strangers_write_the_page_has_the_same_elements_and_leads_nowhere_else(
    name: str, data: st.DataObject
) -> None:
    html = HOSTILE[name](lambda: data.draw(stray_words))
    page = Page(html)
    assert page.skeleton == Page(HOSTILE[name](lambda: "word")).skeleton
    for _, attributes in page.elements:
        for address in (attributes[key] for key in ("href", "src", "action") if key in attributes):
            assert re.fullmatch(r"#main|#sources|/[A-Za-z0-9/?=&;%._~-]*(#[a-z]+)?", address)
            assert not address.startswith("//")


@pytest.mark.parametrize("name", HOSTILE)
@settings(max_examples=40)
@given(word=stray_words)
def test_a_stranger_cannot_turn_or_hide_what_stands_beside_their_words(name: str, word: str) -> None:
    assert not unprintable(STYLE_AND_SCRIPT.sub("", HOSTILE[name](lambda: word)))


@pytest.mark.parametrize("name", ["waiting", "blocked", "override", "confirmation", "revocation", "message"])
@given(word=stray_words)
def test_what_was_typed_comes_back(name: str, word: str) -> None:
    page = Page(HOSTILE[name](lambda: word))
    hidden = [field["value"] for field in page.all("input") if field["name"] == "comment"]
    back = hidden[0] if hidden else page.text("textarea").removeprefix("\n")
    assert back.split() == plain(word).split()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_language_a_title_one_heading_landmarks_and_a_viewport(name: str) -> None:
    page = Page(PAGES[name]())
    assert page.elements[0] == ("html", {"lang": "en"})
    assert page.title == f"{page.text('h1')} · Model approval"
    assert {"charset": "utf-8"} in page.all("meta")
    assert any(meta.get("name") == "viewport" for meta in page.all("meta"))
    for element in ("h1", "main", "header", "footer"):
        assert len(page.all(element)) == 1
    assert page.all("a")[0] == {"class": "skip", "href": "#main"}


@pytest.mark.parametrize("name", PAGES)
def test_headings_come_one_level_at_a_time(name: str) -> None:
    levels = [int(tag[1]) for tag, _ in Page(PAGES[name]()).elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", PAGES)
def test_every_field_has_a_label_and_every_button_a_name(name: str) -> None:
    html = PAGES[name]()
    page = Page(html)
    fields = [a for tag in ("input", "textarea", "select") for a in page.all(tag) if a.get("type") != "hidden"]
    assert {field["id"] for field in fields} == {label["for"] for label in page.all("label")}
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    assert all(set(field.get("aria-describedby", "").split()) <= ids for field in fields)
    assert not re.findall(r"<button[^>]*>(?:<svg.*?</svg>)?\s*</button>", html, re.DOTALL)
    assert all(cell["scope"] in ("row", "col") for cell in page.all("th"))
    for region in (attributes for _, attributes in page.elements if attributes.get("role") == "region"):
        assert region["tabindex"] == "0"
        assert region["aria-label"]


@pytest.mark.parametrize("name", PAGES)
def test_every_time_is_for_machines_and_in_utc_until_the_script_makes_it_local(name: str) -> None:
    html = PAGES[name]()
    for stamp, text in re.findall(r"<time([^>]*)>([^<]*)</time>", html):
        assert re.search(r'datetime="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"', stamp)
        assert text.endswith(" UTC")
    assert not re.findall(r"(?<!>)\b\d{4}-\d\d-\d\d \d\d:\d\d", html)


@pytest.mark.parametrize("name", PAGES)
def test_style_and_script_are_those_that_the_policy_names_and_nothing_else_is_inline(name: str) -> None:
    page = Page(PAGES[name]())
    assert not {"link", "iframe", "object", "img", "base"} & {tag for tag, _ in page.elements}
    assert not [a for _, attributes in page.elements for a in attributes if a == "style" or a.startswith("on")]
    assert page.all("style") == page.all("script") == [{}]
    for element in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.text(element).encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}';" in web.security_headers()["Content-Security-Policy"]


def test_the_policy_allows_nothing_that_is_not_needed() -> None:
    headers = web.security_headers()
    policy = dict(part.split(maxsplit=1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert all(policy[kind].startswith("'sha256-") and " " not in policy[kind] for kind in ("style-src", "script-src"))
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "same-origin")


def test_a_message_may_lead_on() -> None:
    links = Page(web.message("Title", "Sentence.", retry="/x", link=("Sign out there", "https://id.example/out"))).all(
        "a"
    )
    assert [link["href"] for link in links if "button" in link.get("class", "")] == ["/x", "https://id.example/out"]
