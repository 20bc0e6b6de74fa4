"""The web pages: hostile words stay words, and every page can be read, navigated and trusted."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.model_version import Container, ModelVersion, VersionId
from model_approval.domain.records import Person
from model_approval.domain.review import Review
from model_approval.pages import web
from tests.unit.examples import ANN, approved, arn, decision, request, storable_text
from tests.unit.pages.markup import Page, unprintable

FORM = web.Form("token", "evidence", "typed before", "please look again")
PAGES: dict[str, Callable[[], str]] = {
    "asked": lambda: web.review(Review(request(), None, None), person=ANN, form=FORM, refusal=None),
    "refused": lambda: web.review(Review(request(), None, approved(version=1)), person=ANN, form=None, refusal="no"),
    "decided": lambda: web.review(
        Review(request(), decision(), approved()), person=ANN, form=None, refusal=None, notice="recorded"
    ),
    "message": lambda: web.message("Nothing here", "A sentence.", person=ANN, comment="typed", retry="/"),
    "stranger": lambda: web.message("Nothing here", "A sentence."),
    "home": lambda: web.home("dev", ANN, ["dev", "test"]),
    "last home": lambda: web.home("prod", ANN, []),
}
words = storable_text.map(lambda text: text or "-")


def filled(word: Callable[[], str]) -> str:
    """A page whose every word comes from a stranger."""
    model = ModelVersion(VersionId(word(), 2), arn(), (Container(word(), word(), word()),))
    asked = replace(request(), model=model, requested_by=word(), metrics_source=word(), metrics={word(): 0.5})
    made = decision(model=model, comment=word(), decided_by=Person("s", word(), "i"), decided_at=word())
    form = web.Form("token", "evidence", word(), word())
    review = Review(asked, made, approved(version=1))
    return web.review(review, person=Person("s", word(), "i"), form=form, refusal=None, notice=word())


@given(st.data())
def test_whatever_strangers_write_the_page_has_the_same_elements(data: st.DataObject) -> None:
    page = Page(filled(lambda: data.draw(words)))
    assert page.skeleton == Page(filled(lambda: "word")).skeleton
    addresses = [attributes.get(name) for name in ("href", "src", "action") for _, attributes in page.elements]
    assert {address for address in addresses if address} == {"/auth/sign-out"}


@given(words, words, words)
def test_a_message_is_only_words(title: str, sentence: str, comment: str) -> None:
    page = Page(web.message(title, sentence, person=Person("s", sentence, "i"), comment=comment, retry="/x"))
    assert page.skeleton == Page(web.message("t", "s", person=ANN, comment="c", retry="/x")).skeleton
    assert page.text("textarea").strip() == comment.strip()


@given(st.data())
def test_a_request_cannot_turn_or_hide_what_stands_beside_it(data: st.DataObject) -> None:
    hostile = data.draw(words)
    asked = replace(request(), requested_by=hostile, metrics_source=hostile, metrics={hostile: 0.5})
    made = decision(comment=hostile, decided_by=Person("s", hostile, "i"))
    html = web.review(Review(asked, made, None), person=Person("s", hostile, "i"), form=None, refusal=None)
    assert not unprintable(html)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_language_a_title_one_heading_and_a_viewport(name: str) -> None:
    page = Page(PAGES[name]())
    assert page.elements[0] == ("html", {"lang": "en"})
    assert page.text("title") == page.text("h1") != ""
    assert len(page.all("h1")) == 1
    assert {"charset": "utf-8"} in page.all("meta")
    assert any(meta.get("name") == "viewport" for meta in page.all("meta"))
    assert [tag for tag, _ in page.elements].count("main") == 1


@pytest.mark.parametrize("name", PAGES)
def test_every_field_has_a_label_and_every_button_a_name(name: str) -> None:
    page = Page(PAGES[name]())
    fields = [a for tag in ("input", "textarea", "select") for a in page.all(tag) if a.get("type") != "hidden"]
    assert {field["id"] for field in fields} == {label["for"] for label in page.all("label")}
    assert len(page.all("button")) == len(page.words.get("button", []))
    assert all(scope["scope"] in ("row", "col") for scope in page.all("th"))


@pytest.mark.parametrize("name", PAGES)
def test_no_page_needs_a_script_or_a_style_that_the_policy_does_not_name(name: str) -> None:
    page = Page(PAGES[name]())
    assert not {"script", "link", "iframe", "object", "img", "base"} & {tag for tag, _ in page.elements}
    assert not [a for _, attributes in page.elements for a in attributes if a == "style" or a.startswith("on")]
    digest = base64.b64encode(hashlib.sha256(page.text("style").encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}';" in web.security_headers()["Content-Security-Policy"]


def test_the_policy_allows_nothing_that_is_not_needed() -> None:
    headers = web.security_headers()
    policy = dict(part.split(maxsplit=1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "script-src" not in policy
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "same-origin")


def test_only_the_form_decides_and_it_holds_what_binds_it() -> None:
    page = Page(PAGES["asked"]())
    hidden = {field["name"]: field["value"] for field in page.all("input")}
    assert hidden == {"csrf_token": "token", "evidence": "evidence"}
    assert [b["value"] for b in page.all("button") if b.get("name") == "decision"] == ["Approved", "Rejected"]
    for other in ("refused", "decided", "message"):
        assert not [b for b in Page(PAGES[other]()).all("button") if b.get("name") == "decision"]


def test_what_was_typed_and_why_it_is_asked_again_are_shown() -> None:
    page = Page(PAGES["asked"]())
    assert page.text("textarea").strip() == "typed before"
    assert "please look again" in page.text("p")


def test_metrics_stand_beside_those_of_the_version_that_runs_now() -> None:
    asked = request(metrics={"auc": 0.981234, "new": 1.0})
    page = Page(web.review(Review(asked, None, approved(version=1)), person=ANN, form=None, refusal=None))
    assert [text for text in page.words["td"] if text.strip()][:4] == ["0.9812", "0.98", "1", "–"]


def test_a_request_without_metrics_says_why() -> None:
    for note, sentence in (("No report.", "No report."), (None, "The metrics did not fit into the request.")):
        asked = request(metrics={}, metrics_note=note)
        page = Page(web.review(Review(asked, None, None), person=ANN, form=None, refusal=None))
        assert sentence in page.text("p")


def test_a_decision_that_is_not_published_yet_says_so() -> None:
    sentence = "publishing it continues by itself"
    pending = web.review(Review(request(), decision(), None), person=ANN, form=None, refusal=None)
    assert sentence in pending
    assert sentence not in PAGES["decided"]()
