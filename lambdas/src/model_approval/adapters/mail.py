"""Amazon SES behind the steps' ``Notices``: one message a recipient, since one bad address rejects a whole message."""

from collections.abc import Callable, Sequence
from typing import Any

from aws_lambda_powertools import Logger
from botocore.exceptions import ClientError

from model_approval.adapters.clients import code
from model_approval.domain.message import Message
from model_approval.domain.records import Request

logger = Logger(child=True)

_NEVER = ("MessageRejected", "BadRequestException")
"""What SES answers when this message will never go to this address, such as an unverified one in the SES sandbox."""


class UndeliverableMail(Exception):
    """Some recipients, or all, have no mail; worth another try. Says who and why."""


class Mailer:
    def __init__(self, sesv2: Any, sender: str, configuration_set: str) -> None:
        self._sesv2, self._sender, self._configuration_set = sesv2, sender, configuration_set

    def send(self, recipients: Sequence[str], message: Message) -> None:
        """Tries every recipient. An address that SES will never take is logged, so that the others do not get the mail
        again and again; anything else that fails, or nobody reached, raises UndeliverableMail."""
        failures = {to: error for to in recipients if (error := self._send(to, message))}
        for to, error in failures.items():
            logger.error("mail refused", recipient=to, reason=str(error))
        if len(failures) == len(recipients) or any(code(error) not in _NEVER for error in failures.values()):
            raise UndeliverableMail("; ".join(f"{to}: {error}" for to, error in failures.items()))

    def _send(self, recipient: str, message: Message) -> ClientError | None:
        try:
            self._sesv2.send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [recipient]},
                ConfigurationSetName=self._configuration_set,
                Content={
                    "Simple": {
                        "Subject": {"Data": message.subject, "Charset": "UTF-8"},
                        "Body": {
                            "Text": {"Data": message.text, "Charset": "UTF-8"},
                            "Html": {"Data": message.html, "Charset": "UTF-8"},
                        },
                    }
                },
            )
        except ClientError as error:
            return error
        return None


class MailedNotices:
    """``ask`` and ``report`` render a request; ``approvers`` gives the addresses of an environment."""

    def __init__(
        self,
        mailer: Mailer,
        approvers: Callable[[str], Sequence[str]],
        ask: Callable[[Request], Message],
        report: Callable[[Request], Message],
    ) -> None:
        self._mailer, self._approvers, self._ask, self._report = mailer, approvers, ask, report

    def ask(self, request: Request) -> None:
        self._mailer.send(self._approvers(request.environment), self._ask(request))

    def report(self, request: Request) -> None:
        self._mailer.send(self._approvers(request.environment), self._report(request))
