"""`python -m sandbox.cloud --port 4566 --run-dir FOLDER`: serve the emulated AWS until standard input ends.

Standard input is the lifeline to whoever started it: it ends however that process ends, and nothing is left running.
"""

import argparse
import asyncio
import os
import signal
from pathlib import Path
from typing import Any

from sandbox.environments import MANAGEMENT_ACCOUNT, REGION


def main() -> None:
    """Configure MiniStack, which reads its settings when it is imported, and serve."""
    arguments = argparse.ArgumentParser(prog="python -m sandbox.cloud", description=__doc__)
    arguments.add_argument("--port", type=int, required=True)
    arguments.add_argument("--run-dir", type=Path, required=True, help="everything that is written goes below it")
    options = arguments.parse_args()
    temporary = options.run_dir / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "AUTH": "true",
        "GATEWAY_PORT": str(options.port),
        "MINISTACK_ACCOUNT_ID": MANAGEMENT_ACCOUNT,
        "MINISTACK_REGION": REGION,
        "S3_DATA_DIR": str(options.run_dir / "s3"),
        "STATE_DIR": str(options.run_dir / "state"),
        "TMPDIR": str(temporary),
        "DOCKER_HOST": f"unix://{options.run_dir}/no-docker",
        "MINISTACK_COGNITO_PRETOKEN_STRICT": "1",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
    }
    try:
        from .serving import serve

        asyncio.run(serve(_application(), options.port))
    finally:
        _end_children()


def _application() -> Any:
    """MiniStack with what the sandbox adds."""
    from ministack import app as ministack

    from . import (
        alarms,
        federation,
        front,
        function_roles,
        http_api,
        iam,
        limits,
        log_filters,
        mail_headers,
        message_moves,
        object_rights,
        parameter_store,
        returned_mail,
        role_sessions,
        schedules,
    )
    from .sagemaker import permissions, service, target

    iam.install(permissions.resource, permissions.facts)
    service.install()
    for extension in (http_api, alarms, log_filters, mail_headers, returned_mail, target, function_roles):
        extension.install()
    for extension in (federation, role_sessions, message_moves, object_rights, parameter_store, schedules, limits):
        extension.install(ministack.SERVICE_HANDLERS)
    return front.app


def _end_children() -> None:
    """Lambda workers and running models share this process's group, if it was started as the leader of one."""
    if os.getpgrp() == os.getpid():
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(0, signal.SIGTERM)


if __name__ == "__main__":
    main()
