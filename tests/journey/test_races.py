"""Many people decide at the same moment, each in a browser of their own, before the real functions.

Lambda would run a process for each of them. Here a few take turns, and who is turned away presses the button again.
"""

import json
import random
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TypeVar

import pytest

from sandbox import people
from sandbox.approver import Approver
from sandbox.browser import Page
from sandbox.environments import ARTEFACT_BUCKET, DEV, PARAMETER_PREFIX
from sandbox.ledger import records, registered
from sandbox.local_aws import root
from sandbox.people import ALEX, Person
from sandbox.world import World
from tests.journey.queues import is_idle, until

CROWD = 50
PROCESSES = 6
VERSIONS = 12
CHANGED = "What you were shown has changed"

_T = TypeVar("_T")
_R = TypeVar("_R")


def all_at_once(work: Callable[[_T], _R], things: Iterable[_T]) -> list[_R]:
    """Each in a thread of its own; all of them start together."""
    listed = list(things)
    start = Barrier(len(listed))

    def run(thing: _T) -> _R:
        start.wait()
        return work(thing)

    with ThreadPoolExecutor(len(listed)) as threads:
        return list(threads.map(run, listed))


@pytest.fixture(autouse=True)
def few_processes(world: World) -> Iterator[None]:
    functions, name = world.aws.client("lambda", root(DEV.account_id)), "model-approval-dev-approval"
    functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=PROCESSES)
    yield
    functions.delete_function_concurrency(FunctionName=name)


def insist(press: Callable[[], Page]) -> Page:
    """Press a button until something answers it."""
    give_up = time.monotonic() + 120
    while (page := press()).status in (429, 500, 502, 503, 504):
        assert time.monotonic() < give_up, page.text
        time.sleep(0.5)
    return page


def insist_on_deciding(approver: Approver, page: Page, choice: str, comment: str) -> Page:
    """The same; and who is told that another version than was shown would be replaced looks, and presses again."""
    give_up = time.monotonic() + 240
    answer = insist(lambda: approver.decide(page, choice, comment))
    while CHANGED in answer.text:
        assert answer.status == 409
        assert time.monotonic() < give_up, answer.text
        answer = insist(partial(approver.decide, answer, choice, comment))
    return answer


def register(world: World, group: str, versions: int) -> list[str]:
    """Versions of a new group that wait for dev's approval and pass its gates. Returns their ARNs, version 1 first."""
    sagemaker, s3 = (world.aws.client(service, root(DEV.account_id)) for service in ("sagemaker", "s3"))
    sagemaker.create_model_package_group(ModelPackageGroupName=group)
    s3.put_object(Bucket=ARTEFACT_BUCKET, Key=f"{group}/evaluation.json", Body=json.dumps({"auc": 0.9}).encode())
    report = {"ContentType": "application/json", "S3Uri": f"s3://{ARTEFACT_BUCKET}/{group}/evaluation.json"}
    version = {
        "ModelPackageGroupName": group,
        "ModelApprovalStatus": "PendingManualApproval",
        "ModelMetrics": {"ModelQuality": {"Statistics": report}},
        "CustomerMetadataProperties": {"requested_by": "somebody@example.com"},
    }
    arns = [sagemaker.create_model_package(**version)["ModelPackageArn"] for _ in range(versions)]
    asked = {f"{PARAMETER_PREFIX}/dev/{group}/versions/{n}/request" for n in range(1, versions + 1)}
    until(lambda: asked <= set(records(world.aws, DEV)), f"every version of {group} is requested")
    return arns


def page_of(world: World, group: str, version: int) -> str:
    return f"{world.stacks['dev']['api_url']}/requests/dev/{group}/{version}"


def test_of_fifty_decisions_at_once_one_counts_and_everybody_else_is_told_which(world: World) -> None:
    [arn] = register(world, "contested", 1)
    crowd = [Person(f"approver{n}", f"Approver{n}", (DEV.approver_group,)) for n in range(CROWD)]
    for person in crowd:
        people.join(world.aws, world.identity, person)

    def sit_down(person: Person) -> tuple[Approver, Page]:
        approver = Approver(world.aws, person)
        return approver, approver.visit(page_of(world, "contested", 1))

    with ThreadPoolExecutor(PROCESSES // 2) as threads:
        seated = list(threads.map(sit_down, crowd))

    def answer(seat: tuple[int, tuple[Approver, Page]]) -> Page:
        number, (approver, page) = seat
        choice = "Approved" if number % 2 else "Rejected"
        return insist_on_deciding(approver, page, choice, f"by number {number}")

    answers = all_at_once(answer, enumerate(seated))
    decision = records(world.aws, DEV)[f"{PARAMETER_PREFIX}/dev/contested/versions/1/decision"]
    winner = decision["decided_by"]["name"]
    for (approver, _), page in zip(seated, answers, strict=True):
        assert page.status == 409 or (page.status == 200 and approver.person.email == winner)
        assert winner in page.text
        assert decision["status"] in page.text
    status, fields = registered(world.aws, arn)
    assert status == fields["dev"] == decision["status"]


@pytest.mark.parametrize("seed", range(3))
def test_the_highest_approved_and_not_revoked_version_is_what_stands_in_the_end(world: World, seed: int) -> None:
    """All versions are approved at the same moment, then some are revoked while late ones are approved. Who approves
    one that would replace another version than was shown is told, and decides once more."""
    group, order = f"crowded-{seed}", random.Random(seed)  # noqa: S311 - an order of events, no secret
    register(world, group, VERSIONS)
    versions = list(range(1, VERSIONS + 1))
    order.shuffle(versions)
    late, early = versions[: VERSIONS // 3], versions[VERSIONS // 3 :]
    alex = Approver(world.aws, ALEX)
    pages = {version: alex.visit(page_of(world, group, version)) for version in versions}
    answers = all_at_once(lambda version: insist_on_deciding(alex, pages[version], "Approved", ""), early)
    assert {page.status for page in answers} <= {200, 202}
    revoked = sorted(early, reverse=True)[:3]
    pages |= {version: alex.visit(page_of(world, group, version)) for version in revoked}

    def second(version: int) -> Page:
        page = pages[version]
        if version in late:
            return insist_on_deciding(alex, page, "Approved", "")
        return insist(lambda: alex.revoke(page, "second thoughts"))

    answers = all_at_once(second, [*late, *revoked])
    assert {page.status for page in answers} <= {200, 202}
    until(lambda: is_idle(world, DEV, "approval"), "every intent is carried through")
    found = records(world.aws, DEV)
    assert found[f"{PARAMETER_PREFIX}/dev/{group}/approved"]["version"] == max(set(versions) - set(revoked))
