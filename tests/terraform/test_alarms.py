"""The alarms and the dashboard of whole stacks, in all modules, as `terraform test` applies them without AWS."""

import json
import re
import subprocess
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from tests.terraform.dashboards import COLUMNS, mistakes
from tests.terraform.tree import ROOT, copied, initialise

DIRECTORY = "-test-directory=tests/terraform/stacks"
MADE = ["arn:aws-us-gov:sns:us-gov-east-1:111111111111:made"]
GIVEN = [f"arn:aws-us-gov:sns:us-gov-east-1:111111111111:{name}" for name in ("chat", "on-call")]
FUNCTION = ["dead-letters", "errors", "throttles", "waiting"]
MAIL = ["mail-bounces", "mail-complaints", "mail-rejects"]
LOST = ["custom-events-lost", "inferences-lost", "pipeline-executions-lost"]
COUNTED = ["artefact-changes", "gates-overridden"]
REMINDED = ["reminders-lost", "requests-waiting"]
# The runs: the environment, the functions and whatever else has alarms.
STACKS: dict[str, tuple[str, list[str], list[str]]] = {
    "the_first_stack": (
        "dev",
        ["approval", "inference-notifier", "registration-notifier"],
        ["api-errors", "bypasses", "registrations-lost", *COUNTED, *REMINDED, *LOST, *MAIL],
    ),
    "a_stack_in_the_middle": (
        "test",
        ["approval", "inference-notifier"],
        ["api-errors", "custom-events-lost", *COUNTED, *REMINDED, *MAIL],
    ),
    "a_stack_without_reminders": (
        "test",
        ["approval", "inference-notifier"],
        ["api-errors", *COUNTED, *LOST, *MAIL],
    ),
    "the_last_stack": ("prod", ["approval", "inference-notifier"], ["api-errors", *LOST, *MAIL]),
}
LASTING = ("-dead-letters", "-waiting")

Resources = list[dict[str, Any]]


@pytest.fixture(scope="module")
def stacks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Resources]:
    """The resources of each run in stacks/alarms.tftest.hcl."""
    tree = copied(tmp_path_factory.mktemp("terraform"))
    initialise(tree, DIRECTORY)
    command = ["terraform", "test", DIRECTORY, "-json", "-verbose"]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, [message for message in messages if message["type"] == "diagnostic"]
    return {
        message["@testrun"]: list(_resources(message["test_state"]["root_module"]))
        for message in messages
        if message["type"] == "test_state"
    }


def _resources(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from module.get("resources", [])
    for inner in module.get("child_modules", []):
        yield from _resources(inner)


def alarms(resources: Resources) -> dict[str, dict[str, Any]]:
    """By name."""
    found = [one["values"] for one in resources if one["type"] == "aws_cloudwatch_metric_alarm"]
    return {alarm["alarm_name"]: alarm for alarm in found}


def dashboard(resources: Resources) -> tuple[str, dict[str, Any]]:
    """The name and the body. The alarms' ARNs are made up by Terraform, so they are replaced by such as AWS gives."""
    [found] = [one["values"] for one in resources if one["type"] == "aws_cloudwatch_dashboard"]
    body = found["dashboard_body"]
    for name, alarm in alarms(resources).items():
        body = body.replace(f'"{alarm["arn"]}"', f'"arn:aws-us-gov:cloudwatch:us-gov-east-1:111111111111:alarm:{name}"')
    return found["dashboard_name"], json.loads(body)


@pytest.mark.parametrize("run", STACKS)
def test_a_stack_has_these_alarms(run: str, stacks: dict[str, Resources]) -> None:
    environment, functions, others = STACKS[run]
    stack = f"model-approval-{environment}"
    expected = {f"{stack}-{function}-{alarm}" for function in functions for alarm in FUNCTION}
    assert set(alarms(stacks[run])) == expected | {f"{stack}-{other}" for other in others}


@pytest.mark.parametrize("run", STACKS)
def test_no_alarm_is_without_somebody_who_hears_it(run: str, stacks: dict[str, Resources]) -> None:
    topics = GIVEN if run == "a_stack_in_the_middle" else MADE
    assert {name: alarm["alarm_actions"] for name, alarm in alarms(stacks[run]).items()} == dict.fromkeys(
        alarms(stacks[run]), topics
    )
    made = [one for one in stacks[run] if one["type"] == "aws_sns_topic"]
    assert len(made) == (0 if topics == GIVEN else 1)


@pytest.mark.parametrize("run", STACKS)
def test_only_what_lasts_is_said_to_be_over(run: str, stacks: dict[str, Resources]) -> None:
    """Whatever is counted is "OK" a minute later, and would be closed before anybody has looked at it."""
    said = {name for name, alarm in alarms(stacks[run]).items() if alarm["ok_actions"]}
    assert said == {name for name in alarms(stacks[run]) if name.endswith(LASTING) and "requests" not in name}


@pytest.mark.parametrize("run", STACKS)
def test_one_is_enough_for_an_alarm_and_silence_is_none(run: str, stacks: dict[str, Resources]) -> None:
    for name, alarm in alarms(stacks[run]).items():
        lasts = name.endswith("-waiting") and "requests" not in name
        told = [alarm[key] for key in ("comparison_operator", "threshold", "period", "evaluation_periods")]
        assert told == ["GreaterThanThreshold", 1800 if lasts else 0, 60, 1], name
        assert alarm["treat_missing_data"] == "notBreaching", name
        assert alarm["dimensions"], name


def test_every_alarm_says_what_happened_and_which_section_says_what_to_do(stacks: dict[str, Resources]) -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    headings = set(re.findall(r"^#+ (.+)$", page, re.MULTILINE))
    found = {name: alarm["alarm_description"] for run in STACKS for name, alarm in alarms(stacks[run]).items()}
    for name, description in found.items():
        happened, _, advice = description.partition(' What to do: docs/operations.md, "')
        assert advice.removesuffix('".') in headings, f"{name}: {description}"
        assert happened, name
        assert len(description) <= 1024, name
    rows = re.findall(r"^\| `…-([a-z-]+)` \|", page, re.MULTILINE)
    kinds = {*FUNCTION, *(other for _, _, others in STACKS.values() for other in others if other not in LOST)}
    lost = {kind for kind in kinds if kind.endswith("-lost")}
    assert sorted(rows) == sorted(kinds - lost | {"lost"}), "the table of alarms"


@pytest.mark.parametrize("run", STACKS)
def test_cloudwatch_takes_the_dashboard_and_shows_all_of_it(run: str, stacks: dict[str, Resources]) -> None:
    name, body = dashboard(stacks[run])
    assert name == f"model-approval-{STACKS[run][0]}"
    assert mistakes(body) == []
    rows: dict[int, int] = {}
    for widget in body["widgets"]:
        rows[widget["y"]] = rows.get(widget["y"], 0) + widget["width"]
    assert set(rows.values()) == {COLUMNS}, "a row with a gap"


@pytest.mark.parametrize("run", STACKS)
def test_the_dashboard_shows_every_alarm_and_what_it_watches(run: str, stacks: dict[str, Resources]) -> None:
    """What an alarm is about is to be seen as a graph, too: except for events that were lost, which leave no trace."""
    _, body = dashboard(stacks[run])
    [shown] = [widget["properties"]["alarms"] for widget in body["widgets"] if widget["type"] == "alarm"]
    assert {arn.rpartition(":")[2] for arn in shown} == set(alarms(stacks[run]))
    graphs = [widget["properties"]["metrics"] for widget in body["widgets"] if widget["type"] == "metric"]
    drawn = {tuple(word for word in metric if isinstance(word, str)) for metrics in graphs for metric in metrics}
    watched = {
        (alarm["namespace"], alarm["metric_name"], *(word for pair in alarm["dimensions"].items() for word in pair))
        for name, alarm in alarms(stacks[run]).items()
        if not name.endswith("-lost")
    }
    assert watched <= drawn
    assert {metric[1] for metric in drawn} >= {"Invocations", "Duration", "Latency", "Count", "4xx", "Send", "Delivery"}


@pytest.mark.parametrize("run", STACKS)
def test_the_dashboard_reads_the_logs_of_the_stacks_own_functions(run: str, stacks: dict[str, Resources]) -> None:
    _, body = dashboard(stacks[run])
    groups = {one["values"]["name"] for one in stacks[run] if one["type"] == "aws_cloudwatch_log_group"}
    for widget in (widget for widget in body["widgets"] if widget["type"] == "log"):
        sources = set(re.findall(r"SOURCE '([^']+)'", widget["properties"]["query"]))
        assert sources == {group for group in groups if group.startswith("/aws/lambda/")}


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (lambda body: body["widgets"][2].update(x=20), "out of the grid"),
        (lambda body: body["widgets"][3].update(x=0), "covers"),
        (lambda body: body["widgets"][2].update(width=7.5), "whole numbers"),
        (lambda body: body["widgets"][2]["properties"].pop("region"), "without region"),
        (lambda body: body["widgets"][2]["properties"].update(metrics=[]), "no metrics"),
        (lambda body: body["widgets"][2]["properties"]["metrics"][0].insert(2, "alone"), "with a value each"),
        (lambda body: body["widgets"][2]["properties"].update(stat="p999"), "stat"),
        (lambda body: body["widgets"][2]["properties"].update(name="?"), "unknown name"),
        (lambda body: body["widgets"][1]["properties"]["alarms"].append("CPU"), "no alarm"),
        (lambda body: body["widgets"][-1]["properties"].update(query="fields @message"), "no sources"),
        (lambda body: body.update(start="7 days"), "start"),
    ],
)
def test_what_cloudwatch_would_not_take_is_noticed(damage: Any, complaint: str, stacks: dict[str, Resources]) -> None:
    body = deepcopy(dashboard(stacks["the_first_stack"])[1])
    damage(body)
    assert complaint in " ".join(mistakes(body))
