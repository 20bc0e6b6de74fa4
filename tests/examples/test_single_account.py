"""Four environments in one account: each one's inferences ask for the next environment, and nobody else's do."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sandbox.approver import Approver
from sandbox.environments import ENVIRONMENTS, PARAMETER_PREFIX, REGION
from sandbox.mailbox import mails, wait_for_mail
from sandbox.people import MAIL_DOMAIN, approvers
from tests.examples.room import Applied, Cloud, Example, Variables
from tests.examples.shared_account import GROUP, TAG, SharedAccount, until
from tests.journey.test_runbook import run_in

NAMES = [environment.name for environment in ENVIRONMENTS]
NOTIFIER = "inference_notifier"


def _variables(cloud: Cloud, _accounts: Sequence[str]) -> Variables:
    return {
        "approver_groups": {environment.name: environment.approver_group for environment in ENVIRONMENTS},
        "approvers": {name: [approvers(name)[0].email] for name in NAMES},
        "evidence": {"bucket": {"force_destroy": True}},
        "mail_from": f"model-approval@{MAIL_DOMAIN}",
        "oidc": cloud.identity.settings(),
        "region": REGION,
    }


EXAMPLE = Example("single-account", _variables)


@dataclass
class Walk:
    """One version on its way through the account."""

    cloud: Cloud
    account: SharedAccount
    stacks: dict[str, dict[str, Any]]
    arn: str = ""

    @property
    def version(self) -> str:
        return f"{GROUP} version {self.arn.rpartition('/')[2]}"

    def approve(self, environment: str) -> None:
        """As whoever is asked for this environment does, by the mail's link."""
        approver = Approver(self.cloud.aws, approvers(environment)[0])
        page = approver.visit(approver.mail(self.version, environment).link)
        page = approver.decide(page, "Approved", f"Good enough for {environment}.")
        assert f"Approved for {environment} by" in page.text
        assert self.account.approved(environment) == self.arn

    def asked(self) -> list[str]:
        """The environments for which the version was requested, in the order of promotion."""
        records = self.account.records()
        return [name for name in NAMES if self._request(name) in records]

    def request(self, environment: str) -> Any:
        """The request for an environment."""
        return json.loads(self.account.records()[self._request(environment)])

    def _request(self, environment: str) -> str:
        return f"{PARAMETER_PREFIX}/{environment}/{GROUP}/versions/{self.arn.rpartition('/')[2]}/request"

    def settle(self) -> None:
        """Wait until all stacks have worked off what they heard of."""
        urls = [url for stack in self.stacks.values() for url in stack["queue_urls"].values()]
        until(lambda: not any(self._messages(url) for url in urls), "all queues are worked off")

    def dead_letters(self) -> dict[str, list[str]]:
        """The reasons for which something was put aside, by environment and function."""
        found = {}
        for name, stack in self.stacks.items():
            for function, url in stack["dead_letter_queue_urls"].items():
                if self._messages(url):
                    found[f"{name} {function}"] = self._reasons(url)
        return found

    def _messages(self, url: str) -> int:
        states = [f"ApproximateNumberOfMessages{state}" for state in ("", "NotVisible", "Delayed")]
        sqs = self.account.owner("sqs")
        found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=states)["Attributes"]
        return sum(int(found[state]) for state in states)

    def _reasons(self, url: str) -> list[str]:
        answer = self.account.owner("sqs").receive_message(
            QueueUrl=url, MessageAttributeNames=["reason"], MaxNumberOfMessages=10, VisibilityTimeout=0
        )
        return [
            message.get("MessageAttributes", {}).get("reason", {}).get("StringValue", "?")
            for message in answer["Messages"]
        ]


@pytest.fixture(scope="module")
def walk(cloud: Cloud, example: Applied) -> Iterator[Walk]:
    for url in example.outputs["callback_urls"]:
        cloud.allow_callback(url)
    account = SharedAccount(cloud.aws, example.account_ids[0], example.outputs["inference_pipeline_policy_json"])
    account.set_up()
    walk = Walk(cloud, account, example.outputs["stacks"])
    walk.arn = account.register()
    try:
        yield walk
    finally:
        walk.settle()
        account.clean_up()


def test_the_stacks_share_one_sender(example: Applied) -> None:
    assert len({stack["ses_identity_arn"] for stack in example.outputs["stacks"].values()}) == 1
    assert len(example.outputs["dns_records"]) == 3


def test_whatever_environments_are_called_their_stacks_things_have_names_of_their_own(
    cloud: Cloud, example: Applied
) -> None:
    """Of dev and `dev-X` in one account, no two things are called alike: nothing of dev's is called `-X` and what
    something of every stack's is called."""
    endings: dict[str, set[str]] = {}
    for thing in cloud.aws.holdings(*example.account_ids):
        _account, _region, kind, name = thing.split(" ", 3)
        before, found, ending = name.partition("single-account-dev")
        if found:
            endings.setdefault(f"{kind} {before}", set()).add(ending)
    assert len(endings) > 10
    alike = {
        (kind, one, other)
        for kind, found in endings.items()
        for one in found
        for other in found - {one}
        if one.endswith(other) and re.fullmatch("-[a-z0-9-]{1,12}", one.removesuffix(other))
    }
    assert alike == set()


def test_a_version_goes_all_the_way_and_each_environments_runs_ask_for_the_next_one_alone(walk: Walk) -> None:
    walk.approve("dev")
    walk.account.transform("dev", tag="dev")
    walk.approve("test")
    walk.account.execute("test")
    walk.approve("uat")
    walk.settle()
    assert walk.asked() == ["dev", "test", "uat"]
    assert walk.dead_letters() == {}

    # Another run of dev's: the version is approved for uat by now, so uat's stack could believe that it ran there.
    walk.account.transform("dev", tag="dev")
    walk.settle()
    walk.account.tell("uat", environment="uat", run="screening")
    walk.approve("prod")
    assert walk.request("prod")["requested_by"] == "screening"
    walk.account.transform("prod", tag="prod")
    mail = wait_for_mail(walk.cloud.aws, approvers("prod")[0].email, f"{walk.version} ran in prod")
    assert mail
    walk.settle()
    assert walk.dead_letters() == {}
    told = [m.subject for name in NAMES[:3] for m in mails(walk.cloud.aws, approvers(name)[0].email)]
    assert not [subject for subject in told if subject == f"{walk.version} ran in prod"]


def test_of_a_run_without_a_tag_one_stack_tells_and_it_counts_once_it_is_tagged(walk: Walk) -> None:
    walk.arn = walk.account.register()
    for environment in ("dev", "test"):
        walk.approve(environment)
        job = walk.account.transform(environment, tag=environment if environment == "dev" else None)
    until(lambda: bool(walk.dead_letters()), "the run without a tag is put aside")
    walk.settle()
    assert walk.asked() == ["dev", "test"]
    reason = (
        f"{job} has no tag {TAG}, but several environments share this account: tag it with the one that it ran for "
        "(dev, test, uat, prod), and send this event to the queue of that one's inference notifier"
    )
    assert walk.dead_letters() == {"dev inference_notifier": [reason]}

    # As docs/operations.md says.
    run_in(walk.cloud.aws, walk.account.account_id, "A run names no environment", ARN=job, ENVIRONMENT="test")
    run_in(
        walk.cloud.aws,
        walk.account.account_id,
        "Redrive",
        DEAD_LETTER_QUEUE_ARN=walk.stacks["dev"]["dead_letter_queue_arns"][NOTIFIER],
        QUEUE_ARN=walk.stacks["test"]["queue_arns"][NOTIFIER],
    )
    walk.approve("uat")
    assert walk.dead_letters() == {}


def test_of_an_event_without_an_environment_one_stack_tells(walk: Walk) -> None:
    walk.account.tell("uat")
    until(lambda: bool(walk.dead_letters()), "it is put aside")
    walk.settle()
    [(where, [reason])] = walk.dead_letters().items()
    assert where == "dev inference_notifier"
    assert reason.startswith("the event's detail has no environment, but several environments share this account")


def test_an_inference_pipeline_reads_what_is_approved_for_its_own_environment_and_runs_for_no_other(walk: Walk) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        walk.account.approved("test", role_of="dev")
    with pytest.raises(ClientError, match="AccessDenied"):
        walk.account.transform("dev", tag="uat")
