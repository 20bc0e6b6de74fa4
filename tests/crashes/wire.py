"""The wire between botocore and moto: each HTTP attempt passes here, is counted, may fail, and may have effects."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from unittest.mock import patch

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ReadTimeoutError
from moto.core.botocore_stubber import BotocoreStubber, MockRawResponse
from moto.iam.models import get_account_id_from

from model_approval.adapters.deadline import LONGEST_TRY
from tests.crashes.clock import Clock

_ABOUT = (
    "Name",
    "Names",
    "Path",
    "ModelPackageName",
    "ModelPackageArn",
    "ModelPackageGroupName",
    "ModelName",
    "TransformJobName",
    "QueueUrl",
)


@dataclass(frozen=True)
class Call:
    """One HTTP attempt of ``function`` (such as ``dev/approval``) with the rights of ``account``.

    ``about`` is what it reads or writes, for people who look for the point in the code.
    """

    function: str
    service: str
    operation: str
    account: str
    about: str

    def __str__(self) -> str:
        return f"{self.function}: {self.service}.{self.operation} {self.about}".rstrip()


@dataclass(frozen=True)
class Attempt:
    """A call, where in the run it stands, and in which invocation of a function, all counted from zero."""

    number: int
    invocation: int
    call: Call


Send = Callable[[], AWSResponse]
Weather = Callable[[Attempt, AWSPreparedRequest, Send], AWSResponse]
"""What happens to an attempt: usually it is sent."""


def fair(_attempt: Attempt, _request: AWSPreparedRequest, send: Send) -> AWSResponse:
    return send()


@dataclass
class Wire:
    """``listeners`` get each request that AWS has taken, even if its answer is lost afterwards. They alone get those of
    the operations in ``not_for_moto``, which have nothing to answer."""

    weather: Weather = fair
    listeners: list[Callable[[str, dict[str, Any], Attempt | None], None]] = field(default_factory=list)
    not_for_moto: set[str] = field(default_factory=set)
    attempts: list[Attempt] = field(default_factory=list)
    unanswered: set[int] = field(default_factory=set)
    clock: Clock = field(default_factory=Clock)
    caller: tuple[str, int] | None = None
    """The running function and the number of its invocation; None while the world is set up or looked at."""

    def send(self, send: Send, event_name: str, request: AWSPreparedRequest) -> AWSResponse:
        _, service, operation = event_name.split(".")
        body = _body(request)
        attempt = self._attempt(service, operation, body, request) if self.caller else None

        def deliver() -> AWSResponse:
            mute = f"{service}.{operation}" in self.not_for_moto
            response = AWSResponse(request.url, 200, {}, MockRawResponse("{}")) if mute else send()
            if response.status_code < 300:
                for listener in self.listeners:
                    listener(f"{service}.{operation}", body, attempt)
            return response

        if attempt is None:
            return deliver()
        self.attempts.append(attempt)
        try:
            return self.weather(attempt, request, deliver)
        except BaseException as error:
            self.unanswered.add(attempt.number)
            self.clock.waited += LONGEST_TRY if isinstance(error, ReadTimeoutError) else 0
            raise

    def _attempt(self, service: str, operation: str, body: dict[str, Any], request: AWSPreparedRequest) -> Attempt:
        assert self.caller
        function, invocation = self.caller
        key = re.search(r"Credential=(\w+)", str(request.headers["Authorization"]))
        assert key, "every request is signed"
        call = Call(function, service, operation, get_account_id_from(key[1]), _about(body))
        return Attempt(len(self.attempts), invocation, call)

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Instead of moto's own stub, which is what it hands the requests on to."""
        moto = BotocoreStubber.__call__

        def stub(it: BotocoreStubber, event_name: str, request: AWSPreparedRequest, **_: Any) -> AWSResponse | None:
            return self.send(partial(moto, it, event_name, request), event_name, request) if it.enabled else None

        with patch.object(BotocoreStubber, "__call__", stub):
            yield


def _body(request: AWSPreparedRequest) -> dict[str, Any]:
    """The members of a JSON request; none of the others."""
    try:
        value = json.loads(request.body)
    except (TypeError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _about(body: dict[str, Any]) -> str:
    value = next((body[name] for name in _ABOUT if name in body), "")
    return " ".join(value) if isinstance(value, list) else str(value)
