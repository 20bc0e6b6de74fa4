"""`make sandbox`: everything up, its addresses printed and written down, until Ctrl-C."""

import json
import threading
import time
from pathlib import Path
from typing import Any

from . import people
from .environments import ENVIRONMENTS, REGION
from .errors import SandboxError
from .local_aws import LocalAws, root
from .world import FOLDER, World, run_folder, sandbox

INFO = FOLDER / "info.json"


def run(port: str) -> None:
    """Bring the sandbox up and wait. Raises SandboxError if it does not come up."""
    if not (port.isdecimal() and int(port) < 65536):
        raise SandboxError(f"{port!r} is not a port: set SANDBOX_PORT or --port to a number up to 65535.")
    started = time.monotonic()

    def progress(line: str) -> None:
        print(f"{time.monotonic() - started:4.0f} s  {line}", flush=True)

    with run_folder() as folder, sandbox(folder, int(port), progress) as world:
        try:
            _write(INFO, info(world))
            print(_welcome(world), flush=True)
            threading.Event().wait()
        except KeyboardInterrupt:
            print("\nThe sandbox ends.", flush=True)
        finally:
            INFO.unlink(missing_ok=True)


def running() -> LocalAws | None:
    """The sandbox that was left running, if there is one."""
    return LocalAws(json.loads(INFO.read_text())["endpoint"]) if INFO.exists() else None


def info(world: World) -> dict[str, Any]:
    """What a program needs to use the sandbox, as in `.sandbox/info.json`."""
    return {
        "endpoint": world.aws.endpoint,
        "inbox": f"{world.aws.endpoint}/_sandbox/inbox",
        "region": REGION,
        "accounts": {
            environment.name: {
                "id": environment.account_id,
                "access_key_id": root(environment.account_id).access_key,
                "secret_access_key": root(environment.account_id).secret_key,
                "api_url": world.stacks[environment.name]["api_url"],
                "parameter_prefix": world.stacks[environment.name]["parameter_prefix"],
            }
            for environment in ENVIRONMENTS
        },
        "users": {
            person.username: {"password": person.password, "email": person.email, "groups": list(person.groups)}
            for person in people.PEOPLE
        },
        "oidc": world.identity.settings(),
    }


def _welcome(world: World) -> str:
    addresses = [("inbox", f"{world.aws.endpoint}/_sandbox/inbox")]
    addresses += [(environment.name, world.stacks[environment.name]["api_url"]) for environment in ENVIRONMENTS]
    sign_ins = [(person.username, person.password, ", ".join(person.groups) or "no group") for person in people.PEOPLE]
    return "\n".join([
        "",
        "Addresses",
        *(f"  {name:8}{url}" for name, url in addresses),
        "",
        "Sign-ins",
        *(f"  {username:8}{password:18}{groups}" for username, password, groups in sign_ins),
        "",
        "To do, in another terminal",
        "  .venv/bin/python -m sandbox register    train and register a version (--weak: a worse one)",
        "  .venv/bin/python -m sandbox infer dev   run dev's inference pipeline",
        "  .venv/bin/python -m sandbox burst       register many versions at once, while AWS takes few calls",
        "",
        f"All of it for programs: {INFO}",
        "Ctrl-C ends the sandbox.",
    ])  # fmt: skip


def _write(path: Path, content: dict[str, Any]) -> None:
    """Write a file that is either there with all of its content or not there."""
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(content, indent=2) + "\n")
    partial.replace(path)
