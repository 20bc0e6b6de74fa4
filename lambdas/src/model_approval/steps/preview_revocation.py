"""Preview a revocation: what inference pipelines would get if an approval were taken back now."""

from model_approval.domain.parameters import ParameterNames
from model_approval.domain.person import Person
from model_approval.domain.publication import approved_by_decision
from model_approval.domain.records import Approved
from model_approval.domain.review import Review
from model_approval.steps.converge import highest_approved
from model_approval.steps.ports import Accounts


class PreviewRevocation:
    """Looks for what convergence would find, in two reads if one of the ten versions before is approved."""

    def __init__(self, *, names: ParameterNames, accounts: Accounts) -> None:
        self._names, self._accounts = names, accounts

    def __call__(self, review: Review, reader: Person) -> Approved | None:
        """What would be approved without the version under review, itself approved; None if no version would be."""
        environment, id = review.request.environment, review.request.model.id
        published = review.approved
        if published and published.id.version > id.version:
            return published
        if published and published.id == id:
            top = id.version - 1
        else:
            # The approval is not published yet; so may be that of a newer version.
            top = max(self._accounts.registry(reader).latest(id.group), id.version)
        parameters = self._accounts.parameters(environment, reader)
        decision = highest_approved(parameters, self._names, environment, id.group, top, without=id)
        return approved_by_decision(decision, self._names) if decision else None
