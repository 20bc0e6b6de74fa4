"""What a model is: names and values, from the request and from the model registry."""

from dataclasses import dataclass

from model_approval.domain.duties import REQUESTED_BY
from model_approval.domain.model_package import ModelPackage
from model_approval.domain.promotion_path import PromotionPath
from model_approval.domain.records import Request


@dataclass(frozen=True)
class Fact:
    """``kind`` tells how the value is shown: ``text``, ``name``, ``code`` or ``time``."""

    name: str
    value: str
    kind: str = "text"


def facts(request: Request, package: ModelPackage | None, path: PromotionPath) -> list[Fact]:
    """Those that are known. The request's own summary stands at the head of the page."""
    before = path.before(request.environment)
    told = [
        Fact("Requested by", request.author or "", "name"),
        Fact("Model package", request.model.model_package_arn, "code"),
    ]
    if package:
        described = package.summary if package.summary != request.summary else None
        told += [
            Fact("Description", described or ""),
            Fact("Built by", package.created_by or "", "name"),
            Fact("Pipeline execution", package.generated_by or "", "code"),
            Fact("Registered", package.created_at or "", "time"),
            Fact("Repository", package.repository or "", "code"),
            Fact("Commit", package.commit or "", "code"),
        ]
    if before or not (package and package.generated_by):
        told.append(Fact(f"Inference in {before}" if before else "Registered by", request.requested_by, "code"))
    return [fact for fact in told if fact.value]


def other_properties(package: ModelPackage | None, path: PromotionPath) -> dict[str, str]:
    """What else the version's CustomerMetadataProperties say, in alphabetical order."""
    known = {*path.names, REQUESTED_BY}
    return {key: value for key, value in sorted(package.metadata.items()) if key not in known} if package else {}
