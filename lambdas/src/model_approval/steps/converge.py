"""Converge: make the model registry and ``approved`` agree with the records, however often and wherever this runs.

The order is records, registry, ``approved``: what inference pipelines act on comes last. Parameter Store cannot write
on a condition, so whoever writes looks again; and whoever dies before that is followed by an intent from the queue
(ADR 0004).
"""

from collections.abc import Mapping, Sequence

from model_approval.domain.encoding import decode, encode
from model_approval.domain.model_version import VersionId
from model_approval.domain.parameters import Parameter, ParameterNames
from model_approval.domain.person import Person
from model_approval.domain.promotion_path import PromotionPath
from model_approval.domain.publication import approved_by_decision
from model_approval.domain.records import Approved, Decision
from model_approval.domain.revocation import Revocation
from model_approval.domain.standing import Standing, registered
from model_approval.domain.status import ApprovalStatus
from model_approval.steps.at_once import AT_ONCE
from model_approval.steps.ports import Accounts, Parameters, Registry
from model_approval.steps.waiting import readable

ROUNDS = 10
"""How often is looked again because something was written; then the queue's redelivery goes on."""


class Contention(Exception):
    """Others kept writing; worth another try."""


class Converge:
    def __init__(self, *, path: PromotionPath, names: ParameterNames, accounts: Accounts) -> None:
        self._path, self._names, self._accounts = path, names, accounts

    def carry_out(self, decision: Decision) -> None:
        """For the one who waits for an answer: as few calls as it takes if nobody else writes."""
        person, arn = decision.decided_by, decision.model.model_package_arn
        self._register(self._accounts.registry(person), decision.environment, arn, Standing(decision))
        if decision.status is ApprovalStatus.APPROVED and not self._publish(decision):
            self.settle(decision.environment, decision.model.id.group, person, decision.model.id)

    def settle(
        self,
        environment: str,
        group: str,
        on_behalf_of: Person,
        id: VersionId | None = None,
        model_package_arn: str | None = None,
    ) -> Approved | None:
        """Repeats until there is nothing to write, and returns what is approved then.

        Of the registry, only the version ``id`` is looked at. ``model_package_arn`` makes it say that it waits for
        approval even if there is no decision about it.
        """
        parameters, registry = (
            self._accounts.parameters(environment, on_behalf_of),
            self._accounts.registry(on_behalf_of),
        )
        for _ in range(ROUNDS):
            wrote = False
            if id is not None:
                standing = read_standing(parameters, self._names, environment, id)
                arn = standing.decision.model.model_package_arn if standing.decision else model_package_arn
                wrote = arn is not None and self._register(registry, environment, arn, standing)
            best, published = self._settle_approved(parameters, registry, environment, group, id)
            if not (wrote or published):
                return best
        raise Contention(f"{group} in {environment} was written by others {ROUNDS} times in a row")

    def _register(self, registry: Registry, environment: str, arn: str, standing: Standing) -> bool:
        """Whether the registry said something else before."""
        package = registry.describe(arn)
        wanted = registered(standing, package.metadata, self._path, environment)
        if package.metadata == wanted.metadata and wanted.status in (None, package.status):
            return False
        registry.update(arn, wanted)
        return True

    def _publish(self, decision: Decision) -> bool:
        """Whether one write, at most, did it: nobody else wrote in between, and the decision was not revoked."""
        environment, id = decision.environment, decision.model.id
        parameters = self._accounts.parameters(environment, decision.decided_by)
        name, revocation = self._names.approved(environment, id.group), self._names.revocation(environment, id)
        found = parameters.read([name, revocation])
        value = encode(approved_by_decision(decision, self._names))
        if revocation in found:
            return False
        if name not in found:
            return parameters.create(name, value)
        if found[name].value == value or version_in(found[name]) > id.version:
            return True
        return parameters.overwrite(name, value) == found[name].number + 1

    def _settle_approved(
        self, parameters: Parameters, registry: Registry, environment: str, group: str, id: VersionId | None
    ) -> tuple[Approved | None, bool]:
        """What must be approved, and whether something else was."""
        name = self._names.approved(environment, group)
        current = parameters.read([name]).get(name)
        top = max(registry.latest(group), id.version if id else 0, version_in(current))
        decision = highest_approved(parameters, self._names, environment, group, top)
        best = approved_by_decision(decision, self._names) if decision else None
        value = encode(best) if best else None
        if value == (current.value if current else None):
            return best, False
        if value is None:
            parameters.delete(name)
        elif current is None:
            parameters.create(name, value)
        else:
            parameters.overwrite(name, value)
        return best, True


def highest_approved(
    parameters: Parameters,
    names: ParameterNames,
    environment: str,
    group: str,
    top: int,
    without: VersionId | None = None,
) -> Decision | None:
    """The decision about the highest approved and not revoked version, other than ``without``. Looks down from ``top``,
    since nothing tells which approvals came late; the versions above the one that is found cost a tenth of a call each.
    """
    for start in range(top, 0, -AT_ONCE):
        versions = range(start, max(start - AT_ONCE, 0), -1)
        ids = [id for version in versions if (id := VersionId(group, version)) != without]
        for standing in _standings(parameters, names, environment, ids) if ids else []:
            if standing.is_approved:
                return standing.decision
    return None


def read_standing(parameters: Parameters, names: ParameterNames, environment: str, id: VersionId) -> Standing:
    """What the records say about one version."""
    found = parameters.read([names.decision(environment, id), names.revocation(environment, id)])
    return standing_in(found, names, environment, id)


def standing_in(found: Mapping[str, Parameter], names: ParameterNames, environment: str, id: VersionId) -> Standing:
    """The same, out of parameters that were read."""
    decision, revocation = found.get(names.decision(environment, id)), found.get(names.revocation(environment, id))
    return Standing(
        decode(Decision, decision.value) if decision else None,
        decode(Revocation, revocation.value) if revocation else None,
    )


def _standings(
    parameters: Parameters, names: ParameterNames, environment: str, ids: Sequence[VersionId]
) -> list[Standing]:
    """Of at most ten versions, in their order, those that were approved; with their revocations."""
    found = parameters.read([names.decision(environment, id) for id in ids])
    standings = {id: standing_in(found, names, environment, id) for id in ids}
    approved = [id for id in ids if standings[id].is_approved]
    if not approved:
        return []
    revoked = parameters.read([names.revocation(environment, id) for id in approved])
    return [standing_in(found | revoked, names, environment, id) for id in approved]


def version_in(approved: Parameter | None) -> int:
    """The version in ``approved``; 0 if there is none, or something that is no record, which gives way."""
    found = readable(approved)
    return found.id.version if found else 0
