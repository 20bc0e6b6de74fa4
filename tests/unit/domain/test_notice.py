"""Mail jobs: what goes into the queue comes out of it, and nothing else is taken for one."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.encoding import encode
from model_approval.domain.errors import InvalidRecord, UnusableEvent
from model_approval.domain.notice import DETAIL_TYPE, Kind, MailJob, Notice, is_mail_job, mail_job
from tests.unit.domain.strategies import (
    bypasses,
    decisions,
    json_values,
    places,
    publications,
    requests,
    revocations,
    supersedes,
    texts,
)
from tests.unit.examples import EVENTS, NAMES, approved, bypass, decision, hostile_text, model, request, revocation

NOTICES = [
    Notice(Kind.REQUEST, request(), NAMES.request("dev", model().id)),
    Notice(Kind.REMINDER, request()),
    Notice(Kind.REPORT, request("prod")),
    Notice(Kind.BYPASS, bypass(), NAMES.bypass("dev", model().id, "2026-02-24T12:00:00Z")),
    Notice(Kind.REQUEST, request(), NAMES.request("dev", model().id), approved(version=1), older=1),
    Notice(Kind.SUPERSEDED, request(), NAMES.request("dev", model().id), older=1),
    Notice(Kind.DECIDED, decision(), approved=approved()),
    Notice(Kind.REVOKED, revocation(), approved=approved(version=1)),
]
JOBS = [MailJob("ann@example.com", notice) for notice in NOTICES]
jobs = st.builds(
    MailJob,
    hostile_text,
    st.one_of(
        st.builds(
            Notice,
            st.sampled_from([Kind.REQUEST, Kind.REMINDER, Kind.SUPERSEDED, Kind.REPORT]),
            requests,
            texts,
            st.none() | publications,
            supersedes,
        ),
        st.builds(Notice, st.just(Kind.DECIDED), decisions, texts, st.none() | publications),
        st.builds(Notice, st.just(Kind.REVOKED), revocations, texts, st.none() | publications),
        st.builds(Notice, st.just(Kind.BYPASS), bypasses, texts),
    ),
)


def test_every_kind_of_notice_is_tried_here() -> None:
    assert {notice.kind for notice in NOTICES} == set(Kind)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.notice.kind)
def test_a_job_comes_back_as_it_was_put_into_the_queue(job: MailJob) -> None:
    body = job.to_body()
    assert is_mail_job(body)
    assert mail_job(body) == job


@given(jobs)
def test_a_job_comes_back_whatever_it_holds_unless_its_record_does_not_fit(job: MailJob) -> None:
    try:
        value = encode(job.notice.about)
        approved = job.notice.approved and encode(job.notice.approved)
    except InvalidRecord:
        with pytest.raises(InvalidRecord):
            job.to_body()
        return
    back = mail_job(job.to_body())
    assert (back.to, back.notice.kind, back.notice.record) == (job.to, job.notice.kind, job.notice.record)
    assert (encode(back.notice.about), back.notice.id) == (value, job.notice.id)
    assert (back.notice.approved and encode(back.notice.approved)) == approved
    assert back.notice.older == job.notice.older


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.kind)
def test_a_notice_knows_its_version_whatever_it_is_about(notice: Notice) -> None:
    assert notice.id == model().id


def test_who_is_left_out_is_known_before_the_jobs_are_made_and_stands_in_none() -> None:
    notice = Notice(Kind.DECIDED, decision(), except_for="ann@example.com")
    job = MailJob("ben@example.com", notice)
    assert mail_job(job.to_body()).notice == Notice(Kind.DECIDED, decision())


@pytest.mark.parametrize("name", [path.name for path in sorted(EVENTS.glob("*.json"))])
def test_an_event_is_no_mail_job(name: str) -> None:
    body = (EVENTS / name).read_text()
    assert not is_mail_job(body)
    with pytest.raises(UnusableEvent):
        mail_job(body)


def test_a_mail_job_that_is_badly_made_is_one_all_the_same_so_that_the_reason_says_so() -> None:
    body = json.dumps({"detail-type": DETAIL_TYPE})
    assert is_mail_job(body)
    with pytest.raises(UnusableEvent, match="the message is not a mail job"):
        mail_job(body)


@given(st.one_of(st.text(), json_values.map(json.dumps), st.sampled_from(["[" * 100_000, "9" * 5000])))
def test_any_other_text_is_no_mail_job_and_nothing_worse(body: str) -> None:
    assert not is_mail_job(body)
    with pytest.raises(UnusableEvent, match="the message is not a mail job"):
        mail_job(body)


@given(st.sampled_from(JOBS), st.data())
def test_a_damaged_job_is_understood_or_unusable_and_nothing_worse(job: MailJob, data: st.DataObject) -> None:
    message = json.loads(job.to_body())
    holder, name = data.draw(st.sampled_from(places(message)))
    if data.draw(st.booleans()):
        del holder[name]
    else:
        holder[name] = data.draw(json_values)
    try:
        assert isinstance(mail_job(json.dumps(message)), MailJob)
    except UnusableEvent as error:
        assert str(error)  # noqa: PT017 - damage may also be where nobody looks


@pytest.mark.parametrize(
    "detail",
    [
        {"to": None},
        {"to": ["ann@example.com"]},
        {"record": 1},
        {"kind": "letter"},
        {"kind": []},
        {"value": {}},
        {"approved": {}},
        {"approved": ""},
        {"approved": encode(request())},
        {"older": "1"},
        {"older": True},
        {"older": 1.5},
    ],
)
def test_a_job_with_a_wrong_type_is_unusable(detail: dict[str, Any]) -> None:
    message = json.loads(JOBS[0].to_body())
    message["detail"] |= detail
    with pytest.raises(UnusableEvent, match="the message is not a mail job"):
        mail_job(json.dumps(message))


@pytest.mark.parametrize(("kind", "record"), [("bypass", "bypass"), ("decided", "decision"), ("revoked", "revocation")])
def test_a_request_is_not_taken_for_another_record(kind: str, record: str) -> None:
    message = json.loads(JOBS[0].to_body())
    message["detail"]["kind"] = kind
    with pytest.raises(UnusableEvent, match=f"not a {record} record"):
        mail_job(json.dumps(message))
