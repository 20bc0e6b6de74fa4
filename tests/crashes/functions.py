"""The Lambda functions: the real handlers in this process, each with its environment variables and its own caches."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

from model_approval.domain.promotion_path import PromotionPath
from model_approval.handlers.log import logger
from tests.crashes.cloud import ACCOUNTS, FUNCTIONS, REGION, SENDER, Cloud
from tests.crashes.failures import Died
from tests.crashes.wire import Wire
from tests.unit.handlers.stack import BASE, Context

_T = TypeVar("_T")

APPROVERS = {
    "dev": ["ann@example.com", "cleo@example.com"],
    "test": ["ben@example.com", "dan@example.com"],
    "prod": ["cam@example.com", "eve@example.com"],
}
PATH = PromotionPath(tuple(ACCOUNTS))
OIDC = {
    "issuer": "https://id.example.com",
    "client_id": "client-1",
    "discovery_url": None,
    "client_secret_parameter": None,
    "groups_claim": "groups",
    "scopes": "openid email",
    "identity_claims": ["sub", "email"],
}
_PATIENCE = dict(re.findall(r'(AWS_\w+) += "(.+)"', (Path(__file__).parents[2] / "locals.tf").read_text()))
"""How often the notifiers try AWS, and how."""


class Functions:
    """``votes`` and ``on_bypass`` are the module's ``required_approvals`` and ``on_bypass``. ``died`` holds the numbers
    of the invocations that did not live to answer."""

    def __init__(self, cloud: Cloud, wire: Wire) -> None:
        self._cloud, self._wire = cloud, wire
        self._running: str | None = None
        self._variables: dict[str, str] = {}
        self._invocations = 0
        self.votes, self.on_bypass = 1, "warn"
        self.died: set[int] = set()

    @contextmanager
    def environment(self) -> Iterator[None]:
        """In which the functions run. Their logs are not kept: writing them takes a tenth of the time."""
        level = logger.log_level
        with patch.dict(os.environ):
            logger.setLevel("CRITICAL")
            yield
        logger.setLevel(level)
        for forget in _caches():
            forget()

    def invoke(self, function: str, event: dict[str, Any]) -> dict[str, Any]:
        """Raises Died if the process ended."""
        self._become(function)
        number, self._invocations = self._invocations, self._invocations + 1
        self._wire.caller, self._wire.clock.waited = (function, number), 0
        try:
            return dict(_module(function).handler(event, Context(milliseconds=1000 * FUNCTIONS[function])))
        except Died:
            self._running = None
            self.died.add(number)
            raise
        finally:
            self._wire.caller = None

    def inside(self, function: str, make: Callable[[], _T]) -> _T:
        """What ``make`` returns in the function's process, without any failure."""
        self._become(function)
        return make()

    def _become(self, function: str) -> None:
        """Another function, or one that died, starts with its own environment variables and nothing in its caches."""
        if self._running == function:
            return
        for name in self._variables:
            del os.environ[name]
        self._running, self._variables = function, self._all_variables(function)
        os.environ.update(self._variables)
        for forget in _caches():
            forget()

    def _all_variables(self, function: str) -> dict[str, str]:
        """As main.tf writes them."""
        environment, _, name = function.partition("/")
        queues, full_name = self._cloud.queue_urls, f"model-approval-{environment}-{name}"
        of_all = {
            "AWS_LAMBDA_FUNCTION_NAME": full_name,
            "BASE_URL": BASE,
            "DEAD_LETTER_QUEUE_URL": self._cloud.dead_letter_urls[function],
            "ENVIRONMENT": environment,
            "EVIDENCE_BUCKET": f"{environment}-evidence",
            "EXTERNAL_ID": "model-approval",
            "METRIC_DIRECTIONS": "{}",
            "MAIL_QUEUE_URL": queues[f"{environment}/inference_notifier" if name == "approval" else function],
            "PARAMETER_PREFIX": "/ml-models",
            "POWERTOOLS_SERVICE_NAME": full_name,
            "PROMOTION_PATH": json.dumps(list(ACCOUNTS)),
            "REQUEST_VALID_DAYS": "90",
            "TARGETS": json.dumps(self._targets(environment)),
        }
        of_readers = {
            "ENVIRONMENTS": json.dumps({name: _environment(name) for name in ACCOUNTS}),
            "READER_ROLE": "arn:aws:iam::{account_id}:role/model-approval-{environment}-reader",
        }
        of_notifiers = {
            "INFERENCE_EVENTS": json.dumps(["batch_transform", "pipeline_execution", "custom"]),
            "APPROVERS": json.dumps(APPROVERS[environment]),
            "MAIL": json.dumps({"from": SENDER, "configuration_set": "model-approval"}),
            "ON_BYPASS": self.on_bypass,
            "REMINDERS": json.dumps(_reminders(environment)),
        }
        of_approval = {
            "DUTIES": json.dumps({"prevent_self_approval": False, "one_environment_each": False}),
            "OIDC": json.dumps(OIDC),
            "REGISTRY": json.dumps(_registry(environment)),
            "SESSION_KEY_IDS": json.dumps([self._cloud.session_keys[environment]]),
        }
        own = of_approval if name == "approval" else of_notifiers | _PATIENCE
        if name != "registration_notifier":
            own |= of_readers
        if f"{environment}/approval" in queues:
            own["INTENTS_QUEUE_URL"] = queues[f"{environment}/approval"]
        return of_all | own | self._cloud.credentials[environment]

    def _targets(self, own: str) -> dict[str, Any]:
        """What is decided in a stack: the environment after it, and the first one in its own."""
        return {name: self._target(name, own) for name in ACCOUNTS if PATH.asking(name) == own}

    def _target(self, environment: str, own: str) -> dict[str, Any]:
        return {
            "account_id": ACCOUNTS[environment],
            "region": REGION,
            "approvers": APPROVERS[environment],
            "approver_group": f"{environment}-approvers",
            "role_arn": None if environment == own else _role(environment, "promotion"),
            "required_approvals": self.votes,
            "gates": {"rules": [], "on_failure": "block", "break_glass_group": None},
        }


@cache
def _caches() -> list[Callable[[], None]]:
    """What forgets that a process has read its settings and made its clients and steps."""
    for function in FUNCTIONS:
        _module(function)
    rooms = ("model_approval.handlers.", "model_approval.adapters.")
    modules = [module for name, module in sys.modules.items() if name.startswith(rooms)]
    return [made.cache_clear for module in modules for made in vars(module).values() if hasattr(made, "cache_clear")]


def _module(function: str) -> Any:
    return import_module(f"model_approval.handlers.{function.partition('/')[2]}")


def _role(environment: str, name: str) -> str:
    return f"arn:aws:iam::{ACCOUNTS[environment]}:role/model-approval-{environment}-{name}"


def _environment(name: str) -> dict[str, Any]:
    return {"account_id": ACCOUNTS[name], "region": None, "approver_group": f"{name}-approvers"}


def _registry(own: str) -> dict[str, Any]:
    role = None if own == "dev" else _role("dev", "registry")
    return {"account_id": ACCOUNTS["dev"], "region": REGION, "role_arn": role}


def _reminders(environment: str) -> dict[str, Any]:
    queue = f"arn:aws:sqs:{REGION}:{ACCOUNTS[environment]}:{environment}-approval"
    role = _role(environment, "reminders")
    return {"days": 3, "group": "default", "role_arn": role, "queue_arn": queue, "dead_letter_arn": f"{queue}-dead"}
