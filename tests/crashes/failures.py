"""How calls fail: each kind, at one call of a run and as long after it as the kind says."""

from collections.abc import Callable
from enum import StrEnum

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ReadTimeoutError
from moto.core.botocore_stubber import MockRawResponse

from tests.crashes.wire import Attempt, Send


class Died(BaseException):
    """The process ended. No ``except Exception`` may notice."""


class Kind(StrEnum):
    DIES_BEFORE = "the process dies before the call"
    DIES_AFTER = "the process dies after the call"
    TIMES_OUT = "the call times out without effect, once"
    ANSWER_LOST = "the call has its effect and times out, once"
    THROTTLED = "the operation is throttled for the whole invocation"
    STALLS = "the service never answers for the whole invocation"
    FAILS = "the service answers 500 for the whole invocation"
    ANSWERS_LOST = "the operation has its effect and times out for the whole invocation"
    DENIED_AWHILE = "access is denied in this invocation and in the next two that ask for it"
    DENIED = "access is denied for good"

    @property
    def passes(self) -> bool:
        """Whether it is over at some time: then everything must end as if it had never been."""
        return self is not Kind.DENIED

    @property
    def is_death(self) -> bool:
        return self in (Kind.DIES_BEFORE, Kind.DIES_AFTER)


class Failure:
    """``kind``, from the attempt ``first`` on."""

    def __init__(self, first: Attempt, kind: Kind) -> None:
        self.first, self.kind = first, kind
        self._denied: set[int] = set()

    def __call__(self, attempt: Attempt, request: AWSPreparedRequest, send: Send) -> AWSResponse:
        return _STRIKES[self.kind](attempt, request, send) if self._strikes(attempt, self.first) else send()

    def _strikes(self, attempt: Attempt, first: Attempt) -> bool:
        same_invocation = attempt.invocation == first.invocation
        same_service = attempt.call.service == first.call.service
        same_operation = same_service and attempt.call.operation == first.call.operation
        match self.kind:
            case Kind.THROTTLED | Kind.ANSWERS_LOST:
                return same_invocation and same_operation
            case Kind.FAILS | Kind.STALLS:
                return same_invocation and same_service
            case Kind.DENIED | Kind.DENIED_AWHILE:
                if not same_operation or _who(attempt) != _who(first):
                    return False
                self._denied.add(attempt.invocation)
                return self.kind is Kind.DENIED or len(self._denied) <= 3
            case _:
                return attempt.number == first.number


def _who(attempt: Attempt) -> tuple[str, str]:
    return attempt.call.function, attempt.call.account


def _die(_attempt: Attempt, _request: AWSPreparedRequest, _send: Send) -> AWSResponse:
    raise Died


def _die_after(_attempt: Attempt, _request: AWSPreparedRequest, send: Send) -> AWSResponse:
    send()
    raise Died


def _time_out(_attempt: Attempt, request: AWSPreparedRequest, _send: Send) -> AWSResponse:
    raise ReadTimeoutError(endpoint_url=request.url)


def _lose_the_answer(_attempt: Attempt, request: AWSPreparedRequest, send: Send) -> AWSResponse:
    send()
    raise ReadTimeoutError(endpoint_url=request.url)


def _throttle(attempt: Attempt, request: AWSPreparedRequest, _send: Send) -> AWSResponse:
    status, code = {"s3": (503, "SlowDown"), "sesv2": (429, "TooManyRequestsException")}.get(
        attempt.call.service, (400, "ThrottlingException")
    )
    return _refusal(attempt, request, status, code)


def _fail(attempt: Attempt, request: AWSPreparedRequest, _send: Send) -> AWSResponse:
    return _refusal(attempt, request, 500, "InternalError" if attempt.call.service == "s3" else "InternalServerError")


def _deny(attempt: Attempt, request: AWSPreparedRequest, _send: Send) -> AWSResponse:
    in_xml = attempt.call.service in _IN_XML
    return _refusal(attempt, request, 403 if in_xml else 400, "AccessDenied" if in_xml else "AccessDeniedException")


def _refusal(attempt: Attempt, request: AWSPreparedRequest, status: int, code: str) -> AWSResponse:
    """An error as the service's protocol says it; most have JSON."""
    body = _IN_XML.get(attempt.call.service, '{{"__type":"{code}","message":"on purpose"}}').format(code=code)
    headers = {"x-amzn-errortype": code}
    return AWSResponse(request.url, status, headers, MockRawResponse(body))


_ERROR = "<Error><Type>Sender</Type><Code>{code}</Code><Message>on purpose</Message></Error>"
_IN_XML = {"s3": _ERROR, "sts": f"<ErrorResponse>{_ERROR}</ErrorResponse>"}

_STRIKES: dict[Kind, Callable[[Attempt, AWSPreparedRequest, Send], AWSResponse]] = {
    Kind.DIES_BEFORE: _die,
    Kind.DIES_AFTER: _die_after,
    Kind.TIMES_OUT: _time_out,
    Kind.ANSWER_LOST: _lose_the_answer,
    Kind.THROTTLED: _throttle,
    Kind.STALLS: _time_out,
    Kind.FAILS: _fail,
    Kind.ANSWERS_LOST: _lose_the_answer,
    Kind.DENIED_AWHILE: _deny,
    Kind.DENIED: _deny,
}
