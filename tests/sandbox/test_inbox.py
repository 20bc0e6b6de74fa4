"""The inbox shows mails as they were sent, and lets nothing in them act."""

import html
import re

import pytest

from sandbox.local_aws import root
from sandbox.mailbox import mails

from .conftest import ACCOUNT, OTHER_ACCOUNT, refused

GENERATED = {"Name": "Auto-Submitted", "Value": "auto-generated"}


def send(aws, account, subject, headers=(GENERATED,), **body):
    ses = aws.client("sesv2", root(account))
    if not any(one["IdentityName"] == "example.com" for one in ses.list_email_identities()["EmailIdentities"]):
        ses.create_email_identity(EmailIdentity="example.com")
    content = {"Subject": {"Data": subject}, "Body": {kind: {"Data": text} for kind, text in body.items()}}
    ses.send_email(
        FromEmailAddress="Model approval <model-approval@example.com>",
        Destination={"ToAddresses": ["ada@example.com"]},
        Content={"Simple": content | {"Headers": list(headers)}},
    )


def test_mails_are_listed_newest_first_with_the_environment_that_sent_them(aws):
    send(aws, ACCOUNT, "first", Text="text")
    send(aws, OTHER_ACCOUNT, "second", Text="text", Html="<p>html</p>")
    second, first = aws.mails()[:2]
    assert (first["subject"], first["environment"], first["account_id"]) == ("first", "dev", ACCOUNT)
    assert (second["subject"], second["environment"], second["recipients"]) == ("second", "test", "ada@example.com")
    assert (second["text"], second["html"]) == ("text", "<p>html</p>")


def test_a_mail_is_shown_in_a_frame_without_scripts_whose_links_open(aws):
    hostile = '</iframe><script>alert(1)</script><a href="https://example.com/">link</a>'
    send(aws, ACCOUNT, "<b>hostile</b>", Text="<script>", Html=hostile)
    page = aws.get("/_sandbox/inbox")
    assert "script-src" not in page.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    text = page.read().decode()
    assert "<script" not in text
    assert "&lt;b&gt;hostile&lt;/b&gt;" in text
    frame = re.search(r'<iframe [^>]*srcdoc="([^"]*)" sandbox="([^"]*)"', text)
    assert html.unescape(frame[1]).endswith(hostile)
    assert "allow-scripts" not in frame[2]
    assert {"allow-popups", "allow-top-navigation-by-user-activation"} <= set(frame[2].split())


def test_a_mail_keeps_the_headers_that_were_sent_with_it(aws):
    thread = {"Name": "References", "Value": "<0123456789abcdef@model-approval>"}
    send(aws, ACCOUNT, "with headers", [GENERATED, thread], Text="text", Html="<p>html</p>")
    send(aws, ACCOUNT, "without", [], Text="text")
    found = {mail.subject: mail for mail in mails(aws, "ada@example.com")}
    assert found["with headers"].headers == {"Auto-Submitted": "auto-generated", "References": thread["Value"]}
    assert found["with headers"].html == "<p>html</p>"
    assert found["without"].headers == {}


@pytest.mark.parametrize(
    "headers",
    [
        [{"Name": "References", "Value": "<a@b>\r\nBcc: eve@example.com"}],
        [{"Name": "Thread-Topic", "Value": "Müller"}],
        [{"Name": "With space", "Value": "x"}],
        [{"Name": "With:colon", "Value": "x"}],
        [{"Name": "References", "Value": "x" * 987}],
        [{"Name": f"X-{number}", "Value": "x"} for number in range(16)],
    ],
)
def test_headers_that_ses_refuses_are_refused(aws, headers):
    assert "BadRequestException" in refused(send, aws, ACCOUNT, "refused", headers, Text="text")
    assert not [mail for mail in mails(aws, "ada@example.com") if mail.subject == "refused"]


def test_the_mails_of_a_thread_are_shown_together(aws):
    thread = [{"Name": "References", "Value": "<one@thread>"}]
    send(aws, ACCOUNT, "asked", thread, Text="text")
    send(aws, ACCOUNT, "in between", Text="text")
    send(aws, ACCOUNT, "Re: asked", thread, Text="text")
    assert [mail["thread"] for mail in aws.mails()[:3]] == ["<one@thread>", "", "<one@thread>"]
    page = aws.get("/_sandbox/inbox").read().decode()
    told = [page.index(f">{words}<") for words in ("Re: asked", "in between")]
    assert told[0] < page.index("UTC: asked<") < told[1]
