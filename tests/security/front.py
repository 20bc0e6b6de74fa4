"""The approval function of the first stack as it runs in AWS: its handlers, its sign-in and its AWS clients, before
moto and an identity provider on loopback. botocore hands every call over before it is sent."""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import jwt
from botocore.awsrequest import AWSPreparedRequest, AWSResponse

from model_approval.auth.cookies import SESSION
from model_approval.auth.identity import Identity
from tests.crashes import ledger, pipelines, runs
from tests.crashes.approver import Approver
from tests.crashes.events import transform_completed
from tests.crashes.functions import OIDC
from tests.crashes.wire import Attempt, Send
from tests.crashes.world import World
from tests.unit.auth.provider import RSA_KEY, FakeProvider, running
from tests.unit.examples import ANN
from tests.unit.handlers.answers import Answer
from tests.unit.handlers.stack import Browser

FUNCTION = "dev/approval"
APPROVERS = frozenset({"dev-approvers", "test-approvers"})

_READS = re.compile(r"\w+\.(Get|List|Describe|Head)[A-Z]\w*|kms\.(GenerateMac|VerifyMac)|sts\.AssumeRole")
"""What changes nothing, by the names that AWS gives; a MAC is computed and kept nowhere, and so are a role's keys."""


class Write(AssertionError):
    """A call to AWS that could have changed something. It was not sent."""


class Front(Browser):
    """Version 1 is approved in dev and waits for test, version 2 waits for dev; ``calls`` and ``writes`` are those of
    the last request. No write ever comes to pass."""

    def __init__(self, world: World, provider: FakeProvider) -> None:
        self.world, self.provider = world, provider
        self.calls: list[str] = []
        self.writes: list[str] = []

    def send(self, request: dict[str, Any]) -> Answer:
        self.calls, self.writes = [], []
        got = self.world.functions.invoke(FUNCTION, request)
        return Answer(got["statusCode"], got["headers"], got["cookies"], got["body"])

    def session(self, groups: frozenset[str] = APPROVERS) -> str:
        def start() -> str:
            from model_approval.handlers import wiring

            return f"{SESSION}={wiring.sessions().start(Identity(ANN, groups)).value}"

        return self.world.functions.inside(FUNCTION, start)

    def state(self) -> runs.State:
        """All that is kept in all accounts."""
        return runs.state()

    def set_out(self, path: str) -> tuple[dict[str, str], str]:
        """The identity provider's address as a stranger is sent there from ``path``, taken apart, and their cookie."""
        answer = self.get(path)
        return self.asked_for(answer), answer.cookies[0].partition(";")[0]

    def asked_for(self, answer: Answer) -> dict[str, str]:
        """What an answer that sends somebody to the identity provider asks that for."""
        return {name: value for name, [value] in parse_qs(urlsplit(answer.headers["Location"]).query).items()}

    def arrive(self, query: dict[str, str], cookie: str, **more: str) -> Answer:
        """Back from the provider, which says that it is Ann."""
        now = int(time.time())
        claims = {"iss": self.provider.url, "aud": OIDC["client_id"], "sub": ANN.subject, "nonce": query["nonce"]}
        times = {"iat": now, "exp": now + 60, "groups": sorted(APPROVERS)}
        self.provider.id_token = jwt.encode(claims | times, RSA_KEY, "RS256", {"kid": "rsa"})
        brought = {"code": "code-1", "state": query["state"]} | more
        return self.get("/auth/callback", cookie, query="&".join(f"{name}={value}" for name, value in brought.items()))

    def watch(self, attempt: Attempt, _request: AWSPreparedRequest, send: Send) -> AWSResponse:
        call = f"{attempt.call.service}.{attempt.call.operation}"
        self.calls.append(call)
        if not _READS.fullmatch(call):
            self.writes.append(call)
            raise Write(call)
        return send()


@contextmanager
def front() -> Iterator[Front]:
    world = World()
    with ExitStack() as stack:
        provider = stack.enter_context(running())
        stack.enter_context(patch.dict(OIDC, issuer=provider.url))
        stack.enter_context(world.up())
        pipelines.register(world.cloud)
        world.queues.work_off()
        Approver(world, ANN, "dev").decide(1, "Approved")
        job = pipelines.transform(world.cloud, "dev", str(ledger.packages()[0]["ModelPackageArn"]))
        world.queues.put("dev/inference_notifier", transform_completed(job, "s3://dev-data/", "run"))
        pipelines.register(world.cloud)
        world.queues.work_off()
        made = Front(world, provider)
        world.wire.weather = made.watch
        yield made
