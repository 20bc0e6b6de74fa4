"""The metadata in the registry: a field for each environment, as far as there is room, and everybody else's as it was.

The limits are those of CustomerMetadataProperties in the SageMaker API reference of UpdateModelPackage.
"""

import re

from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.promotion_path import PromotionPath
from model_approval.domain.standing import Standing
from model_approval.domain.status import ApprovalStatus, initial_metadata, with_field
from tests.unit.examples import PATH, decision, revocation

foreign = st.dictionaries(st.text("abcxyz-_/", min_size=1, max_size=8), st.text(max_size=8), max_size=50)
own = st.dictionaries(st.sampled_from(PATH.names), st.sampled_from(["Approved", "Revoked", "by hand"]))
fields = st.builds(
    lambda theirs, ours: dict([*ours.items(), *theirs.items()][:50]),
    st.one_of(foreign, st.integers(44, 50).map(lambda many: {f"key-{n}": "value" for n in range(many)})),
    own,
)
environments = st.sampled_from(PATH.names)
STANDINGS = [Standing(), Standing(decision()), Standing(decision(status=ApprovalStatus.REJECTED))]
values = st.sampled_from([one.field for one in [*STANDINGS, Standing(decision(), revocation())]])


@given(fields)
def test_what_stands_in_the_registry_stays_and_the_environments_have_a_field_while_there_is_room(
    current: dict[str, str],
) -> None:
    metadata = initial_metadata(current, PATH)
    added = metadata.keys() - current.keys()
    assert metadata.items() >= current.items()
    assert added <= {*PATH.names}
    assert all(metadata[name] == "PendingManualApproval" for name in added)
    assert added >= {*PATH.names} - current.keys() or len(metadata) == 50
    assert initial_metadata(metadata, PATH) == metadata


@given(fields, environments, values)
def test_a_decision_changes_its_own_field_only(current: dict[str, str], environment: str, value: str) -> None:
    metadata = with_field(current, PATH, environment, value)
    for name, before in current.items():
        assert metadata[name] == (value if name == environment else before)
    assert all(metadata[name] == "PendingManualApproval" for name in metadata.keys() - {*current, environment})
    assert metadata.get(environment) == value or (len(current) == 50 and environment not in current)
    assert with_field(metadata, PATH, environment, value) == metadata


@given(fields, environments, values)
def test_there_are_never_more_than_50_properties(current: dict[str, str], environment: str, value: str) -> None:
    assert len(current) <= 50
    assert len(initial_metadata(current, PATH)) <= 50
    assert len(with_field(current, PATH, environment, value)) <= 50


def test_where_there_is_room_for_one_more_it_is_for_the_environment_that_decides() -> None:
    crowded = {f"key-{n}": "value" for n in range(49)}
    assert with_field(crowded, PATH, "prod", "Approved") == crowded | {"prod": "Approved"}
    assert initial_metadata(crowded, PATH) == crowded | {"dev": "PendingManualApproval"}


@given(values, st.from_regex(r"[a-z][a-z0-9-]{0,15}", fullmatch=True))
def test_our_own_names_and_values_are_such_as_sagemaker_takes(value: str, environment: str) -> None:
    path = PromotionPath((environment, f"{environment[:15]}2"))
    for name, held in with_field({}, path, environment, value).items():
        assert re.fullmatch(r"[\w \t.:/=+@-]{1,128}", name, re.ASCII)
        assert re.fullmatch(r"[\w \t.:/=+@-]{1,256}", held, re.ASCII)


def test_the_path_knows_what_follows() -> None:
    assert PATH.first == "dev"
    assert [PATH.after(name) for name in PATH.names] == ["test", "prod", None]
