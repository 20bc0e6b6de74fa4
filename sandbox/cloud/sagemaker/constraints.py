"""What SageMaker refuses in a request and moto takes.

Source: the constraints of the members in SageMaker's API reference.
"""

import re
from typing import Any

from moto.sagemaker.exceptions import ValidationError

_METADATA = re.compile(r"[\w\s.:/=+\-@]*")  # of keys (128 characters) and values (256)
_PART_OF_A_NAME = re.compile(r"[a-zA-Z0-9\-]{1,63}")
_CHOICES = {"SortBy": ("Name", "CreationTime"), "SortOrder": ("Ascending", "Descending")}


def check_metadata(request: dict[str, Any]) -> None:
    """CustomerMetadataProperties and ApprovalDescription. Raises ValidationError."""
    metadata = request.get("CustomerMetadataProperties") or {}
    valid = all(
        _METADATA.fullmatch(text) and len(text) <= longest
        for pair in metadata.items()
        for text, longest in zip(pair, (128, 256), strict=True)
    )
    if len(metadata) > 50 or not valid:
        raise ValidationError("CustomerMetadataProperties has more pairs, or other characters, than are allowed.")
    if len(request.get("ApprovalDescription") or "") > 1024:
        raise ValidationError("ApprovalDescription is longer than 1024 characters.")


def check_list(request: dict[str, Any]) -> None:
    """Filter, order and size of a list of model package groups. Raises ValidationError."""
    part, most = request.get("NameContains"), request.get("MaxResults")
    if part is not None and not _PART_OF_A_NAME.fullmatch(part):
        raise _refusal("nameContains", part, f"satisfy regular expression pattern: {_PART_OF_A_NAME.pattern}")
    if most is not None and most not in range(1, 101):
        raise _refusal("maxResults", most, "be between 1 and 100")
    for member, choices in _CHOICES.items():
        if (given := request.get(member)) is not None and given not in choices:
            raise _refusal(member[0].lower() + member[1:], given, f"satisfy enum value set: [{', '.join(choices)}]")


def _refusal(member: str, value: Any, constraint: str) -> ValidationError:
    found = f"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint"
    return ValidationError(f"{found}: Member must {constraint}")
