"""Hostile words stay words: in a subject, in the text, in the HTML."""

from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.evidence import Source, Stage, Violations
from model_approval.domain.gates import Gate, Gates, OnFailure
from model_approval.domain.message import Message
from model_approval.domain.notice import Kind
from model_approval.pages.mail import SUBJECT_LIMIT, render
from tests.unit.examples import (
    ANN,
    approved,
    bypass,
    decision,
    hostile_text,
    request,
    revocation,
    step,
    storable_text,
    stray_words,
)
from tests.unit.pages.mailing import BASE, LINK, WITH_LINKS, Html, mail, named, notice
from tests.unit.pages.markup import unprintable

every = pytest.mark.parametrize("kind", Kind)


def hostile(kind: Kind, word: Callable[[], str]) -> Message:
    """A mail whose every word that may come from a stranger does; comments are another matter."""
    now = replace(approved(version=1), approved_by=word(), metrics={"auc": 0.5, word() + "now": 0.5})
    match kind:
        case Kind.DECIDED:
            decided_by, rules = replace(ANN, name=word()), (word(), word())
            return mail(kind, decision(decided_by=decided_by, comment="", overridden=rules), approved=now)
        case Kind.REVOKED:
            return mail(kind, revocation(revoked_by=replace(ANN, name=word()), reason=""), approved=now)
        case Kind.BYPASS:
            return mail(kind, bypass(changed_by=word()))
    trail = (replace(step("test"), environment=word(), approved_by=word()),)
    name = word() + "new"
    about = request(
        requested_by=word(),
        author=word(),
        summary=word(),
        trail=trail,
        metrics={"auc": 0.5, name: 0.5},
        earlier=(Stage(word(), {name: 0.25}), Stage(word(), {})),
        violations=Violations(4, (word(), word())),
        run={f"{word()}run": 2.0},
        sources=(Source(word(), word(), 2, word()), Source(word(), None, 0, word())),
    )
    gates = Gates((Gate(word(), name, ">=", 0.75), Gate(word())), OnFailure.BLOCK, word())
    return render(
        replace(notice(kind, about), approved=now), base_url=BASE, valid_days=90, gates=lambda _environment: gates
    )


def tags(message: Message) -> list[str]:
    """All but the line breaks."""
    return [tag for tag, _ in Html(message.html).elements if tag != "br"]


@every
@given(data=st.data())
def test_whatever_strangers_write_the_mail_has_the_same_elements(kind: Kind, data: st.DataObject) -> None:
    message, harmless = hostile(kind, lambda: data.draw(stray_words)), hostile(kind, lambda: "word")
    assert Html(message.html).skeleton == Html(harmless.html).skeleton
    assert not unprintable(message.html + message.text)
    assert message.text.count("\n") == harmless.text.count("\n")


@pytest.mark.parametrize("kind", [Kind.DECIDED, Kind.REVOKED])
@given(comment=storable_text)
def test_whatever_a_comment_says_it_stays_a_quotation(kind: Kind, comment: str) -> None:
    quoting, silent = (
        mail(kind, decision(comment=said) if kind is Kind.DECIDED else revocation(reason=said))
        for said in (comment, "")
    )
    ours = [line for line in quoting.text.splitlines() if not line.startswith(">")]
    assert len(ours) - len(silent.text.splitlines()) in (0, 1)
    assert not unprintable(quoting.html + quoting.text)
    quotation = (
        ["table", "tr", "td", "tr", "td"] if any(line.startswith(">") for line in quoting.text.splitlines()) else []
    )
    assert sorted(tags(quoting)) == sorted(tags(silent) + quotation)


@every
@given(group=hostile_text, environment=hostile_text)
def test_a_subject_is_one_line_whatever_the_names(kind: Kind, group: str, environment: str) -> None:
    subject = named(kind, group.replace("\ud800", ""), environment.replace("\ud800", "")).subject
    message = EmailMessage()
    message["Subject"] = subject
    assert not unprintable(subject)
    assert "\n" not in subject


@every
def test_a_subject_is_not_too_long_whatever_the_names(kind: Kind) -> None:
    assert len(named(kind, "g" * 5000).subject) <= len("Re: ") + SUBJECT_LIMIT


@pytest.mark.parametrize("kind", WITH_LINKS)
@given(group=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_link_stays_a_link_to_us(kind: Kind, group: str) -> None:
    (href,) = {anchor["href"] for anchor in Html(named(kind, group).html).all("a")}
    assert href.startswith(f"{BASE}/requests/dev/")
    assert href.count("/") == LINK.count("/")
    assert not set(href) & set(" \n\"'<>?#")
