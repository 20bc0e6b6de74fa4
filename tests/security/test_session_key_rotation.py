"""Promise 13: the key of the sessions is rotated under people's hands.

What the old one signed is good until its own time is over, the new one signs from then on, and without the old one its
sessions are worth nothing.

The approval function as it is in AWS, before moto; each ``deploy`` is what an apply of the module does to it.
"""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.client import BaseClient

from model_approval.auth.cookies import SIGN_IN
from model_approval.auth.session import SESSION_LIFETIME
from model_approval.handlers import settings, wiring
from tests.adapters.conftest import aws as aws
from tests.adapters.test_signer import new_key
from tests.adapters.test_wiring import CONFIRMED, PATH, parameter, registered, signed_in
from tests.adapters.test_wiring import wired as wired
from tests.unit.auth.signer import Clock
from tests.unit.examples import ANN
from tests.unit.handlers.stack import Browser

Deploy = Callable[..., None]

pytestmark = pytest.mark.usefixtures("wired")


@pytest.fixture
def deploy(monkeypatch: pytest.MonkeyPatch) -> Deploy:
    """New instances of the function, with these keys: the newest first, as the module says them."""

    def _deploy(*keys: str) -> None:
        monkeypatch.setenv("SESSION_KEY_IDS", json.dumps(keys))
        for module in (settings, wiring):
            for made in vars(module).values():
                if hasattr(made, "cache_clear"):
                    made.cache_clear()

    return _deploy


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(wiring, "time", SimpleNamespace(time=clock))
    return clock


@pytest.fixture
def keys() -> tuple[str, str]:
    """The old one, and the new one."""
    return new_key(), new_key()


def is_signed_in(session: str) -> bool:
    return wiring.sessions().find(dict([session.split("=", 1)])) is not None


def test_sessions_of_the_old_key_end_with_their_hour_and_not_with_the_rotation(
    deploy: Deploy, clock: Clock, keys: tuple[str, str]
) -> None:
    old, new = keys
    deploy(old)
    before = signed_in()
    clock.now += SESSION_LIFETIME / 2
    deploy(new, old)
    after = signed_in()
    assert is_signed_in(before)
    assert is_signed_in(after)
    clock.now += SESSION_LIFETIME / 2
    assert not is_signed_in(before)
    assert is_signed_in(after)
    deploy(new)  # an hour later the old one may go
    assert is_signed_in(after)


def test_nothing_is_signed_with_the_old_key_any_more(deploy: Deploy, keys: tuple[str, str]) -> None:
    old, new = keys
    deploy(new, old)
    after = signed_in()
    deploy(old)
    assert not is_signed_in(after)
    deploy(new)
    assert is_signed_in(after)


def test_without_the_old_key_its_sessions_are_over_at_once(deploy: Deploy, keys: tuple[str, str]) -> None:
    old, new = keys
    deploy(old)
    before = signed_in()
    deploy(new)
    assert not is_signed_in(before)


def test_a_key_that_was_never_named_opens_nothing(deploy: Deploy, keys: tuple[str, str]) -> None:
    deploy(new_key())
    forged = signed_in()
    deploy(*keys)
    assert not is_signed_in(forged)


def test_who_is_about_to_decide_or_to_sign_in_is_not_disturbed(deploy: Deploy, keys: tuple[str, str]) -> None:
    old, new = keys
    deploy(old)
    registered()
    session, browser = signed_in(), Browser()
    form = browser.form(session, PATH)
    setting_out = wiring._seal().seal(SIGN_IN, {"path": PATH}, 60)
    deploy(new, old)
    assert wiring._seal().open(SIGN_IN, setting_out) == {"path": PATH}
    assert browser.post(form | CONFIRMED, session, path=PATH).status == 303
    assert parameter("versions/1/decision")["decided_by"]["subject"] == ANN.subject


def test_a_rotation_costs_current_sessions_nothing(
    deploy: Deploy, keys: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = keys
    deploy(old)
    before = signed_in()
    deploy(new, old)
    after = signed_in()
    asked: list[str] = []
    call = BaseClient._make_api_call

    def note(self: BaseClient, operation: str, parameters: Any) -> Any:
        asked.append(parameters["KeyId"])
        return call(self, operation, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", note)
    assert is_signed_in(after)
    assert asked == [new]
    asked.clear()
    assert is_signed_in(before)
    assert asked == [new, old]
