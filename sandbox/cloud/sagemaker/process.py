"""One processing job, in a process of its own: `python -m sandbox.cloud.sagemaker.process` with an order on stdin.

It stands for the job's container: fetches the inputs, runs the program and stores the outputs, as SageMaker does around
a container. A folder of its own takes the place of `/opt/ml/processing`, also in the program's arguments and
environment. The last line on stderr says why it failed.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3

_CONTAINER = "/opt/ml/processing"
_PYTHONS = ("python", "python3")


def main() -> None:
    """Fill the order on stdin: {"command", "environment", "inputs", "outputs"}, the latter two of "url" and "path"."""
    order = json.load(sys.stdin)
    s3 = boto3.client("s3")
    with tempfile.TemporaryDirectory() as root:

        def here(text: str) -> str:
            return text.replace(_CONTAINER, root)

        for one in order["inputs"]:
            _fetch(s3, one["url"], Path(here(one["path"])))
        for one in order["outputs"]:
            Path(here(one["path"])).mkdir(parents=True, exist_ok=True)
        program, *arguments = map(here, order["command"])
        environment = {name: here(value) for name, value in order["environment"].items()}
        done = subprocess.run(
            [sys.executable if program in _PYTHONS else program, *arguments],
            env=os.environ | environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["no message"])[-1]
            raise RuntimeError(f"exit code {done.returncode}: {reason}")
        for one in order["outputs"]:
            _store(s3, Path(here(one["path"])), one["url"])


def _fetch(s3: Any, url: str, folder: Path) -> None:
    """Everything under a prefix, or the one object that has this very key."""
    bucket, prefix = _split(url)
    folder.mkdir(parents=True, exist_ok=True)
    found = False
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for listed in page.get("Contents", []):
            found, key = True, listed["Key"]
            target = (folder / (key.removeprefix(prefix).strip("/") or key.rpartition("/")[2])).resolve()
            if not target.is_relative_to(folder.resolve()):
                raise ValueError(f"{key} leads out of its folder.")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
    if not found:
        raise ValueError(f"there is no input under {url}.")


def _store(s3: Any, folder: Path, url: str) -> None:
    bucket, prefix = _split(url)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        key = f"{prefix.rstrip('/')}/{path.relative_to(folder).as_posix()}".lstrip("/")
        s3.put_object(Bucket=bucket, Key=key, Body=path.read_bytes())


def _split(url: str) -> tuple[str, str]:
    address = urlsplit(url)
    return address.netloc, address.path.lstrip("/")


if __name__ == "__main__":
    try:
        main()
    except Exception as error:  # noqa: BLE001  the job fails, whatever it was
        sys.exit(f"AlgorithmError: {type(error).__name__}: {error}".replace("\n", " "))
