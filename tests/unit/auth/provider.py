"""A tiny OpenID provider on loopback, with real keys, which can be told to misbehave."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

RSA_KEY = rsa.generate_private_key(65537, 2048)
OTHER_KEY = rsa.generate_private_key(65537, 2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())

Answer = tuple[int, dict[str, str], bytes]


def public_keys() -> dict[str, Any]:
    rsa_jwk = jwt.algorithms.RSAAlgorithm.to_jwk(RSA_KEY.public_key(), as_dict=True)
    ec_jwk = jwt.algorithms.ECAlgorithm.to_jwk(EC_KEY.public_key(), as_dict=True)
    return {"keys": [rsa_jwk | {"kid": "rsa", "use": "sig"}, ec_jwk | {"kid": "ec", "use": "sig", "alg": "ES256"}]}


@dataclass
class FakeProvider:
    """``answers`` replaces what a path answers: a document, an answer in full, or bytes to send instead of HTTP.

    ``seen`` are the paths that were asked for, and ``authorizations`` the header that came last with each.
    """

    url: str
    answers: dict[str, Any] = field(default_factory=dict)
    forms: list[dict[str, list[str]]] = field(default_factory=list)
    authorizations: dict[str, str | None] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    id_token: str = ""

    def answer(self, path: str) -> Any:
        metadata = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
        }
        documents = {
            "/.well-known/openid-configuration": metadata,
            "/keys": public_keys(),
            "/token": {"id_token": self.id_token, "access_token": "access-1", "token_type": "Bearer"},
        }
        return (documents | self.answers).get(path, (404, {}, b""))


@contextmanager
def running(host: str = "127.0.0.1") -> Iterator[FakeProvider]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.seen.append(self.path)
            provider.authorizations[self.path] = self.headers["Authorization"]
            answer = provider.answer(self.path)
            if callable(answer):
                answer = answer()
            if isinstance(answer, bytes):
                self.wfile.write(answer)
                return
            code, headers, body = answer if isinstance(answer, tuple) else (200, {}, json.dumps(answer).encode())
            self.send_response(code)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            provider.forms.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.do_GET()

        def log_message(self, *_line: Any) -> None:
            pass

    server = ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    provider = FakeProvider(f"http://{host}:{server.server_port}")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
