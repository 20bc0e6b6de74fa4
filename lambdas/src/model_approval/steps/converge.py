"""Converge: make the model registry and ``approved`` agree with the records, however often and wherever this runs.

The order is records, registry, ``approved``: what inference pipelines act on comes last. Parameter Store cannot write
on a condition, so whoever writes looks again; and whoever dies before that is followed by an intent from the queue
(ADR 0004). What would run is verified before either says that it may (ADR 0009).
"""

from collections.abc import Mapping, Sequence

from model_approval.domain.encoding import decode, encode
from model_approval.domain.model_package import ModelPackage
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
from model_approval.steps.verify import Guard, Verify
from model_approval.steps.waiting import readable

ROUNDS = 10
"""How often is looked again because something was written; then the queue's redelivery goes on."""


class Contention(Exception):
    """Others kept writing; worth another try."""


class Converge:
    def __init__(self, *, path: PromotionPath, names: ParameterNames, accounts: Accounts, verify: Verify) -> None:
        self._path, self._names, self._accounts, self._verify = path, names, accounts, verify

    def carry_out(
        self,
        decision: Decision,
        approved: Approved | None = None,
        approved_number: int = 0,
        package: ModelPackage | None = None,
    ) -> None:
        """For the one who waits for an answer: as few calls as it takes if nobody else writes.

        What would run was verified a moment ago, and ``package`` is what the registry said then, if it was asked.
        ``approved`` is what the decision was made in view of, and ``approved_number`` its number, 0 if there was none.
        """
        person, arn = decision.decided_by, decision.model.model_package_arn
        registry = self._accounts.registry(person)
        self._register(registry, decision.environment, package or registry.describe(arn), Standing(decision))
        if decision.status is ApprovalStatus.APPROVED and not self._publish(decision, approved, approved_number):
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

        Raises ArtefactChanged, at the end, if a version must not be written because it is not what was approved.
        """
        parameters, registry = (
            self._accounts.parameters(environment, on_behalf_of),
            self._accounts.registry(on_behalf_of),
        )
        guard = Guard(self._verify, on_behalf_of)
        for _ in range(ROUNDS):
            wrote, guard.refused = False, None
            if id is not None:
                standing = read_standing(parameters, self._names, environment, id)
                arn = standing.decision.model.model_package_arn if standing.decision else model_package_arn
                if arn is not None:
                    wrote = self._register(registry, environment, registry.describe(arn), standing, guard)
            best, published = self._settle_approved(parameters, registry, environment, group, id, guard)
            if wrote or published:
                continue
            if guard.refused:
                raise guard.refused
            return best
        raise Contention(f"{group} in {environment} was written by others {ROUNDS} times in a row")

    def _register(
        self,
        registry: Registry,
        environment: str,
        package: ModelPackage,
        standing: Standing,
        guard: Guard | None = None,
    ) -> bool:
        """Whether the registry said something else before, and says what it must now."""
        wanted = registered(standing, package.metadata, self._path, environment)
        if package.metadata == wanted.metadata and wanted.status in (None, package.status):
            return False
        if guard and standing.decision and standing.is_approved and guard.refuses(standing.decision.model, package):
            return False
        registry.update(package.model.model_package_arn, wanted)
        return True

    def _publish(self, decision: Decision, approved: Approved | None, approved_number: int) -> bool:
        """Whether one write, at most, did it: nobody else wrote since ``approved`` was read."""
        environment, id = decision.environment, decision.model.id
        parameters, name = (
            self._accounts.parameters(environment, decision.decided_by),
            self._names.approved(environment, id.group),
        )
        value = encode(approved_by_decision(decision, self._names))
        if approved_number == 0:
            return parameters.create(name, value)
        if approved and approved.id.version > id.version:
            return True
        return parameters.overwrite(name, value) == approved_number + 1

    def _settle_approved(
        self,
        parameters: Parameters,
        registry: Registry,
        environment: str,
        group: str,
        id: VersionId | None,
        guard: Guard,
    ) -> tuple[Approved | None, bool]:
        """What must be approved, and whether something else was. What ``guard`` refuses is not written; and what stands
        there instead only stays if it was approved, too."""
        name = self._names.approved(environment, group)
        current = parameters.read([name]).get(name)
        top = max(registry.latest(group), id.version if id else 0, version_in(current))
        decision = highest_approved(parameters, self._names, environment, group, top)
        best = approved_by_decision(decision, self._names) if decision else None
        value = encode(best) if best else None
        if value == (current.value if current else None):
            return best, False
        if decision and guard.refuses(decision.model):
            if current is None or self._is_approved(parameters, environment, current):
                return None, False
            value = None
        if value is None:
            parameters.delete(name)
        elif current is None:
            parameters.create(name, value)
        else:
            parameters.overwrite(name, value)
        return best, True

    def _is_approved(self, parameters: Parameters, environment: str, current: Parameter) -> bool:
        """Whether ``current`` is what the decision about its version makes of it, and that was not revoked."""
        published = readable(current)
        if published is None:
            return False
        standing = read_standing(parameters, self._names, environment, published.id)
        if standing.decision is None or not standing.is_approved:
            return False
        return current.value == encode(approved_by_decision(standing.decision, self._names))


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
