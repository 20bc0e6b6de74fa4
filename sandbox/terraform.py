"""The real Terraform, which applies the unchanged module to the emulated AWS.

Terraform writes a lock file beside what it applies, so it works on a copy; nothing is written into the source tree.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .environments import REGION
from .errors import SandboxError
from .local_aws import Credentials, LocalAws, end_group

Progress = Callable[[str], None]

_OLDEST = (1, 9)
_ROOT = Path(__file__).parents[1]
_REGISTRY = "registry.terraform.io"
# Where Terraform itself looks for mirrors of providers.
_MIRRORS = ("~/.terraform.d/plugins", "~/.local/share/terraform/plugins", "/usr/local/share/terraform/plugins")
_REPORT_EVERY = 25  # resources
_PARALLEL = 40  # the provider waits 25 s for each new queue, so let all of them wait at once
_MEMORY = "192MiB"  # of each provider process before it collects garbage; there is one an account


@dataclass(frozen=True)
class Terraform:
    """One configuration with its state, applied with the given credentials."""

    folder: Path
    environment: dict[str, str]
    log: Path
    progress: Progress

    def apply(self, variables: dict[str, Any]) -> dict[str, Any]:
        """Apply with these variables. Returns the outputs. Raises SandboxError with Terraform's own words."""
        self._initialise(variables)
        self._follow("apply", "-auto-approve")
        outputs = json.loads(self._run("output", "-json"))
        return {name: output["value"] for name, output in outputs.items()}

    def plan(self, variables: dict[str, Any]) -> dict[str, Any]:
        """What would be applied with these variables, as `terraform show -json` says it."""
        self._initialise(variables)
        return self._plan()

    def shown(self) -> dict[str, Any]:
        """What is applied, as `terraform show -json` says it."""
        state: dict[str, Any] = json.loads(self._run("show", "-json"))
        return state

    def planned_changes(self) -> list[str]:
        """The addresses of resources that another apply would change."""
        return [
            message["change"]["resource"]["addr"]
            for message in self._follow("plan")
            if message["type"] == "planned_change"
        ]

    def differences(self) -> tuple[set[str], set[tuple[str, str]]]:
        """What another apply would change: the types of all resources, and (type, attribute) of each difference.

        A resource that would be made or removed as a whole differs in `*`; of outputs the type is `output`.
        """
        plan = self._plan()
        changes = [(one["type"], one["change"]) for one in plan.get("resource_changes", []) if one["mode"] == "managed"]
        differences = {
            (kind, attribute)
            for kind, change in changes
            if change["actions"] != ["no-op"]
            for attribute in _changed(change)
        }
        outputs = {name for name, change in plan.get("output_changes", {}).items() if change["actions"] != ["no-op"]}
        return {kind for kind, _ in changes}, differences | {("output", name) for name in outputs}

    def destroy(self) -> None:
        """Destroy everything that was applied."""
        self._follow("destroy", "-auto-approve")

    def _initialise(self, variables: dict[str, Any]) -> None:
        (self.folder / "sandbox.auto.tfvars.json").write_text(json.dumps(variables))
        self._run("init", "-input=false", "-no-color", *_plugin_dir())

    def _plan(self) -> dict[str, Any]:
        self._run("plan", "-input=false", "-no-color", "-out=planned", f"-parallelism={_PARALLEL}")
        plan: dict[str, Any] = json.loads(self._run("show", "-json", "planned"))
        return plan

    def _follow(self, command: str, *options: str) -> list[dict[str, Any]]:
        """Run a command that tells its steps as JSON, and report how far it is. Returns the messages."""
        messages = []
        arguments = (command, *options, "-json", "-input=false", f"-parallelism={_PARALLEL}")
        planned = done = 0
        with closing(self._lines(arguments)) as lines:
            for message in map(json.loads, lines):
                messages.append(message)
                if message["type"] == "change_summary" and message["changes"]["operation"] == "plan":
                    planned = sum(message["changes"][kind] for kind in ("add", "change", "remove"))
                if message["type"] == "apply_complete" and message["hook"]["action"] != "read":
                    done += 1
                    if done % _REPORT_EVERY == 0 or done == planned:
                        self.progress(f"terraform {command}: {done} of {planned} resources")
        return messages

    def _run(self, *arguments: str) -> str:
        return "".join(self._lines(arguments))

    def _lines(self, arguments: Sequence[str]) -> Generator[str, None, None]:
        """What Terraform prints, as it prints it. Ends Terraform and its providers if the reader goes away."""
        with self.log.open("a") as log, tempfile.TemporaryFile("w+") as errors:
            process = subprocess.Popen(
                ["terraform", *arguments], cwd=self.folder, env=self.environment, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True,
            )  # fmt: skip
            last: list[str] = []
            try:
                for line in process.stdout or ():
                    log.write(line)
                    last = [*last[-40:], line]
                    yield line
                process.wait()
            finally:
                end_group(process)
            errors.seek(0)
            log.write(told := errors.read())
        if process.returncode:
            words = _diagnostics(last) or (told or "".join(last)).strip()
            raise SandboxError(f"terraform {arguments[0]} failed; the full log is {self.log}.\n{words[-3000:]}")


def terraform(
    run_dir: Path, aws: LocalAws, credentials: Credentials, progress: Progress, example: str = "multi-account"
) -> Terraform:
    """A copy of the module and one of its examples, to apply below `run_dir`."""
    copy, folder = run_dir / "module", Path("examples", example)
    for name in ("modules", "lambdas/dist", str(folder)):
        shutil.copytree(
            _ROOT / name, copy / name, ignore=shutil.ignore_patterns(".terraform*", "*.tfstate*", "*.tfvars")
        )
    for source in _ROOT.glob("*.tf"):
        shutil.copy(source, copy)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_"))} | {
        name: os.environ[name] for name in ("TF_PLUGIN_CACHE_DIR",) if name in os.environ
    }
    if Path(config := os.environ.get("TF_CLI_CONFIG_FILE", "")).is_file():
        environment["TF_CLI_CONFIG_FILE"] = config
    environment |= credentials.as_environment() | {
        "AWS_REGION": REGION,
        "AWS_ENDPOINT_URL": aws.endpoint,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "TF_DATA_DIR": str(run_dir / "terraform-data"),
        "TF_IN_AUTOMATION": "1",
        "GOMEMLIMIT": _MEMORY,
        "CHECKPOINT_DISABLE": "1",
        "GOGC": "25",  # four providers at once: 0.3 GB less memory for a few seconds more
    }
    return Terraform(copy / folder, environment, run_dir / "terraform.log", progress)


def check_version() -> None:
    """Raise SandboxError if Terraform is missing or too old."""
    needed = ".".join(map(str, _OLDEST))
    if not shutil.which("terraform"):
        raise SandboxError(f"Terraform is not on the PATH: install Terraform {needed} or newer.")
    answer = subprocess.run(["terraform", "version", "-json"], capture_output=True, text=True, check=True).stdout
    version = json.loads(answer[answer.index("{") :])["terraform_version"]
    if tuple(int(part) for part in version.split("-")[0].split(".")[:2]) < _OLDEST:
        raise SandboxError(f"Terraform {version} is too old: install Terraform {needed} or newer.")


def _plugin_dir() -> list[str]:
    """A mirror of providers on this machine, if there is one; without, Terraform asks its registry."""
    if given := os.environ.get("TF_PLUGIN_DIR"):
        return [f"-plugin-dir={Path(given).resolve()}"]
    candidates = [
        *(Path(mirror).expanduser() for mirror in _MIRRORS),
        *Path("/opt").glob("*"),
        *Path("/opt").glob("*/*"),
    ]
    mirror = next((folder for folder in candidates if (folder / _REGISTRY / "hashicorp" / "aws").is_dir()), None)
    return [f"-plugin-dir={mirror}"] if mirror else []


def _changed(change: dict[str, Any]) -> set[str]:
    """The attributes in which a planned change differs from what is there; `*` where one of both is missing."""
    before, after = change["before"], change["after"]
    if before is None or after is None:
        return {"*"}
    unknown = {name for name, value in change["after_unknown"].items() if _holds_true(value)}
    return unknown | {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def _holds_true(value: Any) -> bool:
    if isinstance(value, dict | list):
        return any(map(_holds_true, value.values() if isinstance(value, dict) else value))
    return bool(value)


def _diagnostics(lines: Iterable[str]) -> str:
    """The errors among Terraform's messages."""
    messages = [json.loads(line) for line in lines if line.startswith("{")]
    errors = [message["diagnostic"] for message in messages if message.get("type") == "diagnostic"]
    return "\n".join(
        f"{error['summary']} {error.get('address', '')}\n{error.get('detail', '')}".strip()
        for error in errors
        if error["severity"] == "error"
    )
