"""Verify: look again at what would run, before anything says that it may."""

from dataclasses import replace

from model_approval.domain import pins
from model_approval.domain.errors import ArtefactChanged, NotFound
from model_approval.domain.model_package import ModelPackage
from model_approval.domain.model_version import ModelVersion, VersionId
from model_approval.domain.person import Person
from model_approval.domain.text import fit, one_line
from model_approval.steps.ports import Accounts, Alarms

LIMIT = 900
"""Characters of all that changed: it is shown on a page, and is the reason of a dead letter."""


class Verify:
    """What is not as it was pinned is counted in ``alarms``."""

    def __init__(self, *, accounts: Accounts, alarms: Alarms) -> None:
        self._accounts, self._alarms = accounts, alarms

    def __call__(
        self, model: ModelVersion, on_behalf_of: Person, package: ModelPackage | None = None
    ) -> ModelPackage | None:
        """Raises ArtefactChanged if ``model``, as it stands in a record, is not what would run. ``package`` is what the
        model registry says, if it was read; otherwise it is, and returned. A model without any pin costs no call."""
        if not any(pins.is_pinned(container) for container in model.containers):
            return package
        try:
            package = package or self._accounts.registry(on_behalf_of).describe(model.model_package_arn)
        except NotFound as error:
            raise self._changed(model, "It is not in the model registry any more.") from error
        if sentences := self._sentences(model, package, on_behalf_of):
            raise self._changed(model, *sentences)
        return package

    def _sentences(self, model: ModelVersion, package: ModelPackage, on_behalf_of: Person) -> tuple[str, ...]:
        recorded, registered = model.containers, package.model.containers
        if found := pins.differs(recorded, registered):
            return found
        looked, notes = self._accounts.artefacts(on_behalf_of).pin(pins.worth_a_look(recorded, registered))
        now = (
            replace(container, image_digest=seen.image_digest, model_data=seen.model_data)
            for container, seen in zip(registered, looked, strict=True)
        )
        return pins.changed(recorded, tuple(now), notes)

    def _changed(self, model: ModelVersion, *sentences: str) -> ArtefactChanged:
        self._alarms.changed()
        said = fit(one_line(" ".join(sentences)), LIMIT)
        return ArtefactChanged(f"{model.id}: {said}", model.id)


class Guard:
    """Verifies each version once, however often is looked whether it must be written. ``refused`` is the first one that
    was since somebody set it to None."""

    def __init__(self, verify: Verify, on_behalf_of: Person) -> None:
        self._verify, self._on_behalf_of = verify, on_behalf_of
        self._found: dict[VersionId, ArtefactChanged | None] = {}
        self.refused: ArtefactChanged | None = None

    def refuses(self, model: ModelVersion, package: ModelPackage | None = None) -> bool:
        if model.id not in self._found:
            self._found[model.id] = self._look(model, package)
        self.refused = self.refused or self._found[model.id]
        return self._found[model.id] is not None

    def _look(self, model: ModelVersion, package: ModelPackage | None) -> ArtefactChanged | None:
        try:
            self._verify(model, self._on_behalf_of, package)
        except ArtefactChanged as error:
            return error
        return None
