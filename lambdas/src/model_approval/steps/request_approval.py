"""Request an approval: a version was registered, so its fields are prepared and the first environment is asked."""

from collections.abc import Callable
from dataclasses import replace

from model_approval.domain.duties import REQUESTED_BY
from model_approval.domain.errors import NotFound, UnusableEvent
from model_approval.domain.evidence import Source
from model_approval.domain.model_package import ModelPackage
from model_approval.domain.model_version import ModelVersion
from model_approval.domain.promotion_path import PromotionPath
from model_approval.domain.records import Request
from model_approval.domain.status import RegistryState, initial_metadata
from model_approval.domain.text import fit, one_line
from model_approval.steps.ask import Ask
from model_approval.steps.give_evidence import GiveEvidence
from model_approval.steps.ports import Artefacts, Registry

AUTHOR_LIMIT, SUMMARY_LIMIT = 256, 200
"""Characters. Metadata allow no more than 256; a description may have 1,024, and a record has 4 KB for everything."""


class RequestFirstApproval:
    """``attempt`` gives each try a name of its own."""

    def __init__(
        self,
        *,
        path: PromotionPath,
        registry: Registry,
        artefacts: Artefacts,
        evidence: GiveEvidence,
        ask: Ask,
        now: Callable[[], str],
        attempt: Callable[[], str],
    ) -> None:
        self._path, self._registry, self._artefacts = path, registry, artefacts
        self._evidence, self._ask, self._now, self._attempt = evidence, ask, now, attempt

    def __call__(self, package: ModelPackage, event_id: str) -> str:
        """What was done, for the log. Raises UnusableEvent if the version is gone."""
        fields = initial_metadata(package.metadata, self._path)
        if fields != package.metadata:
            try:
                # The registry sends an event for this update as well; that one finds everything done.
                self._registry.update(package.model.model_package_arn, RegistryState(fields))
            except NotFound as error:
                raise UnusableEvent(f"{package.model.id} is not in the model registry: {error}") from error
        # What is approved are the bytes that there are now: the pins travel with the version from here on.
        containers, notes = self._artefacts.pin(package.model.containers)
        model = replace(package.model, containers=containers)
        request = Request(
            environment=self._path.first,
            model=model,
            requested_at=self._now(),
            requested_by=package.registered_by,
            event_id=event_id,
            attempt=self._attempt(),
            author=_short(package.metadata.get(REQUESTED_BY), AUTHOR_LIMIT),
            summary=_short(package.summary, SUMMARY_LIMIT),
        )
        return self._ask(self._evidence.of_registration(request, package, [_not_pinned(model, note) for note in notes]))


def _not_pinned(model: ModelVersion, note: str) -> Source:
    """``note`` names the image or the model data that it is about."""
    for container in model.containers:
        if container.model_data_url and container.model_data_url in note:
            return Source("model data", container.model_data_url, note=note)
        if container.image and container.image in note:
            return Source("container image", container.image, note=note)
    return Source("model data", None, note=note)


def _short(text: str | None, limit: int) -> str | None:
    """One line of at most ``limit`` characters; None if nothing can be read in ``text``."""
    return fit(one_line(text or ""), limit) or None
