"""Environments that share an account: EventBridge tells all their stacks of each run, and only the right one acts."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.errors import NoAccess, NotFound, UnusableEvent
from model_approval.domain.events import PIPELINE_EXECUTION_TAG, BatchTransformCompleted, PipelineExecutionSucceeded
from model_approval.domain.neighbours import ENVIRONMENT_TAG
from model_approval.domain.runs import Execution
from model_approval.domain.status import ApprovalStatus
from tests.unit.examples import PATH, arn, decision
from tests.unit.steps.inference import ALL, EXECUTION, JOB, Inference

HERE = PATH.names
PIPELINE = EXECUTION.partition("/execution/")[0]
COMPLETED = BatchTransformCompleted("event-9", JOB, "abalone-2", "s3://b/out/")
SUCCEEDED = PipelineExecutionSucceeded("event-9", EXECUTION)
RUNS: Any = pytest.mark.parametrize(("event", "tagged"), [(COMPLETED, JOB), (SUCCEEDED, PIPELINE)])


def stack(environment: str, tags: Any = None, here: tuple[str, ...] = HERE) -> Inference:
    """In an account in which version 2 is approved for every environment, so that only the tags tell runs apart."""
    world = Inference(environment, here=here)
    world.record(*(decision(other, status=ApprovalStatus.APPROVED) for other in HERE))
    world.jobs.executions[EXECUTION] = Execution(EXECUTION, ("nightly",))
    if tags is not None:
        world.jobs.tagged = {JOB: tags, PIPELINE: tags}
    return world


@RUNS
@pytest.mark.parametrize(("environment", "following"), [("dev", "test"), ("test", "prod")])
def test_a_tagged_run_asks_the_approvers_after_its_own_environment_alone(
    event: Any, tagged: str, environment: str, following: str
) -> None:
    for name in HERE:
        world = stack(name, {ENVIRONMENT_TAG: environment, "team": "shell"})
        said = world.hear(event)
        if name == environment:
            assert said == f"requested abalone version 2 for {following}"
        else:
            assert said == f"nothing: {tagged} ran for {environment}"
            assert world.journal.calls == [f"trace tags of {tagged}"]  # and no more is looked up


@RUNS
def test_the_last_environments_run_is_reported_by_its_own_stack_alone(event: Any, tagged: str) -> None:
    worlds = {name: stack(name, {ENVIRONMENT_TAG: "prod"}) for name in HERE}
    said = {name: world.hear(event) for name, world in worlds.items()}
    assert said.pop("prod") == "reported abalone version 2, which has reached the end of its path"
    assert set(said.values()) == {f"nothing: {tagged} ran for prod"}


@RUNS
@pytest.mark.parametrize("tags", [{}, {"team": "shell"}, {ENVIRONMENT_TAG: "stagng"}, NotFound("gone")], ids=str)
def test_about_a_run_that_names_no_environment_the_first_stack_tells_and_nobody_is_asked(
    event: Any, tagged: str, tags: Any
) -> None:
    worlds = {name: stack(name, tags) for name in HERE}
    with pytest.raises(
        UnusableEvent, match=rf"^{tagged} has .*tag {ENVIRONMENT_TAG}.*tag it with .*\(dev, test, prod\)"
    ):
        worlds["dev"].hear(event)
    for name in HERE[1:]:
        assert worlds[name].hear(event).endswith("which is up to dev")
    assert [world.journal.writes() for world in worlds.values()] == [[], [], []]


@RUNS
def test_a_tag_that_is_set_later_is_seen_when_the_event_comes_again(event: Any, tagged: str) -> None:
    world = stack("test", {})
    assert "up to dev" in world.hear(event)
    world.jobs.tagged[tagged] = {ENVIRONMENT_TAG: "test"}
    assert world.hear(event) == "requested abalone version 2 for prod"


@pytest.mark.parametrize(
    ("event", "execution"),
    [
        (SUCCEEDED, Execution(EXECUTION, ("nightly",), registered=(arn(3),))),
        (SUCCEEDED, Execution(EXECUTION)),
        (BatchTransformCompleted("event-9", JOB, "plain", "s3://b/out/"), Execution(EXECUTION)),
    ],
    ids=["training", "no model package", "no model package's job"],
)
def test_what_is_no_inference_of_a_version_needs_no_tag(event: Any, execution: Execution) -> None:
    for name in HERE:
        world = stack(name)
        world.models.made_from["plain"] = []
        world.jobs.executions[EXECUTION] = execution
        assert world.hear(event).startswith("nothing: ")


@pytest.mark.parametrize("environment", HERE)
@pytest.mark.parametrize("own", [{}, {ENVIRONMENT_TAG: "test"}])
def test_a_pipelines_transform_job_waits_for_the_pipeline_with_or_without_a_tag_of_its_own(
    environment: str, own: dict[str, str]
) -> None:
    world = stack(environment)
    world.jobs.tagged = {JOB: {PIPELINE_EXECUTION_TAG: EXECUTION, **own}}
    assert world.hear(COMPLETED).startswith("nothing: ")
    assert world.journal.calls == [f"trace tags of {JOB}"]  # one call for both tags


@pytest.mark.parametrize("asked_after", [ALL, ALL - {"pipeline_execution"}])
def test_tags_that_cannot_be_read_are_worth_another_try(asked_after: frozenset[str]) -> None:
    world = stack("test", NoAccess("AWS refuses ListTags"))
    world.asked_after = asked_after
    with pytest.raises(NoAccess):
        world.hear(COMPLETED)


@RUNS
@pytest.mark.parametrize("tags", [{}, {ENVIRONMENT_TAG: "prod"}])
def test_an_environment_that_is_alone_in_its_account_looks_at_no_tag(event: Any, tagged: str, tags: Any) -> None:
    world = stack("test", tags, here=())
    world.asked_after = ALL - {"pipeline_execution"} if event is COMPLETED else ALL
    assert world.hear(event) == "requested abalone version 2 for prod"
    assert f"trace tags of {tagged}" not in world.journal.calls


@given(st.permutations(HERE), st.sampled_from([COMPLETED, SUCCEEDED]), st.sampled_from([*HERE, "stagng", None]))
def test_whichever_stack_hears_first_one_acts_and_the_others_do_not(order: Any, event: Any, named: Any) -> None:
    acted = []
    for environment in order:
        try:
            said = stack(environment, {ENVIRONMENT_TAG: named} if named else {}).hear(event)
        except UnusableEvent:
            said = "told"
        acted += [environment] if not said.startswith("nothing") else []
    assert acted == [named if named in HERE else "dev"]
