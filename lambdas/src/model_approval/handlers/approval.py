"""Lambda: the approvers' pages behind API Gateway, and the intents that carry their decisions through."""

from typing import Any

from model_approval.adapters import deadline
from model_approval.domain.errors import UnusableEvent
from model_approval.domain.intents import Intent, Remind, parse
from model_approval.handlers import settings, wiring
from model_approval.handlers.events import work_through
from model_approval.handlers.log import correlate, logger


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    if "Records" in event:
        return work_through(event, context, parse, _act)
    correlate(event.get("requestContext", {}).get("requestId"), context.aws_request_id)
    # A queue's batch needs none of the pages, so they are not loaded for it.
    from model_approval.handlers.web import app

    with deadline.answering(context.get_remaining_time_in_millis() / 1000):
        return app.resolve(event, context)


def _act(intent: Intent) -> str:
    if intent.environment not in settings.common().targets:
        raise UnusableEvent(f"nothing is decided for {intent.environment!r} in this stack")
    return wiring.remind()(intent) if isinstance(intent, Remind) else wiring.carry_on()(intent)
