"""Lambda: a batch inference completed, so the next environment's approvers are asked."""

from typing import Any

from model_approval.domain.events import BatchTransformCompleted, batch_transform_completed
from model_approval.domain.notice import MailJob, is_mail_job, mail_job
from model_approval.handlers import wiring_notifiers
from model_approval.handlers.events import logger, work_through


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return work_through(event, context, _parse, _act)


def _parse(body: str) -> MailJob | BatchTransformCompleted:
    return mail_job(body) if is_mail_job(body) else batch_transform_completed(body)


def _act(message: MailJob | BatchTransformCompleted) -> str:
    if isinstance(message, MailJob):
        return wiring_notifiers.deliver()(message)
    return wiring_notifiers.report_inference()(message)
