"""Processes that stand for SageMaker's containers: each sees its role's temporary credentials and the emulated AWS."""

import asyncio
import json
import os
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ministack.core.responses import get_region
from ministack.services import iam, sts

_ROOT = Path(__file__).parents[3]
_running: set[asyncio.Task[None]] = set()


def start(work: Coroutine[Any, Any, None]) -> None:
    """Let something run on after the answer."""
    task = asyncio.get_running_loop().create_task(work)
    _running.add(task)  # the loop itself keeps only weak references
    task.add_done_callback(_running.discard)


async def run(module: str, order: dict[str, Any], role_arn: str) -> str:
    """Run a module with an order (JSON) on stdin. Returns its last line on stderr if it failed, or an empty string."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        env=session(role_arn), cwd=_ROOT,
    )  # fmt: skip
    _, errors = await process.communicate(json.dumps(order).encode())
    if process.returncode == 0:
        return ""
    return (errors.decode(errors="replace").strip().splitlines() or ["the container's process died"])[-1][:1024]


def session(role_arn: str) -> dict[str, str]:
    """A session of the role as environment variables, as a container or a client of ours finds them."""
    account, role = role_arn.split(":")[4], role_arn.rpartition("/")[2]
    key, secret, token = iam._gen_session_access_key(), iam._gen_secret(), iam._gen_session_token()
    sts.register_session(key, {
        "Arn": f"arn:aws:sts::{account}:assumed-role/{role}/SageMaker",
        "UserId": f"{role}:SageMaker",
        "SecretAccessKey": secret,
        "SessionToken": token,
        "Expiration": now().timestamp() + 3600,
        "AccountId": account,
        "PrincipalType": "AssumedRole",
    })  # fmt: skip
    return {
        "AWS_ACCESS_KEY_ID": key,
        "AWS_SECRET_ACCESS_KEY": secret,
        "AWS_SESSION_TOKEN": token,
        "AWS_REGION": get_region(),
        "AWS_DEFAULT_REGION": get_region(),
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}",
        "PATH": os.environ.get("PATH", ""),
        "TMPDIR": os.environ.get("TMPDIR", ""),
    }


def now() -> datetime:
    """As moto keeps times: in UTC and naive."""
    return datetime.now(UTC).replace(tzinfo=None)
