"""Lambda: an inference ended well, so the next environment's approvers are asked."""

from typing import Any

from model_approval.domain.events import Elsewhere, InferenceEvent, inference_event
from model_approval.domain.notice import MailJob, is_mail_job, mail_job
from model_approval.handlers import settings, wiring_notifiers
from model_approval.handlers.events import work_through
from model_approval.handlers.log import logger


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return work_through(event, context, _parse, _act)


def _parse(body: str) -> MailJob | InferenceEvent | Elsewhere:
    return mail_job(body) if is_mail_job(body) else inference_event(body, settings.neighbours())


def _act(message: MailJob | InferenceEvent | Elsewhere) -> str:
    if isinstance(message, MailJob):
        return wiring_notifiers.deliver()(message)
    if isinstance(message, Elsewhere):
        return message.outcome
    run = wiring_notifiers.trace_inference()(message)
    return run if isinstance(run, str) else wiring_notifiers.report_inference()(run)
