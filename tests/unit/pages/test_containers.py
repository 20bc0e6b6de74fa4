"""What would run beside what runs now: told as far as the images and the model data are pinned."""

import pytest

from model_approval.domain.model_version import Container, DataPin, ModelVersion, VersionId
from model_approval.pages.containers import container_changes
from tests.unit.examples import arn

ONE = Container("image:1", "sha256:aa", "s3://b/1")


@pytest.mark.parametrize(
    ("other", "image", "data"),
    [
        (ONE, "same digest", "same address"),
        (Container("image:1", "sha256:bb", "s3://b/2"), "different digest", "different address"),
        (Container("image:1", None, None), "same address; the digest is not known", "not known"),
        (Container("image:2", None, "s3://b/1"), "different address; the digest is not known", "same address"),
        (Container(None, None, "s3://b/1"), "not known", "same address"),
    ],
)
def test_a_container_is_the_same_as_far_as_is_known(other: Container, image: str, data: str) -> None:
    assert list(container_changes(version(ONE), version(other))) == [("Image", image), ("Model data", data)]


def test_containers_are_told_apart_and_counted() -> None:
    assert [label for label, _ in container_changes(version(ONE, ONE), version(ONE, ONE))] == [
        "Image of container 1",
        "Model data of container 1",
        "Image of container 2",
        "Model data of container 2",
    ]
    assert list(container_changes(version(ONE), version(ONE, ONE))) == [("Containers", "1 instead of 2")]


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (DataPin(checksum="SHA256:a", size=1), DataPin(checksum="SHA256:a", size=1), "same address, same checksum"),
        (DataPin(checksum="SHA256:a"), DataPin(checksum="SHA256:b"), "same address, different checksum"),
        (
            DataPin("e", checksum="SHA256:a", size=1),
            DataPin("e", checksum="CRC32:b", size=1),
            "same address, same ETag",
        ),
        (DataPin("e", size=1), DataPin("f", size=2), "same address, different size"),
        (DataPin("e", size=1, objects=2), DataPin("e", size=1, objects=3), "same address, different size"),
        (DataPin("e", size=1), DataPin("f", size=1), "same address"),
        (DataPin(size=1), DataPin(size=1), "same address"),
        (DataPin("e"), None, "same address"),
    ],
)
def test_model_data_are_held_against_each_other_as_far_as_pins_tell(
    one: DataPin, other: DataPin | None, words: str
) -> None:
    pair = [version(Container("image:1", "sha256:aa", "s3://b/1", pin)) for pin in (one, other)]
    assert dict(container_changes(*pair))["Model data"] == words


def version(*containers: Container) -> ModelVersion:
    return ModelVersion(VersionId("abalone", 2), arn(), containers)
