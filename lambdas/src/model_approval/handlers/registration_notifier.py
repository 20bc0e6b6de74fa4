"""Lambda: a model version was registered or changed; the first environment's approvers are asked, or warned."""

from typing import Any

from model_approval.domain.events import ModelPackageChanged, model_package_changed
from model_approval.domain.notice import MailJob, is_mail_job, mail_job
from model_approval.handlers import wiring_notifiers
from model_approval.handlers.events import work_through
from model_approval.handlers.log import logger


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return work_through(event, context, _parse, _act)


def _parse(body: str) -> MailJob | ModelPackageChanged:
    return mail_job(body) if is_mail_job(body) else model_package_changed(body)


def _act(message: MailJob | ModelPackageChanged) -> str:
    if isinstance(message, MailJob):
        return wiring_notifiers.deliver()(message)
    return wiring_notifiers.watch_registry()(message)
