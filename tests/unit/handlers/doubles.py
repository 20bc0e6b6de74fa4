"""What the approval function meets beside the steps' world: the identity provider, and queues for what goes wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from model_approval.auth.oidc import Challenge


@dataclass
class FakeOidc:
    """A provider that signs in whoever its ``claims`` name; or fails."""

    claims: dict[str, Any] = field(default_factory=dict)
    failure: Exception | None = None
    sign_out: str | None = None

    def authorization_url(self, challenge: Challenge) -> str:
        if self.failure:
            raise self.failure
        return f"https://id.example.com/authorize?{urlencode({'state': challenge.state})}"

    def redeem(self, _code: str, _challenge: Challenge) -> dict[str, Any]:
        if self.failure:
            raise self.failure
        return self.claims

    def check_issuer(self, _answer: Mapping[str, str]) -> None:
        pass

    def sign_out_url(self, back: str) -> str | None:
        return self.sign_out and f"{self.sign_out}?{urlencode({'post_logout_redirect_uri': back})}"


@dataclass
class DeadLetters:
    letters: list[tuple[str, str]] = field(default_factory=list)

    def put(self, body: str, reason: str) -> None:
        self.letters.append((body, reason))


@dataclass
class Retries:
    handed_back: list[tuple[str, str, int]] = field(default_factory=list)
    failure: Exception | None = None

    def put_off(self, queue_arn: str, receipt_handle: str, deliveries: int) -> None:
        if self.failure:
            raise self.failure
        self.handed_back.append((queue_arn, receipt_handle, deliveries))
