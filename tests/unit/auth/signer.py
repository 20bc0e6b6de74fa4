"""A key that is kept here instead of in KMS, and a clock that goes when it is told."""

import hashlib
import hmac
from dataclasses import dataclass, field

from model_approval.auth.seal import Seal


@dataclass
class FakeSigner:
    """Counts its calls. Refuses an empty code as KMS does: with an error, not with a no."""

    key: bytes = b"key"
    verified: list[bytes] = field(default_factory=list)

    def sign(self, message: bytes) -> bytes:
        return hmac.digest(self.key, message, hashlib.sha256)

    def verify(self, message: bytes, mac: bytes) -> bool:
        if not mac:
            raise ValueError("Mac must have at least one byte")
        self.verified.append(mac)
        return hmac.compare_digest(mac, self.sign(message))


@dataclass
class Clock:
    now: float = 1_771_934_400.0

    def __call__(self) -> float:
        return self.now


def sealing() -> tuple[Seal, FakeSigner, Clock]:
    signer, clock = FakeSigner(), Clock()
    return Seal(signer, clock), signer, clock
