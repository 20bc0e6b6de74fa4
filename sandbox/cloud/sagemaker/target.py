"""Pipelines as targets of EventBridge rules: MiniStack takes such targets and starts nothing.

A value that begins with `$.` is taken from the event. Source: `SageMakerPipelineParameters` in the EventBridge API
reference, and "Target-specific parameters" in its user guide.
"""

import functools
import logging
from typing import Any

from ministack.services import eventbridge
from moto.sagemaker.models import sagemaker_backends

from .. import service_roles
from . import executions

_PRINCIPAL = "events.amazonaws.com"
_log = logging.getLogger(__name__)


def install() -> None:
    """Hook into MiniStack's EventBridge."""
    invoke = eventbridge._invoke_target

    @functools.wraps(invoke)
    def invoke_target(target: dict[str, Any], event: dict[str, Any], rule: Any, view: Any = None) -> None:
        if ":sagemaker:" not in target["Arn"]:
            invoke(target, event, rule, view)
            return
        try:
            _start(target, (view or eventbridge._pattern_event_view(event)).event_with_detail())
        except Exception as error:  # noqa: BLE001  what is delivered in vain harms nobody else
            _log.warning("EventBridge: %s is not started: %s", target["Arn"], error)

    eventbridge._invoke_target = invoke_target


def _start(target: dict[str, Any], event: dict[str, Any]) -> None:
    """With the rights of the target's role. Raises whatever is wrong with the target."""
    arn, role = target["Arn"], target.get("RoleArn", "")
    if not service_roles.trusts(role, _PRINCIPAL):
        raise PermissionError(f"{_PRINCIPAL} may not assume {role}")
    if not service_roles.may(role, "sagemaker:StartPipelineExecution", arn):
        raise PermissionError(f"{role} may not start it")
    given = target.get("SageMakerPipelineParameters", {}).get("PipelineParameterList", [])
    parameters = [{"Name": one["Name"], "Value": _value(one["Value"], event)} for one in given]
    _, _, _, region, account, _ = arn.split(":", 5)
    executions.start(sagemaker_backends[account][region], {"PipelineName": arn, "PipelineParameters": parameters})


def _value(text: str, event: Any) -> str:
    if not text.startswith("$."):
        return text
    for part in text.removeprefix("$.").split("."):
        event = event[part]
    return str(event)
