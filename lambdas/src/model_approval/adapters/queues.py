"""SQS: the intents that stand behind each decision, mails on their way, and the dead letters."""

from collections.abc import Callable, Sequence
from typing import Any

from model_approval.adapters.correlation import stamped
from model_approval.domain.intents import Intent, to_body
from model_approval.domain.notice import MailJob, Notice
from model_approval.domain.text import fit, one_line

INTENT_DELAY = 30
"""Seconds before an intent is acted on: by then whoever sent it has ended, one way or the other."""
MAIL_DELAY = 5
"""Seconds before a mail is sent: by then what it is about is recorded, if all is well."""
AT_ONCE = 10
"""Messages that one SendMessageBatch call may have."""
BYTES_AT_ONCE = 262_144
"""What they may take together in every queue; newer ones take 1 MiB. Only odd characters make a mail that long."""
FIRST_RETRY, LAST_RETRY = 15, 900
"""Seconds from a failure to the next delivery: twice as long each time, from the first to the last."""
REASON_LIMIT = 1000
"""Characters of a reason; a message with all its attributes has a limit as well."""
_REFUSED = str.maketrans("", "", "\ufffe\uffff")
"""What SQS takes in no message, beside the characters that one_line leaves out."""


class IntentQueue:
    def __init__(self, sqs: Any, url: str) -> None:
        self._sqs, self._url = sqs, url

    def send(self, intent: Intent) -> None:
        self._sqs.send_message(QueueUrl=self._url, MessageBody=stamped(to_body(intent)), DelaySeconds=INTENT_DELAY)


class Unsent(Exception):
    """SQS did not take all mails of a batch; worth another try."""


class MailQueue:
    """``approvers`` gives the addresses of an environment. Whoever brought a notice about gets none, if such
    an address is the name under which they sign in."""

    def __init__(self, sqs: Any, url: str, approvers: Callable[[str], Sequence[str]]) -> None:
        self._sqs, self._url, self._approvers = sqs, url, approvers

    def post(self, notice: Notice) -> None:
        left_out = _folded(notice.except_for or "")
        approvers = self._approvers(notice.about.environment)
        bodies = [stamped(MailJob(to, notice).to_body()) for to in approvers if _folded(to) != left_out]
        at_once = min(AT_ONCE, BYTES_AT_ONCE // max(map(len, bodies), default=1))
        for start in range(0, len(bodies), at_once):
            entries = [
                {"Id": str(number), "MessageBody": body, "DelaySeconds": MAIL_DELAY}
                for number, body in enumerate(bodies[start : start + at_once])
            ]
            answer = self._sqs.send_message_batch(QueueUrl=self._url, Entries=entries)
            if failed := answer.get("Failed"):
                raise Unsent("; ".join(f"{one['Code']}: {one.get('Message', '')}" for one in failed))


def _folded(address: str) -> str:
    return address.strip().casefold()


class Retries:
    """Messages that failed, and are to be delivered again: soon at first, then less and less often.

    With ten deliveries (modules/function) a message is tried for an hour before it is put aside.
    """

    def __init__(self, sqs: Any, dead_letter_queue_url: str) -> None:
        # A function's two queues are in one account and region.
        self._sqs, self._base = sqs, dead_letter_queue_url.rpartition("/")[0]

    def put_off(self, queue_arn: str, receipt_handle: str, deliveries: int) -> int:
        """``deliveries`` is how often the message was delivered up to now. Returns the seconds until it is again."""
        seconds: int = min(FIRST_RETRY * 2 ** (deliveries - 1), LAST_RETRY)
        url = f"{self._base}/{queue_arn.rpartition(':')[2]}"
        self._sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=receipt_handle, VisibilityTimeout=seconds)
        return seconds


class DeadLetters:
    def __init__(self, sqs: Any, url: str) -> None:
        self._sqs, self._url = sqs, url

    def put(self, body: str, reason: str) -> None:
        """Keeps ``body`` as it came, with ``reason`` (a sentence) as a message attribute."""
        text = one_line(reason.translate(_REFUSED)) or "unknown"  # SQS takes no empty attribute
        attribute = {"DataType": "String", "StringValue": fit(text, REASON_LIMIT)}
        self._sqs.send_message(QueueUrl=self._url, MessageBody=body, MessageAttributes={"reason": attribute})
