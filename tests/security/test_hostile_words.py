"""Promise 9 where words become names: headers of a mail, parameters, keys, file names, sessions, schedules.

That they stay words in HTML, in mails' texts and in CSV is kept by tests/unit/pages/test_web.py, test_overviews.py and
test_mail_hostile.py, tests/browser/test_hostile.py and tests/unit/domain/test_export.py.
"""

import email
import email.policy
import json
import re
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from model_approval.adapters.mail import Mailer
from model_approval.adapters.schedules import _name
from model_approval.domain.errors import InvalidRecord, UnusableEvent
from model_approval.domain.events import Elsewhere, inference_event, model_package_changed
from model_approval.domain.evidence import Evidence, Source
from model_approval.domain.model_version import ModelPackageArn, VersionId
from model_approval.domain.neighbours import Neighbours
from model_approval.domain.notice import Kind
from model_approval.domain.person import Person
from model_approval.steps.collect_evidence import keep_evidence
from tests.security.strangers import paths
from tests.unit.examples import NAMES, PATH, hostile_text, request
from tests.unit.handlers.stack import Stack, event
from tests.unit.pages.mailing import named

GROUP = r"[A-Za-z0-9](?:-*[A-Za-z0-9]){0,62}"
PARAMETER = re.compile(
    rf"/ml-models/(dev|test|uat|prod)/(_stack|_waiting(/{GROUP}(/[1-9]\d*)?)?|{GROUP}/approved|"
    rf"{GROUP}/versions/[1-9]\d*/(request|decision|revocation|votes(/[0-9a-f]{{32}})?|bypasses/\w+))",
    re.ASCII,
)
"""Every name that the workflow reads or writes, in full."""
every = pytest.mark.parametrize("kind", Kind)
breakouts = st.sampled_from([
    "../../prod/abalone", "a/b", "abalone/versions/1/decision", "..", "%2e%2e", "a%2Fb", "abalone\n", "abalone\0",
    "abalone/", "_waiting", "_stack", "-abalone", "abal\u043ene", "abalone\u0661", "a b", "a*", "a?x=1",
    "a#b", "a'b", 'a";b', "",
])  # fmt: skip
words = breakouts | hostile_text
quick = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


def parts(arn: str) -> ModelPackageArn | None:
    try:
        return ModelPackageArn.parse(arn)
    except InvalidRecord:
        return None


@quick
@given(group=words, version=words | st.integers().map(str) | st.sampled_from(["01", "٢", "1 ", "1\n", "0", "1/2"]))
def test_only_a_groups_own_version_gets_into_a_parameters_name(group: str, version: str) -> None:
    found = parts(f"arn:aws:sagemaker:eu-central-1:111111111111:model-package/{group}/{version}")
    if found is None:
        return
    assert (found.id.group, str(found.id.version)) == (group, version)
    names = [NAMES.approved("dev", group), NAMES.waiting_version("dev", found.id), NAMES.bypass("dev", found.id, group)]
    names += [make("dev", found.id) for make in (NAMES.request, NAMES.decision, NAMES.revocation, NAMES.votes)]
    assert all(PARAMETER.fullmatch(name) for name in names if not name.endswith("bypasses/"))
    assert len(set(names)) == len(names)


@quick
@given(word=words, number=words)
@example(word="abalone", number="1")
def test_events_name_a_version_or_nothing_is_done(word: str, number: str) -> None:
    arn = f"arn:aws:sagemaker:eu-central-1:111111111111:model-package/{word}/{number}"
    changed = {"ModelPackageGroupName": word, "ModelPackageArn": arn}
    bodies = (
        (model_package_changed, {"id": "1", "detail-type": "SageMaker Model Package State Change", "detail": changed}),
        (
            lambda body: inference_event(body, Neighbours("dev")),
            {
                "id": "1",
                "source": "com.example",
                "detail-type": "Model Inference Completed",
                "detail": {"model_package_arn": arn},
            },
        ),
    )
    for read, body in bodies:
        try:
            found: Any = read(json.dumps(body))
        except UnusableEvent:
            assert parts(arn) is None
            continue
        assert not isinstance(found, Elsewhere)
        assert PARAMETER.fullmatch(NAMES.request("dev", found.package.id))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=paths | words.map(lambda word: f"/requests/dev/{word}/2") | words.map(lambda word: f"/groups/{word}"))
@example(path="/requests/dev/-/1")
def test_an_address_leads_to_no_other_parameter(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    stack = Stack(monkeypatch)
    stack.ask()
    session = stack.session()
    for method in ("GET", "POST"):
        stack.send(event(method, path, [session], origin="https://approve.example.com"))
    for call in stack.world.journal.calls:
        verb, _, names = call.partition(" ")
        entered = names.endswith(" for ann@example.com")  # an account is, on her behalf
        if verb in ("read", "below", "page_below", "create", "overwrite", "delete") and not entered:
            assert all(PARAMETER.fullmatch(name) for name in names.split(" ")), call


@quick
@given(name=hostile_text, subject=hostile_text, issuer=hostile_text)
def test_a_person_is_a_key_and_a_source_identity_whatever_the_claims(name: str, subject: str, issuer: str) -> None:
    person = Person(subject.encode(errors="replace").decode(), name, issuer.encode(errors="replace").decode())
    assert re.fullmatch(r"[0-9a-f]{32}", person.key)
    assert PARAMETER.fullmatch(NAMES.vote("dev", VersionId("abalone", 1), person.key))
    # "Length Constraints: Minimum length of 2. Maximum length of 64. Pattern: [\w+=,.@-]*" (STS API reference)
    assert re.fullmatch(r"[\w+=,.@-]{2,64}", person.source_identity, re.ASCII)


@quick
@given(environment=hostile_text, group=hostile_text, version=st.integers(1, 10**9))
def test_a_schedule_is_named_by_a_digest(environment: str, group: str, version: int) -> None:
    id = VersionId(group.encode(errors="replace").decode(), version)
    assert re.fullmatch(r"uat-[0-9a-f]{32}", _name("uat", id))


class Vault:
    def __init__(self) -> None:
        self.keys: list[str] = []

    def keep(self, key: str, _body: bytes) -> str:
        self.keys.append(key)
        return f"s3://evidence/{key}"

    def open(self, uri: str) -> bytes:
        raise NotImplementedError(uri)


@quick
@given(word=hostile_text)
def test_an_object_of_evidence_is_named_by_its_version_and_digest(word: str) -> None:
    vault, asked = Vault(), request()
    clean = word.encode(errors="replace").decode()
    found = Evidence(metrics={clean: 0.5}, sources=(Source(clean, clean, 1, clean),))
    keep_evidence(vault, "dev", asked.model, found, asked.requested_at)
    [key] = vault.keys
    assert re.fullmatch(r"evidence/dev/abalone/2/[0-9a-f]{64}\.json", key)


@every
@settings(quick, max_examples=25)
@given(group=words, environment=words)
def test_a_mail_has_the_headers_that_it_was_given_and_no_other(kind: Kind, group: str, environment: str) -> None:
    """As Amazon SES would write them, and a mail program reads them."""
    clean = [word.encode(errors="replace").decode() for word in (group, environment)]
    message = named(kind, *clean)
    sent: dict[str, Any] = {}

    class Ses:
        def send_email(self, **arguments: Any) -> None:
            sent.update(arguments)

    Mailer(Ses(), "mlops@example.com", "set").send("ann@example.com", message)
    content = sent["Content"]["Simple"]
    given_headers = {one["Name"]: one["Value"] for one in content["Headers"]} | {"Subject": content["Subject"]["Data"]}
    written = EmailMessage(policy=email.policy.SMTP.clone(max_line_length=998))
    for name, value in given_headers.items():
        assert re.fullmatch(r"[!-9;-~]+", name)
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", value)
        written[name] = value
    written.set_content("text")
    read = email.message_from_bytes(written.as_bytes(), policy=email.policy.default)
    assert {"Bcc", "Cc", "To", "Reply-To"}.isdisjoint(read.keys())
    # Where a header is folded, space may come or go.
    assert "".join(read["Subject"].split()) == "".join(content["Subject"]["Data"].split())
    assert sent["Destination"] == {"ToAddresses": ["ann@example.com"]}
    for name in ("References", "In-Reply-To"):
        assert re.fullmatch(r"<[0-9a-f]{32}@model-approval>", given_headers.get(name, f"<{'0' * 32}@model-approval>"))


@quick
@given(word=words)
def test_a_file_is_named_by_what_was_checked(word: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        stack = Stack(patch)
        stack.ask()
        answer = stack.get(f"/groups/{word}/history.csv", stack.session())
    name = answer.headers.get("Content-Disposition", 'attachment; filename="x.csv"')
    assert re.fullmatch(rf'attachment; filename="{GROUP}[\w.-]*"', name, re.ASCII)


def test_these_are_the_environments_of_the_names() -> None:
    assert all(PARAMETER.fullmatch(NAMES.stack(name)) for name in PATH.names)


def test_a_name_that_breaks_out_would_be_noticed() -> None:
    for group in ("../../prod/abalone", "a/b", "abalone\n"):
        assert not PARAMETER.fullmatch(NAMES.request("dev", VersionId(group, 1)))
    assert not PARAMETER.fullmatch(NAMES.vote("dev", VersionId("abalone", 1), "../decision"))
