"""What a machine can tell an approver before they decide: each check in plain words, passed or failed."""

from collections.abc import Iterator
from dataclasses import dataclass

from model_approval.domain.model_package import ModelPackage
from model_approval.domain.model_version import Container, DataPin
from model_approval.domain.pins import STRONG, differs
from model_approval.domain.records import Request
from model_approval.domain.review import Review
from model_approval.domain.standing import Standing

_NO_REPORTS = ("model data", "container image", "evidence document")
"""The kinds of sources that hold no metrics."""


@dataclass(frozen=True)
class Check:
    """``passed`` is None if nobody can tell now. ``quoted`` ends the detail with words that are not ours."""

    name: str
    passed: bool | None
    detail: str
    quoted: str = ""


def checks(review: Review, package: ModelPackage | None) -> tuple[Check, ...]:
    """``package`` is what the registry says about the version now; None if it could not be read."""
    return tuple(_checks(review, package))


def _checks(review: Review, package: ModelPackage | None) -> Iterator[Check]:
    request = review.request
    yield _metrics(request)
    if review.before is not None:
        yield _before(review.before)
    yield _images(request)
    if any(container.model_data_url for container in request.model.containers):
        yield _data(request)
    if package is None:
        yield Check("Model registry", None, "It could not be read just now.")
    else:
        yield _ready(package)
        yield _unchanged(request.model.containers, package)
        yield _agrees(review, package)
    if review.standing.decision is None:
        yield _newest(review)


def _metrics(request: Request) -> Check:
    number = len(request.metrics)
    if number:
        return Check("Metrics", True, "One was reported." if number == 1 else f"{number} were reported.")
    if request.stored and request.stored.metrics:
        return Check("Metrics", False, "They did not fit into the request.")
    notes = (source.note for source in request.sources if source.note and source.kind not in _NO_REPORTS)
    note = next(notes, "")
    return Check("Metrics", False, "None were reported:" if note else "None were reported.", note)


def _before(standing: Standing) -> Check:
    decision, gone = standing.decision, standing.revocation
    name = f"Approval for {decision.environment if decision else 'the environment before'}"
    if gone:
        return Check(name, False, "It was taken back by", gone.revoked_by.name)
    if decision and standing.is_approved:
        return Check(name, True, "It still stands; given by", decision.decided_by.name)
    return Check(name, False, "There is none in the records.")


def _images(request: Request) -> Check:
    name, containers = "Container images", request.model.containers
    loose = [container for container in containers if not _has_digest(container)]
    if not containers:
        return Check(name, False, "The version names none.")
    if loose:
        images = ", ".join(container.image or "a container without an image" for container in loose)
        told = _told(request, "container image", images)
        return Check(name, False, "Not pinned by a digest, so the tag may come to mean something else:", told)
    pinned = "It is" if len(containers) == 1 else "All are"
    return Check(name, True, f"{pinned} pinned by digest: what runs is what was tested.")


def _data(request: Request) -> Check:
    name = "Model data"
    named = {one.model_data_url: one.model_data for one in request.model.containers if one.model_data_url}
    loose = [url for url, pin in named.items() if pin is None]
    if loose:
        told = _told(request, "model data", ", ".join(loose))
        return Check(name, False, "Not pinned, so nobody would notice if they were changed:", told)
    by = dict.fromkeys(_by(pin) for pin in named.values() if pin)
    return Check(name, True, f"Pinned by {' and '.join(by)}: if they are changed, they are not published.")


def _by(pin: DataPin) -> str:
    """What would tell other bytes from these."""
    if pin.objects is not None:
        return f"a checksum over the list of {pin.objects} objects"
    if pin.checksum and pin.checksum.partition(":")[0] in STRONG:
        return "checksum"
    return "version id" if pin.version_id else "ETag"


def _told(request: Request, kind: str, what: str) -> str:
    """Why it could not be pinned, if that is known."""
    notes = [source.note for source in request.sources if source.kind == kind and source.note]
    return "; ".join(notes) or what


def _has_digest(container: Container) -> bool:
    return bool(container.image_digest) or "@sha256:" in (container.image or "")


def _ready(package: ModelPackage) -> Check:
    if package.is_ready:
        return Check("Model package", True, "It is ready: its status in SageMaker is Completed.")
    return Check("Model package", False, "It is not ready: its status in SageMaker is not Completed.")


def _unchanged(asked: tuple[Container, ...], package: ModelPackage) -> Check:
    name = "Same as requested"
    found = differs(asked, package.model.containers)
    if not found:
        return Check(name, True, "Images and model data are those that the request names.")
    return Check(
        name, False, "Images or model data were changed in the model registry since the request:", " ".join(found)
    )


def _agrees(review: Review, package: ModelPackage) -> Check:
    name = "Registry and records"
    environment, standing = review.request.environment, review.standing
    field = package.metadata.get(environment)
    if field is None:
        return Check(name, None, f"The version's metadata has no field for {environment}.")
    if field == standing.field:
        return Check(name, True, f"Both say {standing.field} for {environment}.")
    says = f"The records say {standing.field} for {environment}, and they count. The model registry says"
    return Check(name, False, says, field)


def _newest(review: Review) -> Check:
    if review.newer is None:
        return Check("Newer versions", True, "None of the next ones waits.")
    return Check("Newer versions", False, f"Version {review.newer} is on its way, too.")
