"""The commands of docs/platform-engineer.md, run as they stand there, show what the page says."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from sandbox.approver import Approver
from sandbox.environments import DEV, PARAMETER_PREFIX, REGION, Environment
from sandbox.ledger import records
from sandbox.local_aws import root
from sandbox.people import DANA, MAIL_DOMAIN
from sandbox.world import World
from tests.journey.queues import until, wait_until_idle

# The first version of the AWS CLI takes no endpoint for every service from the environment.
AWS = 'aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }\n'
PAGE = Path(__file__).parents[2] / "docs" / "platform-engineer.md"
GROUP = "smoke-test"


def run(world: World, heading: str, environment: Environment = DEV, **variables: str) -> str:
    """The commands below this heading, with these variables, in the environment's account. Returns what they print."""
    [section] = re.findall(rf"^### {re.escape(heading)}\n(.*?)(?=^##|\Z)", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    [command] = re.findall(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    told = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "AWS_ENDPOINT_URL": world.aws.endpoint,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_PAGER": "",
        "ENVIRONMENT": environment.name,
        "PARAMETER_PREFIX": PARAMETER_PREFIX,
    }
    told |= root(environment.account_id).as_environment() | variables
    done = subprocess.run(["bash", "-euc", AWS + command], env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_every_command_of_the_page_is_run_here() -> None:
    sections = re.split(r"^###? ", PAGE.read_text(), flags=re.MULTILINE)
    with_commands = {section.partition("\n")[0] for section in sections if "```sh" in section}
    assert with_commands == set(re.findall(r'run\(\s*world,\s*"([^"]+)"', Path(__file__).read_text()))


def test_a_stack_says_where_it_is_and_its_pages_send_people_to_the_identity_provider(world: World) -> None:
    api_url = json.loads(run(world, "Where are its pages?"))["api_url"]
    assert api_url == world.stacks["dev"]["api_url"]
    status, _, address = run(world, "Do the pages send people to the identity provider?", API_URL=api_url).partition(
        " "
    )
    assert status in ("302", "303")
    assert f"client_id={world.identity.client_id}" in address


def test_whether_mail_is_ready_is_seen_and_production_access_asked_for(world: World) -> None:
    run(world, "Leave the SES sandbox", API_URL=world.stacks["dev"]["api_url"])
    assert run(world, "Is mail ready?", MAIL_DOMAIN=MAIL_DOMAIN).split() == ["true", "true"]


def test_a_version_reaches_its_approvers_and_is_removed_again(world: World) -> None:
    image = f"{DEV.account_id}.dkr.ecr.{REGION}.amazonaws.com/smoke:1"
    registered = run(world, "Does a version reach its approvers?", IMAGE=image)
    arn = re.findall(r'"ModelPackageArn": "([^"]+)"', registered)[0]
    dana = Approver(world.aws, DANA)
    page = dana.visit(dana.mail(f"{GROUP} version 1", DEV.name).link)
    asked = json.loads(run(world, "Was it asked?"))
    assert asked["model_package_arn"] == arn

    assert "Rejected for dev by" in dana.decide(page, "Rejected", "Only a test.").text
    wait_until_idle(world, DEV, "approval")
    run(world, "Clean up", MODEL_PACKAGE_ARN=arn)
    groups = world.aws.client("sagemaker", root(DEV.account_id)).list_model_package_groups()
    assert GROUP not in [group["ModelPackageGroupName"] for group in groups["ModelPackageGroupSummaryList"]]
    ssm = world.aws.client("ssm", root(DEV.account_id))
    kept = [name for name in records(world.aws, DEV) if f"/{GROUP}/" in name]
    assert f"{PARAMETER_PREFIX}/dev/{GROUP}/versions/1/decision" in kept
    for name in kept:
        ssm.delete_parameter(Name=name)


def test_the_records_of_one_environment_are_deleted_and_no_others(world: World) -> None:
    ssm, before = world.aws.client("ssm", root(DEV.account_id)), records(world.aws, DEV)
    for number in range(25):
        ssm.put_parameter(Name=f"{PARAMETER_PREFIX}/gone/churn/versions/{number}/decision", Value="{}", Type="String")
    run(world, "Delete the records", ENVIRONMENT="gone")
    until(lambda: records(world.aws, DEV) == before, "nothing else is gone")
