"""A second identity provider, which is not Cognito: npm's `oidc-provider`, certified, and as strict as it can be."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sandbox.people import OLIVER, PEOPLE, Person
from tests.node.tools import ENVIRONMENT, FOLDER, node_modules

SECRET = "s: +%/~&='"  # what a header and a form need encoded


@dataclass(frozen=True)
class OtherProvider:
    """A running one. It knows the sandbox's people; whoever is in no group has no claim `groups` at all."""

    issuer: str

    def settings(self) -> dict[str, str]:
        """What differs from the sandbox's in the function's variable `OIDC`, for the public client."""
        return {
            "issuer": self.issuer,
            "client_id": "public",
            "groups_claim": "groups",
            "scopes": "openid email profile",
        }


@contextmanager
def other_provider(base_urls: Sequence[str], method: str = "client_secret_basic") -> Iterator[OtherProvider]:
    """Run it on loopback with two clients for these addresses: `public`, and `confidential`, which has SECRET and uses
    `method`."""
    node_modules()
    process = subprocess.Popen(
        ["node", str(FOLDER / "identity_provider.mjs")],
        env=ENVIRONMENT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        clients = [
            _client("public", base_urls) | {"token_endpoint_auth_method": "none"},
            _client("confidential", base_urls) | {"token_endpoint_auth_method": method, "client_secret": SECRET},
        ]
        people = {person.username: {"password": person.password, "claims": _claims(person)} for person in PEOPLE}
        print(
            json.dumps({"clients": clients, "clientAuthMethods": ["none", method], "people": people}),
            file=process.stdin,
            flush=True,
        )
        issuer = process.stdout.readline().strip()
        assert issuer, process.stderr.read()
        yield OtherProvider(issuer)
    finally:
        process.stdin.close()  # which ends it
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
        process.stderr.close()


def subject(person: Person) -> str:
    """Who somebody is there."""
    return f"sub-{person.username}"


def _client(name: str, base_urls: Sequence[str]) -> dict[str, Any]:
    return {
        "client_id": name,
        "redirect_uris": [f"{url}/auth/callback" for url in base_urls],
        "post_logout_redirect_uris": [f"{url}/" for url in base_urls],
    }


def _claims(person: Person) -> dict[str, Any]:
    claims = {"sub": subject(person), "email": person.email, "name": person.given_name}
    return claims | ({} if person == OLIVER else {"groups": list(person.groups)})
