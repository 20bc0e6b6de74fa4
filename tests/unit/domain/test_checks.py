"""What a machine can tell before somebody decides: each check passes, fails, or says that it cannot tell."""

from dataclasses import replace
from typing import Any

import pytest

from model_approval.domain.checks import Check, checks
from model_approval.domain.evidence import Source, Stored
from model_approval.domain.model_version import Container, DataPin
from model_approval.domain.review import Review
from model_approval.domain.standing import Standing
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import approved, decision, model, package, request, revocation

GOOD = {"dev": "PendingManualApproval"}
PINNED = replace(model(), containers=(replace(model().containers[0], model_data=DataPin("e", "v", "SHA256:abc=", 3)),))


def found(name: str, review: Review | None = None, **changes: Any) -> Check:
    review = review or Review(request(), Standing(), None)
    [check] = [one for one in checks(review, package(**{"metadata": GOOD} | changes)) if one.name == name]
    return check


def with_containers(*containers: Container) -> Review:
    return Review(request(model=replace(model(), containers=containers)), Standing(), None)


def test_all_pass_for_a_version_without_a_flaw() -> None:
    asked = request("test", model=PINNED)
    review = Review(asked, Standing(), approved("test", 1), before=Standing(decision()))
    assert [check.passed for check in checks(review, package(metadata={"test": "PendingManualApproval"}))] == [True] * 8


@pytest.mark.parametrize(
    ("metrics", "notes", "passed", "words"),
    [
        ({"auc": 0.9}, [], True, "One was reported. "),
        ({"auc": 0.9, "f1": 0.8}, [("evaluation report", "It is cut.")], True, "2 were reported. "),
        ({}, [("model data", "No access."), ("evaluation report", "No JSON.")], False, "None were reported: No JSON."),
        ({}, [("model data", "No access."), ("evidence document", "Not kept.")], False, "None were reported. "),
    ],
)
def test_metrics_are_there_or_it_is_said_why_not(
    metrics: dict[str, float], notes: list[tuple[str, str]], passed: bool, words: str
) -> None:
    sources = tuple(Source(kind, None, note=note) for kind, note in notes)
    check = found("Metrics", Review(request(metrics=metrics, sources=sources), Standing(), None))
    assert (check.passed, f"{check.detail} {check.quoted}") == (passed, words)


def test_metrics_that_are_only_in_the_document_did_not_fit() -> None:
    stored = Stored("s3://evidence/e.json", "0" * 64, 3, 0)
    check = found("Metrics", Review(request(metrics={}, stored=stored), Standing(), None))
    assert (check.passed, check.detail) == (False, "They did not fit into the request.")


@pytest.mark.parametrize(
    ("before", "passed", "words"),
    [
        (Standing(decision()), True, "It still stands; given by ann@example.com"),
        (Standing(decision(), revocation()), False, "It was taken back by ben@example.com"),
        (Standing(decision(status=ApprovalStatus.REJECTED)), False, "There is none in the records. "),
    ],
)
def test_the_approval_before_must_still_stand(before: Standing, passed: bool, words: str) -> None:
    check = found("Approval for dev", Review(request("test"), Standing(), None, before=before))
    assert (check.passed, f"{check.detail} {check.quoted}") == (passed, words)


def test_without_a_decision_before_the_check_fails_and_in_the_first_environment_there_is_none() -> None:
    assert (
        found("Approval for the environment before", Review(request(), Standing(), None, before=Standing())).passed
        is False
    )
    assert not [check for check in checks(Review(request(), Standing(), None), package()) if "Approval" in check.name]


@pytest.mark.parametrize(
    ("containers", "passed", "quoted"),
    [
        ((), False, ""),
        ((Container("repo/a:1", "sha256:1"),), True, ""),
        ((Container("repo/a@sha256:1"),), True, ""),
        ((Container("repo/a:1"),), False, "repo/a:1"),
        ((Container("repo/a:1", "sha256:1"), Container(None)), False, "a container without an image"),
        ((Container("repo/a:1", "sha256:1"), Container("repo/b:1")), False, "repo/b:1"),
    ],
)
def test_every_image_must_be_pinned(containers: tuple[Container, ...], passed: bool, quoted: str) -> None:
    check = found("Container images", with_containers(*containers))
    assert (check.passed, check.quoted) == (passed, quoted)


def test_why_an_image_is_not_pinned_is_told() -> None:
    sources = Source("model data", None, note="no"), Source("container image", "repo/a:1", note="No access: repo/a:1")
    asked = request(model=replace(model(), containers=(Container("repo/a:1"),)), sources=sources)
    assert found("Container images", Review(asked, Standing(), None)).quoted == "No access: repo/a:1"


DATA = Container("repo/a:1", "sha256:1", "s3://b/model.tar.gz")


@pytest.mark.parametrize(
    ("pins", "passed", "words"),
    [
        (
            [DataPin("e", "v", "SHA256:abc=", 3)],
            True,
            "Pinned by checksum: if they are changed, they are not published. ",
        ),
        ([DataPin("e", "v", "CRC32:abc=", 3)], True, "Pinned by version id: if"),
        ([DataPin("e", None, "CRC32:abc=", 3)], True, "Pinned by ETag: if"),
        ([DataPin(None, None, "LISTING:1", 3, 2)], True, "Pinned by a checksum over the list of 2 objects: if"),
        ([DataPin("e"), DataPin("e", "v")], True, "Pinned by ETag and version id: if"),
        ([DataPin("e"), DataPin("f")], True, "Pinned by ETag: if"),
        ([DataPin("e"), None], False, "Not pinned, so nobody would notice if they were changed: s3://b/1"),
    ],
)
def test_model_data_are_pinned_or_it_is_said_why_not(pins: list[DataPin | None], passed: bool, words: str) -> None:
    containers = [replace(DATA, model_data_url=f"s3://b/{n}", model_data=pin) for n, pin in enumerate(pins)]
    check = found("Model data", with_containers(*containers))
    assert check.passed is passed
    assert f"{check.detail} {check.quoted}".startswith(words)


def test_why_model_data_are_not_pinned_is_told() -> None:
    sources = (Source("model data", DATA.model_data_url, note="It does not exist: s3://b/model.tar.gz"),)
    asked = request(model=replace(model(), containers=(DATA,)), sources=sources)
    assert found("Model data", Review(asked, Standing(), None)).quoted == "It does not exist: s3://b/model.tar.gz"


def test_without_model_data_there_is_no_check_of_them() -> None:
    told = checks(with_containers(Container("repo/a:1", "sha256:1")), package(metadata=GOOD))
    assert "Model data" not in {check.name for check in told}


@pytest.mark.parametrize("ready", [True, False])
def test_the_model_package_must_be_ready(ready: bool) -> None:
    assert found("Model package", is_ready=ready).passed is ready


def test_what_was_changed_since_the_request_is_noticed() -> None:
    assert found("Same as requested").passed is True
    check = found("Same as requested", with_containers(Container("other:1", "sha256:1")))
    assert check.passed is False
    assert check.quoted.startswith(f"The image is {model().containers[0].image} instead of other:1.")


def test_pins_that_the_registry_does_not_know_are_no_change() -> None:
    [container] = model().containers
    asked = with_containers(replace(container, model_data=DataPin("e", "v", "SHA256:abc=", 3)))
    assert found("Same as requested", asked).passed is True
    plain = package(model=replace(model(), containers=(replace(container, image_digest=None),)))
    assert found("Same as requested", asked, model=plain.model).passed is True


@pytest.mark.parametrize(
    ("standing", "field", "passed"),
    [
        (Standing(), "PendingManualApproval", True),
        (Standing(), "Approved", False),
        (Standing(), None, None),
        (Standing(decision()), "Approved", True),
        (Standing(decision()), "PendingManualApproval", False),
        (Standing(decision(), revocation()), "Revoked", True),
        (Standing(decision(), revocation()), "Approved", False),
    ],
)
def test_the_registry_must_agree_with_the_records(standing: Standing, field: str | None, passed: bool | None) -> None:
    metadata = {} if field is None else {"dev": field}
    assert found("Registry and records", Review(request(), standing, None), metadata=metadata).passed is passed


def test_a_newer_version_on_its_way_is_named() -> None:
    check = found("Newer versions", Review(request(), Standing(), None, newer=7))
    assert (check.passed, check.detail) == (False, "Version 7 is on its way, too.")


def test_a_registry_that_cannot_be_read_fails_nothing() -> None:
    told = checks(Review(request(model=PINNED), Standing(), None), None)
    assert [check.name for check in told if check.passed is None] == ["Model registry"]
    assert not [check for check in told if check.passed is False]


def test_newer_versions_matter_only_while_one_has_to_decide() -> None:
    decided = Review(request(), Standing(decision()), None, newer=7)
    assert "Newer versions" not in {check.name for check in checks(decided, package())}
