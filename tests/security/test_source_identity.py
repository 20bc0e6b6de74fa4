"""Whoever decides is known by name in every account that is entered for it, guests of the directory as well; and nobody
enters one without a name and the external id."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse

from model_approval.auth.identity import identity
from model_approval.auth.settings import IDENTITY_CLAIMS
from model_approval.domain.person import Person
from tests.crashes import ledger
from tests.crashes.approver import Approver
from tests.crashes.scenarios import SCENARIOS
from tests.crashes.wire import Attempt, Send
from tests.crashes.world import World

GUEST_NAME = "ann_example.com#EXT#@contoso.onmicrosoft.com"
GUEST_IDENTITY = "ann_example.com-EXT-@contoso.onmicrosoft.com"
SYSTEM = {"intent-queue", "inference-notifier"}
"""In whose name functions look at records when no person is there."""
PROMOTION, REGISTRY = ("arn:aws:iam::333333333333:role/model-approval-prod-promotion",
                       "arn:aws:iam::111111111111:role/model-approval-dev-registry")  # fmt: skip


@dataclass
class Border:
    """``crossed`` are the AssumeRole requests since it was made, with all their members."""

    crossed: list[dict[str, str]] = field(default_factory=list)

    def watch(self, attempt: Attempt, request: AWSPreparedRequest, send: Send) -> AWSResponse:
        if attempt.call.operation == "AssumeRole":
            body = request.body.decode() if isinstance(request.body, bytes) else str(request.body)
            self.crossed.append(dict(parse_qsl(body)))
        return send()


@pytest.fixture(scope="module")
def decided() -> Iterator[tuple[Border, Border]]:
    """A guest approved version 1 for prod, from test's account: the borders crossed before, and for that."""
    before, after = Border(), Border()
    (scenario,) = (one for one in SCENARIOS if one.name == "promote from the second account")
    world = World()
    with world.up():
        world.wire.weather = before.watch
        scenario.set_up(world)
        world.queues.work_off()
        world.wire.weather = after.watch
        Approver(world, _guest(), "prod").decide(1, "Approved")
        world.queues.work_off()
        decision = json.loads(ledger.parameters("prod")["/ml-models/prod/abalone/versions/1/decision"])
        assert (decision["status"], decision["decided_by"]["name"]) == ("Approved", GUEST_NAME)
        yield before, after


def _guest() -> Person:
    """As Entra ID tells of somebody who was invited: it has no mail address of theirs."""
    claims = {"sub": "AAAAAAAAAA", "iss": "https://id.example.com", "preferred_username": GUEST_NAME, "groups": []}
    return identity(claims, "groups", IDENTITY_CLAIMS).person


def test_a_guest_s_decision_is_written_in_their_name_in_every_account(decided: tuple[Border, Border]) -> None:
    _, after = decided
    names = {role: {one["SourceIdentity"] for one in after.crossed if one["RoleArn"] == role} for role in _roles(after)}
    assert names[PROMOTION] - SYSTEM == names[REGISTRY] - SYSTEM == {GUEST_IDENTITY}
    assert set().union(*names.values()) <= {GUEST_IDENTITY, *SYSTEM}


def test_nobody_enters_an_account_without_the_external_id_and_a_name(decided: tuple[Border, Border]) -> None:
    crossed = [*decided[0].crossed, *decided[1].crossed]
    assert len(crossed) > 3
    for one in crossed:
        assert one["ExternalId"] == "model-approval"
        assert re.fullmatch(r"[\w+=,.@-]{2,64}", one["SourceIdentity"], re.ASCII)
        assert one["DurationSeconds"] == "900", "no longer than it takes"


def _roles(border: Border) -> set[str]:
    return {one["RoleArn"] for one in border.crossed}
