"""Names of parameters: Parameter Store takes each one, and no two records share one."""

import re

from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.model_version import ModelPackageArn, VersionId
from model_approval.domain.parameters import ParameterNames
from tests.unit.examples import ANN, NAMES, NOON, model

LEVELS = 15
"""In a name's path, by the Parameter Store's API reference of PutParameter."""
CHARACTERS = 1011
"""In a name, by the same reference, with the ARN before it."""
ARN = "arn:aws-us-gov:ssm:us-gov-east-1:123456789012:parameter"

# As variables.tf and SageMaker allow them.
prefixes = st.from_regex(r"(/[A-Za-z0-9_.-]{1,48}){1,5}", fullmatch=True).filter(lambda prefix: len(prefix) <= 200)
environments = st.from_regex(r"[a-z][a-z0-9-]{0,15}", fullmatch=True)
groups = st.from_regex(r"[A-Za-z0-9](-?[A-Za-z0-9]){0,31}", fullmatch=True)
ids = st.builds(VersionId, groups, st.integers(1, 999_999_999))
keys = st.from_regex(r"[0-9a-f]{32}", fullmatch=True)
stamps = st.datetimes().map(lambda time: time.isoformat(timespec="seconds") + "Z")

LONGEST = ("/" + "x" * 39) * 5, "e" * 16, VersionId("g" * 63, 999_999_999), "f" * 32, NOON


def all_names(prefix: str, environment: str, id: VersionId, key: str, stamp: str) -> list[str]:
    names = ParameterNames(prefix)
    return [
        names.approved(environment, id.group),
        names.request(environment, id),
        names.vote(environment, id, key),
        names.decision(environment, id),
        names.revocation(environment, id),
        names.bypass(environment, id, stamp),
        names.waiting_version(environment, id),
        names.stack(environment),
    ]


def is_legal(name: str) -> bool:
    fits = len(ARN + name) <= CHARACTERS and name.count("/") <= LEVELS
    return fits and re.fullmatch(r"(/[a-zA-Z0-9_.-]+)+", name) is not None


@given(prefixes, environments, ids, keys, stamps)
def test_parameter_store_takes_every_name(prefix: str, environment: str, id: VersionId, key: str, stamp: str) -> None:
    assert all(is_legal(name) for name in all_names(prefix, environment, id, key, stamp))


def test_parameter_store_takes_the_longest_names() -> None:
    names = all_names(*LONGEST)
    assert len(LONGEST[0]) == 200
    assert all(is_legal(name) for name in names)


def test_below_the_prefix_a_name_takes_6_levels_and_140_characters_as_the_prefixs_limits_assume() -> None:
    below = [name.removeprefix(LONGEST[0]) for name in all_names(*LONGEST)]
    assert max(name.count("/") for name in below) == 6
    assert max(map(len, below)) <= 140


def test_the_longest_group_is_one_of_sagemakers() -> None:
    id = LONGEST[2]
    arn = f"arn:aws:sagemaker:us-east-2:123456789012:model-package/{id.group}/{id.version}"
    assert ModelPackageArn.parse(arn).id == id


@given(environments, ids, environments, ids, keys, stamps)
def test_no_two_records_share_a_name(
    environment: str, id: VersionId, other: str, other_id: VersionId, key: str, stamp: str
) -> None:
    ours, theirs = (all_names("/p", *of, key, stamp) for of in ((environment, id), (other, other_id)))
    assert len(set(ours)) == len(ours)
    # `approved` is the group's, `_stack` the environment's, all others are the version's.
    assert (ours[0] in theirs) is ((environment, id.group) == (other, other_id.group))
    assert (ours[-1] in theirs) is (environment == other)
    assert bool({*ours[1:-1]} & {*theirs[1:-1]}) is ((environment, id) == (other, other_id))


def test_the_names_are_the_documented_ones() -> None:
    version = "/ml-models/dev/abalone/versions/2"
    assert all_names("/ml-models", "dev", model().id, ANN.key, NOON) == [
        "/ml-models/dev/abalone/approved",
        f"{version}/request",
        f"{version}/votes/{ANN.key}",
        f"{version}/decision",
        f"{version}/revocation",
        f"{version}/bypasses/20260224T120000Z",
        "/ml-models/dev/_waiting/abalone/2",
        "/ml-models/dev/_stack",
    ]


def test_a_vote_stands_below_the_path_of_the_votes_under_the_approvers_key() -> None:
    path, id = NAMES.votes("dev", model().id), model().id
    assert NAMES.vote("dev", id, ANN.key).rpartition("/") == (path, "/", ANN.key)


@given(environments, ids, environments, ids, keys, stamps)
def test_the_index_of_what_waits_holds_an_environments_entries_and_nothing_else(
    environment: str, id: VersionId, other: str, other_id: VersionId, key: str, stamp: str
) -> None:
    names, path = ParameterNames("/p"), ParameterNames("/p").waiting(environment) + "/"
    below = [name for name in all_names("/p", other, other_id, key, stamp) if name.startswith(path)]
    assert below == ([names.waiting_version(other, other_id)] if environment == other else [])
    assert names.waiting_version(environment, id).startswith(path)
