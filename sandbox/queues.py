"""How much work is left in an environment's queues, and how much was put aside."""

from .environments import Environment
from .local_aws import LocalAws, root

_DEAD_LETTERS = "-dead-letters"
_STATES = [f"ApproximateNumberOfMessages{state}" for state in ("", "NotVisible", "Delayed")]


class Queues:
    """All queues of the environment's account, as they were when this was made."""

    def __init__(self, aws: LocalAws, environment: Environment) -> None:
        self._sqs = aws.client("sqs", root(environment.account_id))
        self._urls: list[str] = self._sqs.list_queues().get("QueueUrls", [])

    def waiting(self) -> int:
        """Messages that wait, are delayed or are worked on."""
        return sum(self._count(url) for url in self._urls if not url.endswith(_DEAD_LETTERS))

    def dead_letters(self) -> int:
        """Messages that wait for a person."""
        return sum(self._count(url) for url in self._urls if url.endswith(_DEAD_LETTERS))

    def _count(self, url: str) -> int:
        found = self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=_STATES)["Attributes"]
        return sum(int(found[state]) for state in _STATES)
