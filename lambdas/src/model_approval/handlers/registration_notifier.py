"""Lambda: a training pipeline registered a model version, so the first environment's approvers are asked."""

from typing import Any

from model_approval.domain.events import model_package_registered
from model_approval.handlers import wiring
from model_approval.handlers.events import logger, work_through


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return work_through(event, model_package_registered, wiring.request_first_approval())
