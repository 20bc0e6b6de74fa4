"""Promise 11: no token, cookie, code, verifier or secret is in a log, a page, a mail, a message or a record.

Every secret of a sign-in and a decision is known here, and looked for in all that the functions wrote, also where
something fails.
"""

import base64
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import EndpointConnectionError

from model_approval.handlers.log import logger
from tests.crashes import ledger, pipelines
from tests.crashes.functions import OIDC
from tests.crashes.wire import Attempt, Send, fair
from tests.crashes.world import World
from tests.security.front import Front
from tests.security.logbook import Logbook, logbook
from tests.unit.auth.provider import FakeProvider, running
from tests.unit.handlers.answers import Answer, hidden

SECRET_NAME = "/model-approval/oidc-client-secret"
SECRET, CODE = "canary-secret-+/=é", "canary-code-123456"
ACCESS, REFRESH = "canary-access-token", "canary-refresh-token"
PASSED_ON = ("kms", "sts")
"""Services to which a secret goes: what is to be signed, and nothing that is kept."""


@dataclass
class Watch:
    """``secrets`` by what they are; ``seen`` is all that left the functions, by where to."""

    front: Front
    book: Logbook
    secrets: dict[str, str] = field(default_factory=dict)
    seen: list[tuple[str, str]] = field(default_factory=list)
    breaks: str = ""
    """The call to AWS that fails, such as ``ssm.GetParameter``."""

    def wire(self, attempt: Attempt, request: AWSPreparedRequest, send: Send) -> AWSResponse:
        call = f"{attempt.call.service}.{attempt.call.operation}"
        body = request.body.decode(errors="replace") if isinstance(request.body, bytes) else str(request.body or "")
        if attempt.call.service not in PASSED_ON:
            self.seen.append((call, f"{request.url} {body} {request.headers['User-Agent']!r}"))
        if call == self.breaks:
            raise EndpointConnectionError(endpoint_url=request.url)
        answer = send()
        if call == "sts.AssumeRole":
            for name in ("SecretAccessKey", "SessionToken"):
                [self.secrets[f"role's {name}"]] = re.findall(f"<{name}>(.+?)</{name}>", answer.text)
        return answer

    def answered(self, answer: Answer, *expected: str) -> Answer:
        """``expected`` are the secrets that the browser is told here, and nowhere else."""
        places = {"page": answer.body, "headers": json.dumps(answer.headers), "cookies": json.dumps(answer.cookies)}
        for place, text in places.items():
            for name in expected:
                text = text.replace(self.secrets[name], "")
            self.seen.append((place, text))
        return answer

    def visit(self) -> int:
        """Signs in, and decides. The last answer's status."""
        broken, self.breaks = self.breaks, ""
        pipelines.register(self.front.world.cloud)
        self.front.world.queues.work_off()
        self.breaks = broken
        front, path = self.front, f"/requests/dev/abalone/{len(ledger.packages())}"
        answer = front.get(path)
        location = answer.headers.get("Location")
        if location is None:
            return self.answered(answer).status
        query = {name: value for name, [value] in parse_qs(urlsplit(location).query).items()}
        self.secrets |= {name: query[name] for name in ("state", "nonce")}
        kept = answer.cookies[0].partition(";")[0]
        self.secrets["sign-in cookie"] = kept.partition("=")[2]
        self.answered(answer, "state", "nonce", "sign-in cookie")
        answer = front.arrive(query, kept, code=CODE)
        self.secrets["ID token"] = front.provider.id_token
        for form in front.provider.forms[-1:]:
            self.secrets["verifier"] = form["code_verifier"][0]
        if answer.status != 303:
            return self.answered(answer).status
        session = answer.cookies[0].partition(";")[0]
        self.secrets["session cookie"] = session.partition("=")[2]
        self.answered(answer, "session cookie")
        self.answered(front.get("/", session))
        page = front.get(path, session)
        if page.status == 200:
            self.secrets["CSRF token"] = hidden(page)["csrf_token"]
            self.answered(page, "CSRF token")
        for fields in ({"csrf_token": "another"}, {}, {}):
            filled_in = hidden(page) | {"decision": "Approved", "comment": "good", "confirmed": "dev"} | fields
            answer = self.answered(front.post(filled_in, session, path=path), *{"CSRF token"} & self.secrets.keys())
        self.answered(front.get("/auth/callback", kept, session, query=f"code={CODE}&state=x"))
        self.answered(front.get(f"/auth/{CODE}", session))
        self.breaks = ""
        front.world.queues.work_off()
        return answer.status

    def leaks(self) -> list[str]:
        seen = [*self.seen, ("log", self.book.written.decode())]
        seen += [("state", f"{where} {value}") for where, value in self.front.state().items()]
        seen += [("dead letter", f"{letter.body} {letter.reason}") for letter in self.front.world.queues.letters]
        return [f"{name} in {place}: {text}" for place, text in seen for name in self.secrets if self._told(name, text)]

    def _told(self, name: str, text: str) -> bool:
        """As it is, in JSON, in an address, or in base64; of what has parts, each."""
        whole = self.secrets[name]
        parts = [part for part in whole.split(".") if len(part) > 20] or [whole]
        forms = [form for part in parts for form in (part, json.dumps(part)[1:-1], quote(part, safe=""))]
        return any(form in text for form in [*forms, base64.b64encode(whole.encode()).decode().rstrip("=")])


@contextmanager
def _up() -> Iterator[Front]:
    world = World()
    with running() as provider, patch.dict(OIDC, issuer=provider.url, client_secret_parameter=SECRET_NAME), world.up():
        secret = {"Name": SECRET_NAME, "Value": SECRET, "Type": "SecureString"}
        world.cloud.client("ssm", "dev").put_parameter(**secret)
        yield Front(world, provider)


@pytest.fixture(scope="module")
def front() -> Iterator[Front]:
    with _up() as made:
        yield made


@pytest.fixture
def made(front: Front) -> Iterator[Watch]:
    tokens = {"access_token": ACCESS, "refresh_token": REFRESH}
    front.provider.answers["/token"] = lambda: {"id_token": front.provider.id_token, **tokens}
    front.world.queues.letters.clear()
    with logbook() as book:
        made = Watch(front, book)
        pair = f"{OIDC['client_id']}:{quote(SECRET, safe='')}"
        made.secrets |= {"client secret": SECRET, "code": CODE, "access token": ACCESS, "refresh token": REFRESH}
        made.secrets |= {"client's authorization": base64.b64encode(pair.encode()).decode()}
        front.world.wire.weather = made.wire
        yield made
        front.world.wire.weather = fair


def test_a_sign_in_and_a_decision_leave_no_secret_anywhere(made: Watch) -> None:
    assert made.visit() == 303
    found = {"verifier", "ID token", "session cookie", "CSRF token", "sign-in cookie", "role's SecretAccessKey"}
    assert found <= set(made.secrets)
    assert all(len(value) > 10 for value in made.secrets.values())
    assert {place for place, _ in made.seen} >= {"page", "headers", "sqs.SendMessage", "ssm.PutParameter"}
    assert "sesv2.SendEmail" in {place for place, _ in made.seen}
    assert len(made.book.lines) > 5
    assert made.leaks() == []


def _echo(provider: FakeProvider) -> Callable[[], Any]:
    """A provider that tells what it was told, as badly made ones do in their errors."""

    def answer() -> Any:
        told = {"error": f"invalid_grant {provider.forms[-1]}", "error_description": f"{provider.forms[-1]}"}
        return 400, {"X-Debug": "1"}, json.dumps(told | {"id_token": provider.id_token}).encode()

    return answer


TROUBLE: dict[str, Callable[[FakeProvider], Any]] = {
    "it tells what it was told": _echo,
    "it fails": lambda provider: (500, {}, CODE.encode()),
    "it sends no JSON": lambda provider: (200, {}, f"<p>{CODE} {ACCESS}</p>".encode()),
    "it hangs up": lambda provider: b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n" + ACCESS.encode(),
    "it sends no HTTP": lambda provider: f"{CODE} {ACCESS}\r\n\r\n".encode(),
    "its token is no token": lambda provider: {"id_token": f"{ACCESS}.{REFRESH}.{CODE}", "access_token": ACCESS},
    "its token is of an odd type": lambda provider: {"id_token": [ACCESS, CODE]},
    "its token is cut": lambda provider: lambda: {"id_token": provider.id_token[:-9], "access_token": ACCESS},
    "it sends the browser on": lambda provider: (302, {"Location": f"http://localhost:1/{CODE}?t={ACCESS}"}, b""),
}


@pytest.mark.parametrize("trouble", TROUBLE)
def test_nor_does_a_provider_that_misbehaves_make_us_tell_one(made: Watch, trouble: str) -> None:
    provider = made.front.provider
    provider.answers["/token"] = TROUBLE[trouble](provider)
    assert made.visit() in (403, 502)
    assert "session cookie" not in made.secrets
    assert made.book.lines
    assert made.leaks() == []


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ("kms.GenerateMac", 502),
        ("kms.VerifyMac", 502),
        ("ssm.GetParameters", 502),
        ("sqs.SendMessage", 502),
        ("ssm.PutParameter", 502),
        ("sagemaker.UpdateModelPackage", 303),
    ],
)
def test_nor_does_a_service_that_does_not_answer(made: Watch, broken: str, status: int) -> None:
    """What stands in the way of the registry is gone on with by the queue; the last of the posts comes after that."""
    made.breaks = broken
    assert made.visit() == status
    assert any(line["level"] == "ERROR" for line in made.book.lines)
    assert made.leaks() == []


def test_a_secret_that_is_told_would_be_found(made: Watch) -> None:
    made.visit()
    assert made.leaks() == []
    for name, secret in made.secrets.items():
        made.book.forget()
        logger.info("told", it=f"x{secret}y")
        assert [leak for leak in made.leaks() if leak.startswith(f"{name} in log")]
