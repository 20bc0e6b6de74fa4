"""Promise 1: GET, HEAD and OPTIONS never write, at any address, with any query. A hook in botocore sees every call."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model_approval.handlers.web import app
from tests.security.front import Front, front
from tests.security.strangers import ADDRESSES, OVERRIDES, SAFE, requests
from tests.unit.handlers.stack import BASE, event

REVIEW = "/requests/dev/abalone/2"
REVOCATION = "/requests/dev/abalone/1/revocation"


@pytest.fixture(scope="module")
def ours() -> Iterator[Front]:
    with front() as made:
        before = made.state()
        yield made
        assert made.state() == before


def decision(ours: Front, session: str) -> dict[str, str]:
    """All that a decision takes."""
    return ours.form(session, REVIEW) | {"decision": "Approved", "comment": "good", "confirmed": "dev"}


def revocation(ours: Front, session: str) -> dict[str, str]:
    return ours.form(session, REVOCATION) | {"reason": "drifts", "confirmed": "dev"}


def test_the_addresses_here_are_all_that_the_pages_have() -> None:
    routes = [*app._static_routes, *app._dynamic_routes]
    assert len(routes) == 13
    missed = [route.path for route in routes if not any(route.rule.match(address) for address in ADDRESSES)]
    assert missed == []


@pytest.mark.parametrize(("path", "form"), [(REVIEW, decision), (REVOCATION, revocation)])
def test_the_hook_notices_a_write_and_lets_none_pass(ours: Front, path: str, form: Any) -> None:
    session = ours.session()
    answer = ours.post(form(ours, session), session, path=path)
    assert (answer.status, ours.writes) == (502, ["sqs.SendMessage"])


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize(("path", "form"), [(REVIEW, decision), (REVOCATION, revocation)])
def test_with_all_that_a_decision_takes_no_safe_method_makes_one(
    ours: Front, path: str, form: Any, method: str
) -> None:
    session = ours.session()
    filled_in = urlencode(form(ours, session))
    for override in ({}, *({name: "POST"} for name in OVERRIDES)):
        query = f"{filled_in}&_method=POST&method=POST"
        asked = event(method, path, [session], query=query, body=f"{filled_in}&_method=POST", origin=BASE)
        asked["headers"] |= override
        answer = ours.send(asked)
        assert (answer.status, ours.writes) == (200 if method == "GET" else 404, [])


def test_signing_in_writes_nothing_either(ours: Front) -> None:
    query, cookie = ours.set_out(REVIEW)
    assert ours.writes == []
    answer = ours.arrive(query, cookie)
    assert (answer.status, ours.writes, set(ours.calls)) == (303, [], {"kms.VerifyMac", "kms.GenerateMac"})


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_reads_and_nothing_else(ours: Front, address: str) -> None:
    answer = ours.get(address, ours.session())
    assert answer.status in (200, 400, 403, 404)
    assert ours.calls or address.startswith("/auth/")
    assert ours.writes == []


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_asked_and_whoever_asks_nothing_is_written(ours: Front, data: st.DataObject) -> None:
    ours.send(data.draw(requests(ours.session(), methods=SAFE)))
    assert ours.writes == []
