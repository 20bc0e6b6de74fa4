"""Converge: make the model registry and ``approved`` agree with a decision record, however often this runs.

The order is records, registry, ``approved``: what inference pipelines act on comes last.
"""

from model_approval.domain.encoding import decode, encode
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.promotion_path import PromotionPath
from model_approval.domain.publication import approved_by_decision, highest
from model_approval.domain.records import Approved, Decision
from model_approval.domain.status import ApprovalStatus, decided
from model_approval.domain.text import one_line
from model_approval.steps.ports import Accounts, Parameters

ROUNDS = 10
"""How often ``approved`` is looked at again because somebody wrote in between; then the queue's redelivery goes on."""


class Contention(Exception):
    """Others kept writing ``approved``; worth another try."""


class Converge:
    def __init__(self, *, path: PromotionPath, names: ParameterNames, accounts: Accounts) -> None:
        self._path, self._names, self._accounts = path, names, accounts

    def __call__(self, decision: Decision) -> None:
        parameters = self._accounts.parameters(decision.environment, decision.decided_by)
        self._registry(decision)
        if decision.status is ApprovalStatus.APPROVED:
            self._publish(decision, parameters)

    def _registry(self, decision: Decision) -> None:
        registry, arn = self._accounts.registry(decision.decided_by), decision.model.model_package_arn
        package = registry.describe(arn)
        wanted = decided(package.metadata, self._path, decision.environment, decision.status, describe(decision))
        settled = package.metadata == wanted.metadata and wanted.status in (None, package.status)
        if not settled:
            registry.update(arn, wanted)

    def _publish(self, decision: Decision, parameters: Parameters) -> None:
        name = self._names.approved(decision.environment, decision.model.id.group)
        # As it reads back: metrics may have to give way to fit into the parameter.
        ours = decode(Approved, encode(approved_by_decision(decision, self._names)))
        for _ in range(ROUNDS):
            current = parameters.read([name]).get(name)
            if current is None:
                if parameters.create(name, encode(ours)):
                    return
                continue
            there = decode(Approved, current.value)
            if there.id.version > ours.id.version:
                return
            if there == ours:
                # Written before; if that write hid a higher one and then died, the higher one stands just below it.
                hidden = _written(parameters, name, range(max(current.number - 1, 1), current.number))
            else:
                number = parameters.overwrite(name, encode(ours))
                hidden = _written(parameters, name, range(current.number + 1, number))
            best = highest([ours, *hidden])
            if best is None or best == ours:
                return
            ours = best
        raise Contention(f"{name} was written by others {ROUNDS} times in a row")


def describe(decision: Decision) -> str:
    """For ApprovalDescription, which people read in SageMaker Studio; its pattern ``.*`` allows no line breaks."""
    text = f"{decision.status.value} for {decision.environment} by {decision.decided_by.name}"
    return one_line(f"{text}: {decision.comment}" if decision.comment else text)


def _written(parameters: Parameters, name: str, numbers: range) -> list[Approved]:
    """What stood in the parameter under these version numbers, as far as it is still kept."""
    values = (parameters.read_number(name, number) for number in numbers)
    return [decode(Approved, value) for value in values if value is not None]
