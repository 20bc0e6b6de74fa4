"""Promise 12, second half: one id follows a request through the functions, their queues and the other accounts."""

import json
import re
from collections.abc import Iterator

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from hypothesis import given

from model_approval.adapters import correlation
from model_approval.adapters.queues import IntentQueue
from model_approval.domain.intents import CarryThrough, Rebuild, Remind, parse, to_body
from model_approval.domain.model_version import VersionId
from model_approval.domain.notice import Kind, MailJob, Notice, mail_job
from model_approval.handlers.approval import handler
from tests.crashes import ledger, pipelines
from tests.crashes.approver import Approver
from tests.crashes.cloud import ACCOUNTS
from tests.crashes.events import transform_completed
from tests.crashes.wire import Attempt, Send
from tests.crashes.world import World
from tests.security.logbook import Logbook, logbook
from tests.unit.examples import ANN, BEN, hostile_text, request
from tests.unit.handlers.stack import Context, Stack, event
from tests.unit.handlers.test_queues import batch, intent

PAGE = "request-1"
"""What API Gateway calls each request in these tests."""
ID = VersionId("abalone", 2)
BODIES = [
    *(to_body(one) for one in (CarryThrough("dev", ID, "attempt-1"), Rebuild("dev", "abalone"), Remind("dev", ID))),
    MailJob("ann@example.com", Notice(Kind.REQUEST, request())).to_body(),
]


@pytest.fixture(autouse=True)
def _nothing_is_being_done() -> Iterator[None]:
    correlation.begin()
    yield
    correlation.begin()


@pytest.fixture
def book() -> Iterator[Logbook]:
    with logbook() as book:
        yield book


def test_from_a_registration_to_the_next_account_each_line_and_call_says_what_it_came_of() -> None:
    """SageMaker's events are called event-1 and so on; the workflow's own changes cause some, too."""
    world, calls = World(), list[tuple[str, str, str]]()

    def look(attempt: Attempt, sent: AWSPreparedRequest, send: Send) -> AWSResponse:
        agent = sent.headers["User-Agent"]
        [id] = re.findall(r" correlation_id/(\S+)", agent.decode() if isinstance(agent, bytes) else agent)
        calls.append((attempt.call.account, f"{attempt.call.service}.{attempt.call.operation}", id))
        return send()

    def done(book: Logbook) -> list[tuple[str, str]]:
        """What was done and for what, but for what found nothing to do; each line has an id."""
        told = [(line.get("message", "a metric").partition(" ")[0], line["correlation_id"]) for line in book.lines]
        book.forget()
        return [(word, id) for word, id in told if word != "nothing:"]

    def wrote() -> set[tuple[str, str, str]]:
        found = {(account, call, id) for account, call, id in calls if call in ("ssm.PutParameter", "sesv2.SendEmail")}
        calls.clear()
        return found

    with world.up(), logbook() as book:
        world.wire.weather = look
        pipelines.register(world.cloud)
        world.queues.work_off()
        assert done(book) == [("requested", "event-1"), ("sent", "event-1"), ("sent", "event-1")]
        dev, test = ACCOUNTS["dev"], ACCOUNTS["test"]
        assert wrote() == {(dev, "ssm.PutParameter", "event-1"), (dev, "sesv2.SendEmail", "event-1")}

        Approver(world, ANN, "dev").decide(1, "Approved")
        assert {id for _, _, id in calls} == {PAGE}
        world.queues.work_off()
        assert done(book) == [("answered", PAGE), ("abalone", PAGE), ("sent", PAGE)]
        assert wrote() == {(dev, "ssm.PutParameter", PAGE), (dev, "sesv2.SendEmail", PAGE)}

        job = pipelines.transform(world.cloud, "dev", str(ledger.packages()[0]["ModelPackageArn"]))
        world.queues.put("dev/inference_notifier", transform_completed(job, "s3://dev-data/", "run-1"))
        world.queues.work_off()
        assert {id for _, id in done(book)} == {"run-1"}
        wrote()

        Approver(world, BEN, "test").decide(1, "Approved")
        world.queues.work_off()
        assert done(book) == [("answered", PAGE), ("abalone", PAGE), ("sent", PAGE)]
        assert wrote() == {(test, "ssm.PutParameter", PAGE), (dev, "sesv2.SendEmail", PAGE)}


@pytest.mark.parametrize("body", BODIES)
def test_what_is_sent_on_behalf_of_something_says_so_and_means_the_same(body: str) -> None:
    read = mail_job if "detail" in body else parse
    assert correlation.stamped(body) == body
    correlation.begin(PAGE)
    assert correlation.carried(correlation.stamped(body)) == PAGE
    assert read(correlation.stamped(body)) == read(body)


def test_what_an_older_version_or_a_person_sent_is_known_by_its_message(
    monkeypatch: pytest.MonkeyPatch, book: Logbook
) -> None:
    Stack(monkeypatch)
    handler(batch(intent(2), intent(3, correlation_id="request-7"), "no JSON"), Context())
    assert [line["correlation_id"] for line in book.lines] == ["message-0", "request-7", "message-2"]


def test_a_redelivery_keeps_the_id_and_the_dead_letter_as_well(monkeypatch: pytest.MonkeyPatch, book: Logbook) -> None:
    stack = Stack(monkeypatch)
    body = json.dumps({"environment": "nowhere", "group": "abalone", "correlation_id": "request-7"})
    handler(batch(body), Context())
    [(letter, _)] = stack.dead_letters.letters
    assert correlation.carried(letter) == "request-7"


def test_what_begins_with_one_id_does_not_end_with_another(monkeypatch: pytest.MonkeyPatch, book: Logbook) -> None:
    """Of a batch, each message has its own, and the page that comes after it, too."""
    stack = Stack(monkeypatch)
    handler(batch(intent(2, correlation_id="request-7"), intent(2)), Context())
    stack.get("/nothing")
    stack.get("/auth/callback")
    assert [line["correlation_id"] for line in book.lines] == ["request-7", "message-1", PAGE]
    assert correlation.current() == PAGE


@given(hostile_text)
def test_only_what_looks_like_an_id_is_taken_for_one(word: str) -> None:
    """It gets into a header of each AWS call."""
    found = correlation.begin(word, {"an": "object"}, None, "L-gOhjJJoAMEVwg=")
    assert found == correlation.current()
    assert found
    assert re.fullmatch(r"[A-Za-z0-9._+/=-]{1,64}", found, re.ASCII)
    assert found == "L-gOhjJJoAMEVwg=" or found == word


def test_a_request_without_a_usable_id_has_lambdas(monkeypatch: pytest.MonkeyPatch, book: Logbook) -> None:
    Stack(monkeypatch)
    asked = event("GET", "/auth/callback")
    asked["requestContext"]["requestId"] = "a\r\nX-Forged: 1"
    context = Context()
    context.aws_request_id = "lambda-1"
    handler(asked, context)
    assert [line["correlation_id"] for line in book.lines] == ["lambda-1"]


def test_an_intent_is_stamped_when_it_is_sent() -> None:
    sent = list[dict[str, object]]()

    class Sqs:
        def send_message(self, **message: object) -> None:
            sent.append(message)

    correlation.begin(PAGE)
    IntentQueue(Sqs(), "https://sqs/intents").send(Rebuild("dev", "abalone"))
    assert json.loads(str(sent[0]["MessageBody"])) == {
        "environment": "dev",
        "group": "abalone",
        "correlation_id": PAGE,
    }
