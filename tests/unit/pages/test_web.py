"""The web pages: hostile words stay words, and every page can be read, navigated and trusted."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.model_version import Container, ModelVersion, VersionId
from model_approval.domain.person import Person
from model_approval.domain.review import Review
from model_approval.domain.standing import Standing
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.votes import Ballot
from model_approval.pages import web
from tests.unit.examples import ANN, approved, arn, decision, request, revocation, storable_text, vote
from tests.unit.pages.markup import Page, unprintable
from tests.unit.pages.views import PAGES, REVOKE

words = storable_text.map(lambda text: text or "-")


def filled(word: Callable[[], str], revoked: bool) -> str:
    """A page whose every word comes from a stranger."""
    model = ModelVersion(VersionId(word(), 2), arn(), (Container(word(), word(), word()),))
    asked = replace(request(), model=model, requested_by=word(), metrics_source=word(), metrics={word(): 0.5})
    person, cast = Person("s", word(), "i"), vote(Person("t", word(), "i"), comment=word())
    ballots = (cast.ballot, Ballot(ApprovalStatus.APPROVED, word(), "key"))
    made = decision(model=model, comment=word(), decided_by=person, decided_at=word(), votes=ballots)
    gone = revocation(reason=word(), revoked_by=person) if revoked else None
    review = Review(asked, Standing(made, gone), approved(version=1), 2, (cast,))
    form = None if revoked else replace(REVOKE, typed=word(), note=word())
    return web.review(review, person=person, form=form, refusal=None, notice=word())


@pytest.mark.parametrize("revoked", [False, True])
@given(st.data())
def test_whatever_strangers_write_the_page_has_the_same_elements(revoked: bool, data: st.DataObject) -> None:
    html = filled(lambda: data.draw(words), revoked)
    page = Page(html)
    assert page.skeleton == Page(filled(lambda: "word", revoked)).skeleton
    addresses = [attributes.get(name) for name in ("href", "src", "action") for _, attributes in page.elements]
    assert {address for address in addresses if address} <= {"/auth/sign-out", REVOKE.action}


@given(words, words, words)
def test_a_message_is_only_words(title: str, sentence: str, comment: str) -> None:
    page = Page(web.message(title, sentence, person=Person("s", sentence, "i"), typed=comment, retry="/x"))
    assert page.skeleton == Page(web.message("t", "s", person=ANN, typed="c", retry="/x")).skeleton
    assert page.text("textarea").strip() == comment.strip()


@given(word=words, revoked=st.booleans())
def test_a_stranger_cannot_turn_or_hide_what_stands_beside_their_words(word: str, revoked: bool) -> None:
    asked = replace(request(), requested_by=word, metrics_source=word, metrics={word: 0.5})
    person = Person("s", word, "i")
    cast = vote(person, comment=word)
    made = decision(comment=word, decided_by=person, votes=(Ballot(ApprovalStatus.APPROVED, word, "key"),))
    gone = revocation(reason=word, revoked_by=person) if revoked else None
    review = Review(asked, Standing(made, gone), None, 2, (cast,))
    assert not unprintable(web.review(review, person=person, form=None, refusal=None))


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
