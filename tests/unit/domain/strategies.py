"""Records of every kind with anything in them, and JSON of every shape."""

from typing import Any

from hypothesis import strategies as st

from model_approval.domain.bypass import Bypass
from model_approval.domain.model_version import Container, ModelVersion, VersionId
from model_approval.domain.person import Person
from model_approval.domain.records import Approved, Decision, Request
from model_approval.domain.revocation import Revocation
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.trail import Step
from model_approval.domain.votes import Ballot, Vote
from model_approval.domain.waiting import Waiting
from tests.unit.examples import approved, bypass, decision, request, revocation, step, storable_text, vote, waiting

text = storable_text
texts = st.one_of(st.none(), text)
metrics = st.dictionaries(text, st.floats(allow_nan=False, allow_infinity=False), max_size=5)
ids = st.builds(VersionId, text, st.integers(1, 10**9))
containers = st.lists(st.builds(Container, text, texts, texts), max_size=2).map(tuple)
models = st.builds(ModelVersion, ids, text, containers)
people = st.builds(Person, text, text, text)
statuses = st.sampled_from(ApprovalStatus)
ballots = st.lists(st.builds(Ballot, statuses, text, text), max_size=2).map(tuple)
supersedes = st.one_of(st.none(), st.integers(1, 10**9))

trails = st.lists(st.builds(Step, text, text, text, st.lists(text, max_size=2).map(tuple)), max_size=2).map(tuple)

requests = st.builds(
    Request, text, models, text, text, text, text, metrics, texts, texts, author=texts, summary=texts, trail=trails
)
decisions = st.builds(Decision, text, models, statuses, people, text, text, text, supersedes, metrics, ballots, text)
revocations = st.builds(Revocation, text, ids, text, people, text, text, text)
publications = st.builds(Approved, text, models, text, text, text, text, metrics)
bypasses = st.builds(Bypass, text, models, statuses, statuses, text, text, text, st.booleans(), text)
records = st.one_of(
    requests,
    st.builds(Vote, text, ids, statuses, people, text, text, text),
    decisions,
    revocations,
    bypasses,
    publications,
    st.builds(Waiting, text, ids, text),
)

EXAMPLES: list[Any] = [
    request("test", author="bea", summary="Rings of abalone", trail=(step(),)),
    vote(),
    decision(votes=(vote().ballot,), supersedes=1, attempt="attempt-1"),
    revocation(attempt="attempt-1"),
    bypass(),
    approved(),
    waiting(),
]
"""One of each kind, with nothing left out."""

json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4)),
    max_leaves=10,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Wherever ``value``, out of JSON, can be changed: each object or list in it, with a name or index."""
    inner = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    return [(value, name) for name, _ in inner] + [place for _, one in inner for place in places(one)]
