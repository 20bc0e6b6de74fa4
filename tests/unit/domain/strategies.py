"""Records of every kind with anything in them, and JSON of every shape."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from model_approval.domain.bypass import Bypass
from model_approval.domain.evidence import Source, Stage, Stored, Violations
from model_approval.domain.model_version import Container, DataPin, ModelVersion, VersionId
from model_approval.domain.person import Person
from model_approval.domain.records import Approved, Decision, Request
from model_approval.domain.revocation import Revocation
from model_approval.domain.status import ApprovalStatus
from model_approval.domain.trail import Step
from model_approval.domain.votes import Ballot, Vote
from model_approval.domain.waiting import Waiting
from tests.unit.examples import (
    approved,
    bypass,
    decision,
    model,
    request,
    revocation,
    step,
    storable_text,
    vote,
    waiting,
)

text = storable_text
texts = st.one_of(st.none(), text)
metrics = st.dictionaries(text, st.floats(allow_nan=False, allow_infinity=False), max_size=5)
ids = st.builds(VersionId, text, st.integers(1, 10**9))
sizes = st.none() | st.integers(0, 10**15)
pins = st.builds(DataPin, texts, texts, texts, sizes, sizes)
containers = st.lists(st.builds(Container, text, texts, texts, st.none() | pins), max_size=2).map(tuple)
models = st.builds(ModelVersion, ids, text, containers)
people = st.builds(Person, text, text, text)
statuses = st.sampled_from(ApprovalStatus)
ballots = st.lists(st.builds(Ballot, statuses, text, text), max_size=2).map(tuple)
supersedes = st.one_of(st.none(), st.integers(1, 10**9))

trails = st.lists(st.builds(Step, text, text, text, st.lists(text, max_size=2).map(tuple)), max_size=2).map(tuple)

lines = st.lists(text, max_size=2).map(tuple)
counts = st.integers(0, 10**6)
requests = st.builds(
    Request,
    text,
    models,
    text,
    text,
    text,
    text,
    metrics,
    st.none() | st.builds(Violations, counts, lines),
    metrics,
    st.lists(st.builds(Source, text, texts, counts, texts), max_size=3).map(tuple),
    st.none() | st.builds(Stored, text, text, counts, counts),
    st.lists(st.builds(Stage, texts, metrics), max_size=3).map(tuple),
    author=texts,
    summary=texts,
    trail=trails,
)
decisions = st.builds(
    Decision, text, models, statuses, people, text, text, text, supersedes, metrics, ballots, text, lines
)
revocations = st.builds(Revocation, text, ids, text, people, text, text, text)
publications = st.builds(Approved, text, models, text, text, text, text, metrics)
bypasses = st.builds(Bypass, text, models, statuses, statuses, text, text, text, st.booleans(), text)
records = st.one_of(
    requests,
    st.builds(Vote, text, ids, statuses, people, text, text, text, lines),
    decisions,
    revocations,
    bypasses,
    publications,
    st.builds(Waiting, text, ids, text),
)

PIN = DataPin(etag="e1", version_id="v1", checksum="LISTING:4dc8", size=3, objects=2)
EXAMPLES: list[Any] = [
    request(
        "test",
        model=replace(model(), containers=(replace(model().containers[0], model_data=PIN),)),
        violations=Violations(2, ("age: not whole",)),
        run={"seconds": 390.5},
        sources=(Source("evaluation report", "s3://b/evaluation.json", 1, "cut off"),),
        stored=Stored("s3://evidence/key", "4dc8", 40, 2),
        earlier=(Stage("dev", {"auc": 0.99}),),
        author="bea",
        summary="Rings of abalone",
        trail=(step(),),
    ),
    vote(overridden=("auc >= 0.99",)),
    decision(votes=(vote().ballot,), supersedes=1, attempt="attempt-1", overridden=("auc >= 0.99",)),
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
