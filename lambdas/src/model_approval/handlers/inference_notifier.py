"""Lambda: a batch inference completed, so the next environment's approvers are asked."""

from typing import Any

from model_approval.domain.events import batch_transform_completed
from model_approval.handlers import wiring
from model_approval.handlers.events import logger, work_through


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return work_through(event, batch_transform_completed, wiring.report_inference())
