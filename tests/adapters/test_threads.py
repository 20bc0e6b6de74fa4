"""Several accounts are read at the same time: each is entered once, and boto3's session makes one client at a time."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock
from time import sleep
from typing import Any
from unittest.mock import MagicMock

import pytest

from model_approval.adapters import accounts, clients
from model_approval.adapters.accounts import LIFETIME, Place, RoleSessions
from model_approval.domain.person import Person
from tests.unit.auth.signer import Clock
from tests.unit.examples import ANN, BEN

PLACES = [Place("us-east-2", f"arn:aws:iam::{n:012}:role/reader") for n in range(5)]
PATIENCE = 10
"""Seconds; a test that fails waits that long."""


class Sts:
    """Counts the sessions that are opened. With a ``meeting`` each waits until as many as it takes are being opened."""

    def __init__(self, meeting: Barrier | None = None, failures: int = 0) -> None:
        self.opened, self._lock, self._meeting, self._failures = Counter[str](), Lock(), meeting, failures

    def assume_role(self, RoleArn: str, SourceIdentity: str, **_: Any) -> dict[str, Any]:  # noqa: N803 - as boto3 has it
        with self._lock:
            self.opened[f"{RoleArn} {SourceIdentity}"] += 1
            self._failures -= 1
            fails = self._failures >= 0
        if self._meeting:
            self._meeting.wait(PATIENCE)
        sleep(0.02)
        if fails:
            raise TimeoutError
        return {"Credentials": {"AccessKeyId": "a", "SecretAccessKey": "s", "SessionToken": "t"}}


def crowd(sts: Sts, monkeypatch: pytest.MonkeyPatch, wanted: list[tuple[Place, Person]], clock: Clock) -> list[Any]:
    """The clients that as many threads get, all at once; or what went wrong."""
    monkeypatch.setattr(accounts, "client", lambda _service: sts)
    sessions, start = RoleSessions(name="approval-dev", external_id="model-approval", clock=clock), Barrier(len(wanted))

    def get(place: Place, person: Person) -> Any:
        start.wait(PATIENCE)
        try:
            return sessions.client("ssm", place, person)
        except TimeoutError as error:
            return error

    with ThreadPoolExecutor(len(wanted)) as pool:
        return [future.result() for future in [pool.submit(get, *one) for one in wanted]]


def test_threads_that_need_the_same_session_open_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sts = Sts()
    made = crowd(sts, monkeypatch, [(PLACES[0], ANN)] * 12, Clock())
    assert list(sts.opened.values()) == [1]
    assert len({id(one) for one in made}) == 1


def test_sessions_of_different_roles_and_people_are_opened_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [(place, person) for place in PLACES for person in (ANN, BEN)]
    sts = Sts(Barrier(len(wanted)))
    made = crowd(sts, monkeypatch, wanted, Clock())
    assert list(sts.opened.values()) == [1] * len(wanted)
    assert len({id(one) for one in made}) == len(wanted)


def test_a_thread_that_could_not_open_a_session_leaves_it_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    sts = Sts(failures=2)
    made = crowd(sts, monkeypatch, [(PLACES[0], ANN)] * 6, Clock())
    assert sum(isinstance(one, TimeoutError) for one in made) == 2
    assert list(sts.opened.values()) == [3]


def test_sessions_that_have_ended_are_forgotten() -> None:
    clock = Clock()
    sessions = RoleSessions(name="approval-dev", external_id="model-approval", clock=clock)
    for place in PLACES:
        sessions.client("ssm", place, ANN)
    clock.now += LIFETIME
    sessions.client("ssm", PLACES[0], BEN)
    assert len(sessions._kept) == 1


def test_one_client_is_made_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    class Session:
        inside = most = 0

        def client(self, *_: Any, **__: Any) -> Any:
            self.inside += 1
            self.most = max(self.most, self.inside)
            sleep(0.01)
            self.inside -= 1
            return MagicMock()

    session = Session()
    monkeypatch.setattr(clients, "_session", lambda: session)
    makers = [clients.session_client, clients.client, clients.client_that_tries_once] * 4
    clients.client_that_tries_once.cache_clear()
    with ThreadPoolExecutor(len(makers)) as pool:
        list(pool.map(lambda make: make("ssm"), makers))
    clients.client_that_tries_once.cache_clear()
    assert session.most == 1
