"""What the three functions share: a batch of queue messages; each succeeds, is tried again, or is put aside."""

from collections.abc import Callable
from typing import Any, TypeVar

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from model_approval.adapters import correlation
from model_approval.domain.errors import UnusableEvent
from model_approval.handlers import wiring
from model_approval.handlers.log import correlate, logger

RESERVE = 20_000
"""Milliseconds that a message gets at least; with less left, SQS delivers it again instead."""

_E = TypeVar("_E")


class OutOfTime(Exception):
    """The messages before this one took all the time that the function has."""


def work_through(
    event: dict[str, Any], context: Any, parse: Callable[[str], _E], act: Callable[[_E], str]
) -> dict[str, Any]:
    """Acts on each message of an SQS ``event``; the answer names those that SQS must deliver again.

    A message that can never be used goes to the dead-letter queue at once, with the reason there and in the log;
    one that fails otherwise gets there when SQS has delivered it as often as the queue allows.
    """

    def handle(record: SQSRecord) -> None:
        logger.append_keys(message_id=record.message_id)
        correlate(correlation.carried(record.body), record.message_id)
        try:
            if context.get_remaining_time_in_millis() < RESERVE:
                raise OutOfTime
            outcome = act(parse(record.body))
        except UnusableEvent as error:
            logger.error("event put aside", reason=str(error))
            wiring.dead_letters().put(record.body, str(error))
        except Exception:
            logger.exception("event failed, to be delivered again", delivery=_delivery(record))
            _put_off(record)
            raise
        else:
            logger.info(outcome)

    # The messages' own failures are reported to SQS one by one; the invocation itself has not failed.
    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    return dict(process_partial_response(event=event, record_handler=handle, processor=processor))


def _put_off(record: SQSRecord) -> None:
    """If that fails too, SQS delivers the message again when its visibility timeout ends."""
    try:
        wiring.retries().put_off(record.event_source_arn, record.receipt_handle, _delivery(record))
    except Exception:  # noqa: BLE001 - it must not hide what failed before
        logger.exception("the next delivery could not be set")


def _delivery(record: SQSRecord) -> int:
    return int(record.attributes.approximate_receive_count)
