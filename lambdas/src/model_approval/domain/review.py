"""What stands about a request at a moment: for the page, and before a decision."""

import hashlib
from dataclasses import dataclass

from model_approval.domain.encoding import digest
from model_approval.domain.gates import OnFailure, Verdict
from model_approval.domain.publication import is_published
from model_approval.domain.records import Approved, Request
from model_approval.domain.standing import Standing
from model_approval.domain.votes import Vote


@dataclass(frozen=True)
class Review:
    """``approved`` is what the environment's inference pipelines run at the moment; ``required`` is the number of
    approvals that it takes, and ``votes`` are those cast, oldest first, where it takes more than one. ``before`` is how
    the version stands in the environment before, None for the first one; ``newer`` is a higher version of the group
    that waits for the same decision, or is approved in the environment before, if there is one. ``approved_number`` is
    the number that Parameter Store gave to ``approved`` as it was read, 0 if there was none. ``verdicts`` are those of
    the environment's gates, and ``on_failure`` is what comes of one that failed."""

    request: Request
    standing: Standing
    approved: Approved | None
    required: int = 1
    votes: tuple[Vote, ...] = ()
    before: Standing | None = None
    newer: int | None = None
    approved_number: int = 0
    verdicts: tuple[Verdict, ...] = ()
    on_failure: OnFailure = OnFailure.BLOCK

    @property
    def shown(self) -> str:
        """What identifies all that an approver is shown: the request, the version that it would replace, and how the
        gates came out. SHA-256, in hexadecimal."""
        replaced = self.approved.id.version if self.approved else None
        gates = [f"{verdict.gate.rule}: {verdict.passed}" for verdict in self.verdicts]
        return hashlib.sha256(
            "\n".join([digest(self.request), str(replaced), self.on_failure, *gates]).encode()
        ).hexdigest()

    @property
    def failed(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if not verdict.passed)

    @property
    def may_block(self) -> tuple[str, ...]:
        """The rules that can keep this from being approved, as soon as they fail."""
        return tuple(verdict.gate.rule for verdict in self.verdicts) if self.on_failure is OnFailure.BLOCK else ()

    @property
    def blocking(self) -> tuple[str, ...]:
        """Those that do now, unless somebody breaks the glass."""
        return tuple(verdict.gate.rule for verdict in self.failed) if self.on_failure is OnFailure.BLOCK else ()

    @property
    def is_published(self) -> bool:
        """Whether the decision has reached everything that it must reach."""
        return is_published(self.standing, self.request.model.id.version, self.approved)
