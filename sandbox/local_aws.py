"""The emulated AWS as a process that this one starts and ends, and clients for it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from .environments import REGION
from .errors import SandboxError

_START_SECONDS = 60
_STOP_SECONDS = 10
# What a process of the sandbox may know of the machine; settings and proxies of the person's real AWS stay out.
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH")


@dataclass(frozen=True)
class Credentials:
    """Long-term keys, or those of a role session."""

    access_key: str
    secret_key: str
    token: str | None = None

    def as_environment(self) -> dict[str, str]:
        """The variables that tools take them from."""
        token = {"AWS_SESSION_TOKEN": self.token} if self.token else {}
        return {"AWS_ACCESS_KEY_ID": self.access_key, "AWS_SECRET_ACCESS_KEY": self.secret_key} | token


def root(account_id: str) -> Credentials:
    """An account's root, who may do everything in it."""
    return Credentials(account_id, "test")


@dataclass(frozen=True)
class LocalAws:
    """A running emulated AWS; `endpoint` is its address."""

    endpoint: str

    def client(self, service: str, credentials: Credentials, region: str = REGION) -> Any:
        """A boto3 client."""
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=region,
            aws_access_key_id=credentials.access_key,
            aws_secret_access_key=credentials.secret_key,
            aws_session_token=credentials.token,
            config=Config(proxies={}, retries={"mode": "standard"}, s3={"addressing_style": "path"}),
        )

    def assume(self, role_arn: str, credentials: Credentials | None = None, **request: str) -> Credentials:
        """A session of a role, assumed by its own account's root or with the given credentials.

        Further members of the request (ExternalId, SourceIdentity) go along. Raises ClientError if it is refused.
        """
        sts = self.client("sts", credentials or root(role_arn.split(":")[4]))
        answer = sts.assume_role(RoleArn=role_arn, RoleSessionName="sandbox", **request)["Credentials"]
        return Credentials(answer["AccessKeyId"], answer["SecretAccessKey"], answer["SessionToken"])

    def role_sessions(self) -> list[dict[str, str]]:
        """Roles that were assumed, newest first: `session`, `assumed_by`, `source_identity` and `time`."""
        found: list[dict[str, str]] = json.load(self.get("/_sandbox/role-sessions"))
        return found

    def used_rights(self) -> list[dict[str, str]]:
        """What roles were allowed and did, each once: `role`, `action` and `resource`."""
        found: list[dict[str, str]] = json.load(self.get("/_sandbox/used-rights"))
        return found

    def mails(self) -> list[dict[str, str]]:
        """Every mail that was sent, newest first, with the members of `sandbox.cloud.inbox.Mail`."""
        found: list[dict[str, str]] = json.load(self.get("/_sandbox/mails"))
        return found

    def holdings(self, *account_ids: str) -> set[str]:
        """What these accounts hold, or all of them: `account region service.kind name`, such as "… iam.roles admin"."""
        found: dict[str, list[str]] = json.load(self.get("/_sandbox/holdings"))
        return {f"{account} {thing}" for account in account_ids or found for thing in found.get(account, [])}

    def limit(self, rates: dict[str, float]) -> None:
        """Let so many calls a second through in each account, such as {"ssm:PutParameter": 3}; {} lifts every limit.

        Raises HTTPError if the emulator cannot limit an operation.
        """
        self.get("/_sandbox/limits", json.dumps(rates).encode()).close()

    def limited_calls(self) -> list[dict[str, Any]]:
        """What became of calls since `limit`: `account_id`, `operation`, and how many were `let_through`, `refused`."""
        found: list[dict[str, Any]] = json.load(self.get("/_sandbox/limits"))
        return found

    def get(self, path: str, change: bytes | None = None) -> Any:
        """One of the emulator's own pages, to read from, after a change that is given in JSON. Raises URLError."""
        request = urllib.request.Request(f"{self.endpoint}{path}", change, {"Content-Type": "application/json"})
        return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10)


def clean_environment() -> dict[str, str]:
    """The environment for the sandbox's own processes."""
    return {name: os.environ[name] for name in _INHERITED if name in os.environ}


@contextmanager
def local_aws(run_dir: Path, port: int = 0) -> Iterator[LocalAws]:
    """Run the emulated AWS on loopback at `port` (0: any free one); what it writes goes below `run_dir`.

    Raises SandboxError if the port is taken or the emulator does not come up.
    """
    port = _free_port(port)
    run_dir.mkdir(parents=True, exist_ok=True)
    log = run_dir / "aws.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "sandbox.cloud", "--port", str(port), "--run-dir", str(run_dir.resolve())],
            stdin=subprocess.PIPE, stdout=output, stderr=output, env=clean_environment(), start_new_session=True,
            cwd=Path(__file__).parents[1],
        )  # fmt: skip
    try:
        aws = LocalAws(f"http://127.0.0.1:{port}")
        _wait(aws, process, log)
        yield aws
    finally:
        end_group(process)


def end_group(process: subprocess.Popen[Any]) -> None:
    """End a process that leads a session, and everything that it started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            break
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    process.wait()


def _free_port(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise SandboxError(
                f"Port {port} is taken or not allowed: stop what uses it, or set SANDBOX_PORT to another port."
            ) from error
        return int(probe.getsockname()[1])


def _wait(aws: LocalAws, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < give_up:
        try:
            aws.get("/_sandbox/health").close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SandboxError(f"The emulated AWS did not start: its log {log} says why.")
