"""What holds for every mail: its subject, thread and link, how it reads aloud and in the dark."""

import pytest

from model_approval.domain.notice import Kind
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import bypass, model, request
from tests.unit.pages.mailing import LINK, WITH_LINKS, Html, mail

FOLLOW_UPS = [Kind.REMINDER, Kind.DECIDED, Kind.REVOKED]
every = pytest.mark.parametrize("kind", Kind)


@pytest.mark.parametrize("kind", WITH_LINKS)
@pytest.mark.parametrize("expected", ApprovalStatus)
def test_there_is_one_link_on_a_line_of_its_own(kind: Kind, expected: ApprovalStatus) -> None:
    message = mail(kind, bypass(expected=expected) if kind is Kind.BYPASS else None)
    assert f"\n{LINK}\n" in message.text
    assert message.text.count("https://") == 1
    page = Html(message.html)
    assert {a["href"] for a in page.all("a")} == {LINK}
    assert LINK in page.words["a"], "the address can be read"


@pytest.mark.parametrize("kind", FOLLOW_UPS)
def test_mails_about_one_request_are_one_thread(kind: Kind) -> None:
    first, later = mail(Kind.REQUEST), mail(kind)
    assert later.subject == f"Re: {first.subject}"
    assert later.thread == first.thread
    assert (first.follows_up, later.follows_up) == (False, True)


def test_each_request_has_a_thread_of_its_own() -> None:
    abouts = [request(), request("test"), request(version=3), request(model=model(2, "churn"))]
    threads = [mail(Kind.REQUEST, about).thread or "" for about in abouts]
    assert len(set(threads)) == len(threads)
    assert all(thread.startswith("<") and thread.endswith("@model-approval>") for thread in threads)


@pytest.mark.parametrize("kind", [Kind.REPORT, Kind.BYPASS])
def test_what_is_about_no_request_stands_alone(kind: Kind) -> None:
    message = mail(kind)
    assert (message.thread, message.follows_up) == (None, False)
    assert not message.subject.startswith("Re:")


@every
def test_mails_can_be_read_by_machines_that_read_aloud(kind: Kind) -> None:
    message = mail(kind)
    page = Html(message.html)
    assert page.elements[0] == ("html", {"lang": "en", "dir": "ltr"})
    assert page.text("title") == message.subject
    assert len(page.all("h1")) == 1
    assert all(table.get("role", "") == "presentation" for table in page.all("table") if "role" in table)
    with_headings = len([table for table in page.all("table") if "role" not in table])
    assert with_headings == (3 if kind in (Kind.REQUEST, Kind.REMINDER, Kind.REPORT) else 1)
    assert all(heading["scope"] in ("row", "col") for heading in page.all("th"))


@every
def test_mails_load_nothing_and_look_right_in_the_dark(kind: Kind) -> None:
    page = Html(mail(kind).html)
    assert not {"script", "img", "link", "form", "iframe"} & {tag for tag, _ in page.elements}
    assert "url(" not in page.html
    assert {"name": "color-scheme", "content": "light dark"} in page.all("meta")
    assert "prefers-color-scheme: dark" in page.text("style")
