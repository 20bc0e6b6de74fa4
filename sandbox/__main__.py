"""`python -m sandbox up` leaves a sandbox running; `python -m sandbox demo` walks one model through one of its own.

`register` and `infer` start the pipelines by hand in the one that is running; `burst` registers many versions at once.

This file must also run on a Python that is too old for the rest, to say so.
"""

import argparse
import os
import signal
import sys

_OLDEST_PYTHON = (3, 11)


def main() -> int:
    """Run a command. Returns the exit code; what is wrong goes to stderr as a sentence."""
    if sys.version_info < _OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:2]))
        print(f"Python {found} is too old: use Python 3.11 or newer.", file=sys.stderr)
        return 1
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="AWS on one machine.")
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="start the sandbox and leave it running until Ctrl-C")
    up.add_argument("--port", default=os.environ.get("SANDBOX_PORT") or "4566", help="0: any free one")
    commands.add_parser("demo", help="walk one model from registration to production")
    register_parser = commands.add_parser("register", help="train and register a model version in the running sandbox")
    register_parser.add_argument("--weak", action="store_true", help="a worse one, to reject")
    infer_parser = commands.add_parser("infer", help="run an environment's inference pipeline in the running sandbox")
    infer_parser.add_argument("environment", help="such as dev")
    burst_parser = commands.add_parser("burst", help="register many versions at once, while AWS takes few calls")
    burst_parser.add_argument("--registrations", type=int, default=1000, help="default: %(default)s")
    burst_parser.add_argument("--writes-per-second", type=float, default=3, help="to Parameter Store; %(default)g")
    burst_parser.add_argument("--mails-per-second", type=float, default=1, help="by SES; %(default)g")
    commands.add_parser("pictures", help="make the pictures of docs/approver.md, with the installed Chromium")
    options = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    try:
        from .errors import SandboxError
    except ImportError as error:
        print(f"{error.name} is not installed: start with make, which installs everything.", file=sys.stderr)
        return 1
    try:
        if options.command == "up":
            from .up import run

            run(options.port)
        elif options.command == "register":
            from .by_hand import register

            register(options.weak)
        elif options.command == "infer":
            from .by_hand import infer

            infer(options.environment)
        elif options.command == "burst":
            from . import burst

            burst.run(options.registrations, burst.Rates(options.writes_per_second, options.mails_per_second))
        elif options.command == "pictures":
            from . import pictures

            pictures.main()
        else:
            from . import demo

            demo.main()
    except SandboxError as error:
        print(error, *getattr(error, "__notes__", ()), sep="\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _stop(_number: int, _frame: object) -> None:
    """End tidily, and do not let a second Ctrl-C disturb that."""
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
