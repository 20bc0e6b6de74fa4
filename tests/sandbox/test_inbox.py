"""The inbox shows mails as they were sent, and lets nothing in them act."""

import html
import re

from sandbox.local_aws import root

from .conftest import ACCOUNT, OTHER_ACCOUNT


def send(aws, account, subject, **body):
    ses = aws.client("sesv2", root(account))
    if not any(one["IdentityName"] == "example.com" for one in ses.list_email_identities()["EmailIdentities"]):
        ses.create_email_identity(EmailIdentity="example.com")
    content = {"Subject": {"Data": subject}, "Body": {kind: {"Data": text} for kind, text in body.items()}}
    ses.send_email(
        FromEmailAddress="Model approval <model-approval@example.com>",
        Destination={"ToAddresses": ["ada@example.com"]},
        Content={"Simple": content | {"Headers": [{"Name": "Auto-Submitted", "Value": "auto-generated"}]}},
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
