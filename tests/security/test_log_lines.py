"""Promise 12, first half: every line of the log is one JSON object, whatever strangers write; none can be forged."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from model_approval.adapters import correlation
from model_approval.handlers import inference_notifier, registration_notifier
from model_approval.handlers.approval import handler
from model_approval.handlers.log import VALUE_LIMIT, correlate, logger
from tests.security.logbook import Logbook, logbook
from tests.unit.examples import hostile_text
from tests.unit.handlers.stack import Context, Stack, event
from tests.unit.handlers.test_queues import batch

FORGED = 'x"}\r\n{"level":"INFO","message":"answered","correlation_id":"forged","subject":"ann"}\n'
ENDS = "\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\ud800", "\x00", "\x1b[2K"
words = st.one_of(
    hostile_text,
    st.sampled_from([FORGED, json.dumps({"level": "INFO"}), *ENDS]),
    st.text('a\n\r\x0b\x0c\x1c\x85\u2028\u2029\ud800\0{}"\\'),
)
once = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def book() -> Iterator[Logbook]:
    with logbook() as book:
        yield book


@once
@given(word=words)
@example(word=FORGED)
@example(word='{"level":"CRITICAL"}')
@example(word="\ud800")
def test_whatever_a_value_holds_a_line_is_one_object_and_says_the_same(book: Logbook, word: str) -> None:
    book.forget()
    correlate("event-1")
    logger.info(word)
    logger.warning("refused", path=word, reason=word, rules=[word])
    try:
        raise ValueError(word)
    except ValueError:
        logger.exception("request failed")
    said, refused, failed = book.lines
    assert said["message"] == word
    assert (refused["path"], refused["reason"], refused["rules"]) == (word, word, [word])
    assert (failed["message"], failed["exception_name"]) == ("request failed", "ValueError")
    assert word.rstrip() in failed["exception"]
    assert [line["level"] for line in book.lines] == ["INFO", "WARNING", "ERROR"]
    assert {line["correlation_id"] for line in book.lines} == {"event-1"}


@pytest.mark.parametrize("character", ["x", "\u2028", "💥", '"'])
def test_no_word_is_long_enough_to_begin_a_line_of_its_own(book: Logbook, character: str) -> None:
    """Lambda cuts long lines, and what is cut off would be taken for a line."""
    text = character * 600_000
    logger.info("answered", subject=text[:VALUE_LIMIT], reason=text)
    [line] = book.lines
    assert len(line["reason"]) == VALUE_LIMIT


def test_what_a_page_logs_is_its_own_words_only(monkeypatch: pytest.MonkeyPatch, book: Logbook) -> None:
    stack = Stack(monkeypatch)
    stack.ask()
    stranger = stack.session(groups=["dev-approvers\n" + FORGED])
    fields = stack.form(stack.session()) | {"decision": "Approved", "comment": FORGED, "confirmed": "dev"}
    stack.get(f"/requests/dev/abalone/2{quote(FORGED)}", stranger)
    stack.get(f"/requests/dev/abalone/2\n{FORGED}", stranger)
    stack.post(fields, stranger)
    stack.world.journal.fail_at("read", RuntimeError(FORGED))
    assert stack.get("/requests/dev/abalone/2", stranger).status == 502
    assert {line["level"] for line in book.lines} >= {"WARNING", "ERROR"}
    assert {line["correlation_id"] for line in book.lines} == {"request-1"}
    assert all(line.get("message") != "answered" for line in book.lines)


def test_what_the_provider_says_about_a_refusal_is_one_value(monkeypatch: pytest.MonkeyPatch, book: Logbook) -> None:
    stack = Stack(monkeypatch)
    left = stack.get("/")
    state = left.headers["Location"].partition("state=")[2]
    returned = event("GET", "/auth/callback", [left.cookies[0].partition(";")[0]])
    returned["queryStringParameters"] = {"state": state, "error": FORGED, "error_description": FORGED}
    assert stack.send(returned).status == 403
    [line] = book.lines
    assert (line["message"], line["correlation_id"]) == ("sign-in failed", "request-1")
    assert "forged" in line["detail"]


MESSAGES: dict[str, Any] = {
    "approval": handler,
    "registration_notifier": registration_notifier.handler,
    "inference_notifier": inference_notifier.handler,
}

bodies = st.one_of(
    words,
    st.builds(lambda word: json.dumps({"detail-type": word, "detail": {}, "id": word}), words),
    st.builds(lambda word: json.dumps({"environment": word, "group": word, "version": 1, "attempt": word}), words),
    st.builds(lambda word: json.dumps({"detail-type": "Model Approval Mail", "detail": {"kind": word}}), words),
    st.builds(
        lambda word: json.dumps({
            "id": word,
            "detail-type": "SageMaker Model Package State Change",
            "detail": {"ModelPackageGroupName": word, "ModelPackageArn": word},
        }),
        words,
    ),
    st.builds(
        lambda word: json.dumps({
            "id": "1",
            "source": word or "x",
            "detail-type": "Model Inference Completed",
            "detail": {"model_package_arn": word, "run": word, "environment": word},
        }),
        words,
    ),
)  # fmt: skip


@pytest.mark.parametrize("function", MESSAGES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=bodies)
@example(body=json.dumps({"correlation_id": FORGED, "id": FORGED}))
def test_what_a_message_brings_is_logged_as_its_own_words_only(
    monkeypatch: pytest.MonkeyPatch, book: Logbook, function: str, body: str
) -> None:
    Stack(monkeypatch)
    book.forget()
    MESSAGES[function](batch(body), Context())
    brought = correlation.carried(body)
    assert book.lines
    for line in book.lines:
        assert line["message_id"] == "message-0"
        assert line["correlation_id"] in (brought, "message-0")
        assert "forged" not in (line["message"], line["correlation_id"])
        assert line["message"] in ("event put aside", "event failed, to be delivered again") or function == "approval"
