"""The mails: one line of subject, a link without authority, and hostile words that stay words."""

from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.message import Message
from model_approval.domain.model_version import ModelVersion, VersionId
from model_approval.pages.mail import approval_request, inference_report
from tests.unit.examples import arn, hostile_text, request, storable_text
from tests.unit.pages.markup import Page, unprintable

BASE = "https://approve.example.com"
LINK = f"{BASE}/requests/dev/abalone/2"
Render = Callable[[Any, str], Message]
renders = pytest.mark.parametrize("render", [approval_request, inference_report])
words = storable_text.map(lambda text: text or "-")


def test_an_approver_is_asked_with_a_link_that_can_be_read() -> None:
    mail = approval_request(request(), BASE)
    assert mail.subject == "Approve abalone version 2 for dev?"
    assert f"\n{LINK}\n" in mail.text
    assert [a["href"] for a in Page(mail.html).all("a")] == [LINK]
    assert "?" not in LINK
    assert "auc: 0.98" in mail.text
    assert Page(mail.html).words["td"] == ["0.98"]


def test_a_report_has_nothing_to_click() -> None:
    mail = inference_report(request("prod"), BASE)
    assert mail.subject == "abalone version 2 ran in prod"
    assert BASE not in mail.text + mail.html
    assert "There is nothing to approve." in " ".join(mail.html.split())


@renders
@given(data=st.data())
def test_whatever_strangers_write_the_mail_has_the_same_elements(render: Render, data: st.DataObject) -> None:
    def filled(word: Callable[[], str]) -> Message:
        asked = replace(request(), requested_by=word(), metrics={word(): 0.5}, metrics_source=word())
        return render(asked, BASE)

    mail = filled(lambda: data.draw(words))
    assert Page(mail.html).skeleton == Page(filled(lambda: "word").html).skeleton
    assert not unprintable(mail.html + mail.text)
    assert mail.text.count("\n") == filled(lambda: "word").text.count("\n")


@renders
@given(group=hostile_text, environment=hostile_text)
def test_a_subject_is_one_line_whatever_the_names(render: Render, group: str, environment: str) -> None:
    hostile = request(environment, model=ModelVersion(VersionId(group.replace("\ud800", ""), 2), arn()))
    mail = render(replace(hostile, environment=environment.replace("\ud800", "")), BASE)
    message = EmailMessage()
    message["Subject"] = mail.subject
    assert not unprintable(mail.subject)
    assert "\n" not in mail.subject


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_link_stays_a_link_to_us(group: str) -> None:
    mail = approval_request(request(model=ModelVersion(VersionId(group, 2), arn())), BASE)
    (anchor,) = Page(mail.html).all("a")
    assert anchor["href"].startswith(f"{BASE}/requests/dev/")
    assert not set(anchor["href"]) & set(" \n\"'<>?#")


@renders
@pytest.mark.parametrize(
    ("note", "sentence"), [("No report.", "No report."), (None, "The metrics did not fit into the request.")]
)
def test_a_mail_without_metrics_says_why(render: Render, note: str | None, sentence: str) -> None:
    mail = render(request(metrics={}, metrics_note=note), BASE)
    assert sentence in mail.text
    assert sentence in Page(mail.html).text("p")


@renders
def test_mails_have_a_language_and_a_title(render: Render) -> None:
    mail = render(request(), BASE)
    page = Page(mail.html)
    assert page.elements[0] == ("html", {"lang": "en"})
    assert page.text("title") == mail.subject
    assert not {"script", "img", "link", "style"} & {tag for tag, _ in page.elements}
