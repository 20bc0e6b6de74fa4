"""What the user says about metrics, and the environments' gates, reach every page and mail that shows numbers."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from model_approval.domain.directions import Directions
from model_approval.domain.encoding import encode
from model_approval.domain.gates import Gates
from model_approval.domain.notice import Kind, Notice
from model_approval.handlers import settings, wiring, wiring_notifiers
from tests.unit.examples import NAMES, approved, request
from tests.unit.handlers.stack import REVOCATION, URL, Stack


@pytest.fixture
def lower(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Stack:
    """Somebody whose AUC had better be low. Version 1 is approved for dev, version 2 waits."""
    monkeypatch.setattr(settings, "directions", lambda: Directions({"auc": "lower"}))
    stack.world.answer(version=1)
    stack.ask(request(version=1, metrics={"auc": 0.9}))
    stack.world.store.values[NAMES.approved("dev", "abalone")] = [
        encode(replace(approved(version=1), metrics={"auc": 0.9}))
    ]
    stack.ask()
    return stack


def test_the_page_of_a_request_knows_which_way_is_better(lower: Stack) -> None:
    assert "auc 0.98 0.90 +0.08 +8.9 % worse" in lower.get(URL, lower.session()).page.said


def test_the_comparison_of_two_versions_knows_it(lower: Stack) -> None:
    answer = lower.get("/groups/abalone/compare", lower.session(), query="a=2&b=1")
    assert "worse" in answer.page.said


def test_the_page_that_takes_an_approval_back_knows_it(lower: Stack) -> None:
    lower.world.answer(version=2)
    lower.ask(request(metrics={"auc": 0.5}))
    assert "auc 0.98 0.50 +0.48 +96.0 % worse" in lower.get(REVOCATION, lower.session()).page.said


def test_mails_know_it_and_the_gates(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def gates(environment: str) -> Gates:
        asked.append(environment)
        return Gates.parse(["auc >= 0.99"], "warn", None)

    def client(_service: str) -> Any:
        return None

    monkeypatch.setattr(settings, "directions", lambda: Directions({"auc": "lower"}))
    monkeypatch.setattr(settings, "mail", lambda: SimpleNamespace(sender="a@example.com", configuration_set="c"))
    monkeypatch.setattr(wiring, "gates", gates)
    monkeypatch.setattr(wiring_notifiers, "client", client)
    deliver = wiring_notifiers.deliver.__wrapped__()
    now = replace(approved(version=1), metrics={"auc": 0.9})
    text = deliver._render(Notice(Kind.REQUEST, request(), approved=now)).text
    assert "auc: 0.98 (version 1 now: 0.90, +0.08, worse)" in text
    assert "auc >= 0.99: 0.98 is below 0.99" in text
    assert asked == ["dev"]
