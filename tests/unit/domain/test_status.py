"""What the registry must say: one field an environment, the version's own status only from the first one."""

from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.status import ApprovalStatus, decided, initial_metadata
from tests.unit.examples import PATH

fields = st.dictionaries(st.one_of(st.text(max_size=8), st.sampled_from(PATH.names)), st.text(max_size=8), max_size=8)
statuses = st.sampled_from([ApprovalStatus.APPROVED, ApprovalStatus.REJECTED])
environments = st.sampled_from(PATH.names)


@given(fields)
def test_what_stands_in_the_registry_stays_and_every_environment_has_a_field(current: dict[str, str]) -> None:
    metadata = initial_metadata(current, PATH)
    assert metadata.items() >= current.items()
    assert set(metadata) == {*current, *PATH.names}
    assert all(metadata[name] == "PendingManualApproval" for name in PATH.names if name not in current)
    assert initial_metadata(metadata, PATH) == metadata


@given(fields, environments, statuses)
def test_a_decision_changes_its_own_field_only(
    current: dict[str, str], environment: str, status: ApprovalStatus
) -> None:
    state = decided(current, PATH, environment, status, "why")
    assert state.metadata == initial_metadata(current, PATH) | {environment: status.value}
    assert decided(state.metadata, PATH, environment, status, "why") == state


def test_only_the_first_environment_sets_the_versions_own_status() -> None:
    states = [decided({}, PATH, name, ApprovalStatus.REJECTED, "") for name in PATH.names]
    assert [state.status for state in states] == [ApprovalStatus.REJECTED, None, None]


def test_a_description_fits_into_what_sagemaker_takes() -> None:
    description = decided({}, PATH, "dev", ApprovalStatus.APPROVED, "x" * 5000).description
    assert description is not None
    assert len(description) == 1024


def test_the_path_knows_what_follows() -> None:
    assert PATH.first == "dev"
    assert [PATH.after(name) for name in PATH.names] == ["test", "prod", None]
