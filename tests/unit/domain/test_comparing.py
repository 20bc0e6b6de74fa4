"""Two versions beside each other: what would run, as far as the registry knew it."""

from dataclasses import replace

import pytest

from model_approval.domain.comparison import Comparison, Fact
from model_approval.domain.history import Entry, Version
from model_approval.domain.model_version import Container, DataPin
from model_approval.domain.standing import Standing
from tests.unit.examples import decision, model, request


def version(number: int, *containers: Container) -> Version:
    asked = request(version=number, model=replace(model(number), containers=containers))
    return Version(asked.model.id, (Entry("dev", asked, Standing()),))


def facts(one: Version, other: Version) -> list[Fact]:
    return list(Comparison(one, other, {}).facts)


def test_what_pins_the_bytes_is_the_same_or_different() -> None:
    found = facts(version(1, Container("i", "sha256:1", "s3://a")), version(2, Container("i", "sha256:2", "s3://a")))
    assert [(fact.name, fact.is_same) for fact in found] == [
        ("Image", True),
        ("Image digest", False),
        ("Model data", True),
    ]


def test_what_pins_the_model_data_is_held_against_each_other() -> None:
    one, other = (Container("i", None, "s3://a", DataPin("e", id, "SHA256:a", 5)) for id in ("v1", "v2"))
    assert [(fact.name, fact.is_same) for fact in facts(version(1, one), version(2, other))][2:] == [
        ("Version ID of the data", False),
        ("Checksum of the data", True),
        ("ETag of the data", True),
    ]


@pytest.mark.parametrize(("one", "other"), [(None, "sha256:1"), ("sha256:1", None)])
def test_what_only_one_is_known_of_is_not_called_different(one: str | None, other: str | None) -> None:
    found = facts(version(1, Container("i", one)), version(2, Container("i", other)))
    assert [(fact.name, fact.is_same) for fact in found] == [("Image", True), ("Image digest", None)]


def test_a_container_more_stands_beside_nothing() -> None:
    found = facts(version(1, Container("i")), version(2, Container("i"), Container("j")))
    assert [(fact.name, fact.one, fact.other) for fact in found] == [
        ("Image of container 1", "i", "i"),
        ("Image of container 2", None, "j"),
    ]


def test_metrics_are_those_of_the_question_or_else_of_the_decision() -> None:
    decided = Entry("dev", None, Standing(decision(metrics={"auc": 0.5})), is_readable=False)
    other = Version(model(1).id, (decided,))
    (place,) = Comparison(version(2), other, {}).places
    assert place.metrics == ({"auc": 0.98}, {"auc": 0.5})
    assert (
        Comparison(version(2), Version(model(3).id, (Entry("dev", None, Standing()),)), {}).unknown[0].id.version == 3
    )
