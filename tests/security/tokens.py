"""How tokens are made by hand: well, and badly."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from model_approval.auth import base64url
from tests.unit.auth.provider import RSA_KEY, public_keys
from tests.unit.auth.test_oidc_tokens import signed

Claims = dict[str, Any]
Forgery = Callable[[Claims], Any]

HEADER = {"alg": "RS256", "kid": "rsa", "typ": "JWT"}
SECOND_KEY = rsa.generate_private_key(65537, 2048)
CODING_KEY = rsa.generate_private_key(65537, 2048)
WEAK_KEY = rsa.generate_private_key(65537, 1024)  # noqa: S505 - it must be refused
SHARED = b"k" * 32


def keys() -> dict[str, Any]:
    """The set that the provider publishes: more keys than sign ID tokens, as some do."""

    def published(key: rsa.RSAPrivateKey, **more: str) -> dict[str, Any]:
        return jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True) | more

    return {
        "keys": [
            *public_keys()["keys"],
            published(SECOND_KEY, kid="second", use="sig"),
            published(CODING_KEY, kid="coding", use="enc"),
            published(WEAK_KEY, kid="weak", use="sig"),
            {"kty": "oct", "kid": "shared", "k": base64url.encode(SHARED)},
        ]
    }


def by_hand(header: object, body: object, key: Any = RSA_KEY, alg: str = "RS256") -> str:
    """A token of whatever is given: of text as it stands, of anything else as JSON."""
    parts = (part if isinstance(part, str) else json.dumps(part) for part in (header, body))
    head = ".".join(base64url.encode(part.encode()) for part in parts)
    return f"{head}.{signature(head, key, alg)}"


def signature(head: str, key: Any, alg: str = "RS256") -> str:
    algorithm = jwt.algorithms.get_default_algorithms()[alg]
    return base64url.encode(algorithm.sign(head.encode(), key))


def other(**changes: Any) -> Forgery:
    """The provider's own signature under other claims; ``...`` takes one away."""
    return lambda good: by_hand(HEADER, {n: v for n, v in (good | changes).items() if v is not ...})


def headed(key: Any = RSA_KEY, by: str = "RS256", lacking: str = "", **changes: Any) -> Forgery:
    """A good signature by ``key`` under another header."""
    header = {name: value for name, value in (HEADER | changes).items() if value is not ...}
    return lambda good: by_hand(header, {name: value for name, value in good.items() if name != lacking}, key, by)


def twice(name: str, false: object, *, last: bool) -> Forgery:
    def make(good: Claims) -> str:
        pairs = [(name, good.get(name, ["dev-approvers"])), (name, false)]
        rest = [(n, v) for n, v in good.items() if n != name]
        listed = [*(pairs if last else pairs[::-1]), *rest]
        return by_hand(HEADER, "{" + ",".join(f"{json.dumps(n)}:{json.dumps(v)}" for n, v in listed) + "}")

    return make


def with_text(name: str, text: str) -> Forgery:
    """A claim whose value is not valid JSON, or no number that anybody can count with."""
    return lambda good: by_hand(HEADER, json.dumps(good | {name: "@"}).replace('"@"', text))


def with_more(text: str) -> Forgery:
    """A claim more, as it stands here."""
    return lambda good: by_hand(HEADER, f"{json.dumps(good)[:-1]}, {text}}}")


def later(**seconds: int) -> Forgery:
    return lambda good: signed(good | {name: int(time.time()) + more for name, more in seconds.items()})


def unsigned(alg: str) -> Forgery:
    return lambda good: by_hand(HEADER | {"alg": alg}, good).rpartition(".")[0] + "."


def as_secret(secret: bytes, kid: str = "rsa", alg: str = "HS256") -> Forgery:
    return lambda good: by_hand(HEADER | {"alg": alg, "kid": kid}, good, secret, alg)


def public(encoding: Encoding, form: PublicFormat = PublicFormat.SubjectPublicKeyInfo) -> bytes:
    return RSA_KEY.public_key().public_bytes(encoding, form)


@dataclass
class Resigned:
    """A good token, and what is made of its three parts."""

    change: Callable[[str, str, str], Any]
    key: Any = RSA_KEY
    header: tuple[str, str] = ("RS256", "rsa")

    def __call__(self, good: Claims) -> Any:
        alg, kid = self.header
        return self.change(*by_hand({"alg": alg, "kid": kid}, good, self.key, alg).split("."))
