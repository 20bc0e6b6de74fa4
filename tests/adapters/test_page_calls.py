"""What a page costs: calls to AWS, as the real adapters make them. Their number is what an approver waits for."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from botocore.client import BaseClient

from model_approval.adapters.clients import client
from model_approval.auth.cookies import SESSION
from model_approval.auth.identity import Identity
from model_approval.domain.encoding import encode
from model_approval.handlers import wiring
from tests.adapters.conftest import REGION
from tests.adapters.test_registry import CONTAINER
from tests.adapters.test_wiring import PATH, registered, signed_in
from tests.adapters.test_wiring import wired as wired
from tests.unit.examples import ANN, NAMES, model, request
from tests.unit.handlers.answers import hidden
from tests.unit.handlers.stack import Browser
from tests.unit.handlers.test_settings import TARGETS

TEST_PATH = "/requests/test/abalone/1"

pytestmark = pytest.mark.usefixtures("wired")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The names of the operations that are called meanwhile, by whichever client."""
    calls: list[str] = []
    call = BaseClient._make_api_call

    def note(self: BaseClient, operation: str, parameters: Any) -> Any:
        calls.append(operation)
        return call(self, operation, parameters)

    with patch.object(BaseClient, "_make_api_call", note):
        yield calls


def asked_for_test(monkeypatch: pytest.MonkeyPatch, required: int) -> None:
    """Version 1 waits for the decision about test, whose account is another one."""
    role = {"role_arn": "arn:aws:iam::222222222222:role/promotion", "region": "us-east-2"}
    targets = TARGETS | {"test": TARGETS["test"] | role | {"required_approvals": required}}
    monkeypatch.setenv("TARGETS", json.dumps(targets))
    value = encode(request("test", 1))
    client("ssm").put_parameter(Name=NAMES.request("test", model(1).id), Value=value, Type="String")


def test_the_page_of_the_own_environment_takes_three_calls() -> None:
    registered()
    session = signed_in()
    with counted() as calls:
        page = Browser().get(PATH, session)
    assert (page.status, "bea@example.com" in page.said) == (200, True)
    assert calls == ["VerifyMac", "GetParameters", "DescribeModelPackage"]


@pytest.mark.parametrize(("required", "votes"), [(1, []), (2, ["GetParametersByPath"])])
def test_the_page_of_another_environment_takes_four_and_one_for_the_votes_and_one_to_enter(
    monkeypatch: pytest.MonkeyPatch, required: int, votes: list[str]
) -> None:
    asked_for_test(monkeypatch, required)
    session, page = signed_in(), ["GetParameters", "GetParameters", *votes, "DescribeModelPackage"]
    with counted() as calls:
        assert Browser().get(TEST_PATH, session).status == 200
    assert sorted(calls) == sorted(["VerifyMac", "AssumeRole", *page])
    with counted() as calls:
        assert Browser().get(TEST_PATH, session).status == 200
    assert calls == ["VerifyMac", *page]


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the model data that the registered version's container names."""
    client("s3").create_bucket(Bucket="models", CreateBucketConfiguration={"LocationConstraint": REGION})
    monkeypatch.setitem(CONTAINER, "ModelDataUrl", "s3://models/model.tar.gz")


def model_data(body: bytes) -> None:
    client("s3").put_object(Bucket="models", Key="model.tar.gz", Body=body)


@pytest.mark.usefixtures("bucket")
def test_the_first_press_takes_two_calls_and_the_second_one_eight() -> None:
    model_data(b"trained")
    registered()
    session, browser = signed_in(), Browser()
    form = browser.form(session, PATH)
    with counted() as calls:
        asked = browser.post(form | {"decision": "Approved", "comment": "good"}, session, path=PATH)
    assert (asked.status, calls) == (200, ["VerifyMac", "GetParameters"])
    with counted() as calls:
        assert browser.post(hidden(asked) | {"confirmed": "dev"}, session, path=PATH).status == 303
    assert calls == [
        *("VerifyMac", "GetParameters"),
        *("DescribeModelPackage", "HeadObject"),
        *("SendMessage", "PutParameter", "UpdateModelPackage", "PutParameter"),
    ]


@pytest.mark.usefixtures("bucket")
def test_who_approves_what_has_changed_is_told_so_and_nothing_is_decided(capsys: pytest.CaptureFixture[str]) -> None:
    model_data(b"trained")
    registered()
    session, browser = signed_in(), Browser()
    form = browser.form(session, PATH) | {"decision": "Approved", "comment": "good", "confirmed": "dev"}
    model_data(b"changed")
    with counted() as calls:
        page = browser.post(form, session, path=PATH)
    assert (page.status, "what would run has changed since it was registered" in page.said) == (409, True)
    assert {call for call in calls if call.startswith(("Put", "Send", "Update"))} == set()
    assert '"ArtefactChanges"' in capsys.readouterr().out
    model_data(b"trained")
    assert browser.post(form, session, path=PATH).status == 303


def test_a_version_that_is_not_pinned_takes_one_call_less() -> None:
    registered()
    session, browser = signed_in(), Browser()
    form = browser.form(session, PATH) | {"decision": "Approved", "comment": "", "confirmed": "dev"}
    with counted() as calls:
        assert browser.post(form, session, path=PATH).status == 303
    assert (len(calls), "HeadObject" in calls) == (7, False)


def test_the_preview_of_a_revocation_takes_four_calls() -> None:
    registered()
    session, browser = signed_in(), Browser()
    form = browser.form(session, PATH) | {"decision": "Approved", "comment": "", "confirmed": "dev"}
    assert browser.post(form, session, path=PATH).status == 303
    with counted() as calls:
        page = browser.get(f"{PATH}/revocation", session)
    assert (page.status, "No approved version" in page.said) == (200, True)
    assert len(calls) <= 4, calls


def test_a_look_without_a_session_takes_none() -> None:
    registered()
    forged = f"{SESSION}=forged.AAAA"
    with counted() as calls:
        assert Browser().post({"decision": "Approved"}, forged, path=PATH).status == 401
    assert calls == []


def test_who_may_not_decide_is_refused_before_anything_is_written() -> None:
    registered()
    outsider = f"{SESSION}={wiring.sessions().start(Identity(ANN, frozenset())).value}"
    with counted() as calls:
        assert Browser().post({"decision": "Approved", "confirmed": "dev"}, outsider, path=PATH).status == 403
    assert calls == ["VerifyMac", "GetParameters", "DescribeModelPackage"]
