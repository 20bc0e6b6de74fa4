"""What Model Monitor writes about data: ``statistics.json`` with numbers for each feature; and how constraints look.

Sources: "Schema for Statistics" and "Schema for Constraints" of the SageMaker developer guide. Thresholds are no
measurements, so constraints give no numbers.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from model_approval.domain.report_numbers import Found, finite, is_number, label, mapping, objects

_STATISTICS = ("numerical_statistics", "string_statistics")
_CONSTRAINTS = ("completeness", "num_constraints", "string_constraints")
_COUNT, _INCOMPLETE, _REST, _COMPLETE = 0, 1, 2, 9
"""Importance: the number of items comes before all; that nothing is missing in a feature, at the end."""
_OF_NUMBERS = ("mean", "std_dev", "min", "max")


def has_data_statistics(document: Mapping[str, Any]) -> bool:
    return any(key in feature for feature in objects(document.get("features")) for key in _STATISTICS)


def has_data_constraints(document: Mapping[str, Any]) -> bool:
    return any(key in feature for feature in objects(document.get("features")) for key in _CONSTRAINTS)


def has_model_constraints(document: Mapping[str, Any]) -> bool:
    groups = (mapping(group) for key, group in document.items() if key.endswith("_constraints"))
    return any("threshold" in mapping(one) for group in groups for one in group.values())


def data_statistics(document: Mapping[str, Any]) -> Iterator[Found]:
    """The number of items; of each feature, how complete it is and what its values are like.

    The completeness is a share from 0 to 1, as in Model Monitor's constraints: counts of missing values, and sums, do
    not compare between datasets of different sizes.
    """
    count = mapping(document.get("dataset")).get("item_count")
    if is_number(count):
        yield Found(("item_count",), finite(count), rank=_COUNT)
    for feature in objects(document["features"]):
        name = label(feature.get("name", ""))
        numbers, strings = (mapping(feature.get(key)) for key in _STATISTICS)
        complete = _completeness(mapping((numbers or strings).get("common")))
        if complete is not None:
            rank = _COMPLETE if complete == 1 else _INCOMPLETE
            yield Found((name, "completeness"), complete, rank=rank, named_by=2)
        for place, key in enumerate(_OF_NUMBERS):
            if is_number(numbers.get(key)):
                yield Found((name, key), finite(numbers[key]), rank=_REST + place, named_by=2)
        if is_number(strings.get("distinct_count")):
            yield Found((name, "distinct_count"), finite(strings["distinct_count"]), rank=_REST, named_by=2)


def _completeness(common: Mapping[str, Any]) -> float | None:
    present, missing = finite(common.get("num_present")), finite(common.get("num_missing"))
    if present is None or missing is None or min(present, missing) < 0:
        return None
    # Halves, as the sum of two finite numbers need not be finite.
    whole = present / 2 + missing / 2
    return present / 2 / whole if whole else None
