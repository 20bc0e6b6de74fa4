"""Whatever a document is, reading it raises nothing and gives what fits into the page, the mail and the records."""

import copy
import json
import math
import sys
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.encoding import encode
from model_approval.domain.evidence import Evidence
from model_approval.domain.reports import read_report
from model_approval.domain.text import one_line
from tests.unit.domain.reports_as_read import AS_READ
from tests.unit.domain.test_reports_of_sagemaker import FILES
from tests.unit.examples import hostile_text, request

DOCUMENTS = [json.loads((FILES / f"{name}.json").read_text()) for name in AS_READ]


def _keys(node: object) -> set[str]:
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return set(node if isinstance(node, dict) else ()).union(*map(_keys, inner))


known_keys = st.sampled_from(sorted(set().union(*map(_keys, DOCUMENTS))))
leaves = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), hostile_text, known_keys),
    st.sampled_from(
        [10**400, -(10**4000), "NaN", "-inf", "1e9999", "0.5", "9" * 5000, Decimal("sNaN"), Decimal("0.1")]
    ),
)
anything = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.one_of(known_keys, hostile_text), inner)),
    max_leaves=40,
)


@st.composite
def spoiled(draw: st.DrawFn) -> Any:
    """A real document, in which something stands that does not belong there."""
    document = copy.deepcopy(draw(st.sampled_from(DOCUMENTS)))
    for _ in range(draw(st.integers(1, 3))):
        node = document
        while node and draw(st.integers(0, 4)):
            key = draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
            if not isinstance(node[key], dict | list):
                break
            node = node[key]
        if isinstance(node, dict):
            node[draw(st.one_of(st.sampled_from(sorted(node) or ["value"]), known_keys, hostile_text))] = draw(anything)
        else:
            node.insert(draw(st.integers(0, len(node))), draw(anything))
    return document


@given(st.one_of(anything, spoiled()))
def test_any_document_gives_finite_numbers_under_names_that_can_be_shown(document: object) -> None:
    report = read_report(document)
    for numbers in (report.metrics, report.deviations):
        assert all(type(number) is float and math.isfinite(number) for number in numbers.values())
    assert set(report.deviations) <= set(report.metrics)
    assert all(name and len(name) <= 64 and name == one_line(name) for name in report.metrics)
    for violation in report.violations or ():
        words = (violation.of, violation.check, violation.description)
        assert all(len(word) <= 500 and word == one_line(word) for word in words)
    assert report.note is None or report.note == one_line(report.note)
    assert read_report(document) == report
    first = Evidence(report.metrics).most_important(())
    assert json.loads(encode(request(metrics=first)))["environment"] == "dev"


@given(st.lists(anything, max_size=5))
def test_as_many_violations_are_told_as_there_are(entries: list[object]) -> None:
    assert len(read_report({"violations": entries}).violations or ()) == len(entries)


@pytest.mark.parametrize(
    "wrap", [lambda node: [node], lambda node: {"a": node}, lambda node: [{"name": "n", "a": node}]]
)
def test_numbers_far_down_are_left_in_the_report(wrap: Any) -> None:
    document: object = {"auc": 0.5}
    for _ in range(10 * sys.getrecursionlimit()):
        document = wrap(document)
    report = read_report({"f1": 0.9, "deep": document, "violations": [document], "features": document})
    assert report.metrics == {"f1": 0.9}
    while document != {"auc": 0.5}:  # taken apart by hand, since Python's own way of freeing it may be recursive
        document = document[0] if isinstance(document, list) else document["a"]


def test_each_part_of_a_wide_document_is_looked_at_a_few_times_only() -> None:
    looks = 0

    class Counted(dict[str, Any]):
        def items(self) -> Any:
            nonlocal looks
            looks += 1
            return super().items()

    def document(width: int) -> Counted:
        groups = {f"g{n}": Counted(auc=Counted(value=n), curve=[0.5] * 50) for n in range(width)}
        return Counted(groups, features=[Counted(name="n" * 10_000, mean=1) for _ in range(width)])

    read_report(document(1_000))
    once, looks = looks, 0
    report = read_report(document(10_000))
    assert looks <= 10 * once
    assert len(report.metrics) == 5_000
