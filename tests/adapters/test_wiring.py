"""The functions as Lambda runs them, with everything wired up: one account, from a registration to an approval."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.client import BaseClient
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.sagemaker.models import sagemaker_backends
from moto.sesv2.models import sesv2_backends

from model_approval.adapters import queues
from model_approval.adapters.clients import client
from model_approval.auth.cookies import SESSION
from model_approval.auth.identity import Identity
from model_approval.domain.model_version import Container
from model_approval.handlers import (
    approval,
    inference_notifier,
    registration_notifier,
    settings,
    wiring,
    wiring_notifiers,
)
from tests.adapters.conftest import REGION
from tests.adapters.test_registry import register
from tests.unit.examples import ANN, EVENTS
from tests.unit.handlers.stack import Browser, Context
from tests.unit.handlers.test_queues import batch, failed
from tests.unit.handlers.test_settings import VARIABLES

PATH = "/requests/dev/abalone/1"
REPORT = "s3://reports/evaluation.json"
PENDING = "PendingManualApproval"
CONFIRMED = {"decision": "Approved", "comment": "good", "confirmed": "dev"}
REMINDERS = {
    "days": 3,
    "group": "reminders",
    "role_arn": "arn:aws:iam::123456789012:role/reminders",
    "queue_arn": "arn:aws:sqs:us-east-2:123456789012:intents",
    "dead_letter_arn": "arn:aws:sqs:us-east-2:123456789012:dead",
}

pytestmark = pytest.mark.usefixtures("wired")


@pytest.fixture
def wired(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Buckets, a key, queues, schedules and a sender, and the environment variables that name them."""
    key = client("kms").create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["Arn"]
    urls = {name: client("sqs").create_queue(QueueName=name)["QueueUrl"] for name in ("intents", "dead", "mail")}
    client("sesv2").create_email_identity(EmailIdentity="mlops@example.com")
    client("scheduler").create_schedule_group(Name="reminders")
    for bucket in ("reports", "evidence"):
        client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    client("s3").put_object(Bucket="reports", Key="evaluation.json", Body=b'{"metrics": {"auc": {"value": 0.98}}}')
    own = {
        "SESSION_KEY_IDS": json.dumps([key]),
        "INTENTS_QUEUE_URL": urls["intents"],
        "DEAD_LETTER_QUEUE_URL": urls["dead"],
        "MAIL_QUEUE_URL": urls["mail"],
        "REMINDERS": json.dumps(REMINDERS),
        "ON_BYPASS": "revert",
        "POWERTOOLS_SERVICE_NAME": "registrations",
    }
    for name, value in (VARIABLES | own).items():
        monkeypatch.setenv(name, value)
    for delay in ("INTENT_DELAY", "MAIL_DELAY"):
        monkeypatch.setattr(queues, delay, 0)
    modules = settings, wiring, wiring_notifiers
    cached = [made for module in modules for made in vars(module).values() if hasattr(made, "cache_clear")]
    for made in cached:
        made.cache_clear()
    yield
    for made in cached:
        made.cache_clear()


def changed(arn: str) -> None:
    """SageMaker says so, and the function learns of it."""
    event = json.loads((EVENTS / "model-package-pending.json").read_text())
    event["detail"] |= {"ModelPackageArn": arn, "ModelPackageVersion": 1}
    assert failed(registration_notifier.handler(batch(json.dumps(event)), Context())) == []


def registered() -> str:
    statistics = {"ContentType": "application/json", "S3Uri": REPORT}
    metadata = {"requested_by": "bea@example.com"}
    arn = register(ModelMetrics={"ModelQuality": {"Statistics": statistics}}, CustomerMetadataProperties=metadata)
    changed(arn)
    # moto forgets what an update leaves out; SageMaker does not.
    sagemaker_backends[DEFAULT_ACCOUNT_ID][REGION].model_packages[arn].model_approval_status = PENDING
    return arn


def parameter(name: str) -> Any:
    return json.loads(client("ssm").get_parameter(Name=f"/ml-models/dev/abalone/{name}")["Parameter"]["Value"])


def transformed(arn: str) -> None:
    """The documented event's job, with a model that was made from this version."""
    detail = json.loads((EVENTS / "transform-job-completed.json").read_text())["detail"]
    names = ("TransformJobName", "ModelName", "TransformInput", "TransformOutput", "TransformResources")
    role, container = "arn:aws:iam::123456789012:role/sagemaker", {"ModelPackageName": arn}
    client("sagemaker").create_model(ModelName=detail["ModelName"], ExecutionRoleArn=role, PrimaryContainer=container)
    # moto does not list the tags of a job that has none.
    tags = [{"Key": "team", "Value": "shell"}]
    client("sagemaker").create_transform_job(**{name: detail[name] for name in names}, Tags=tags)


def kept(asked: dict[str, Any]) -> Any:
    """The evidence document that a request refers to."""
    _, _, bucket, key = asked["stored"]["uri"].split("/", 3)
    body = client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
    assert (bucket, hashlib.sha256(body).hexdigest()) == ("evidence", asked["stored"]["sha256"])
    return json.loads(body)


def signed_in() -> str:
    """The session cookie of somebody who may decide for dev."""
    return f"{SESSION}={wiring.sessions().start(Identity(ANN, frozenset({'dev-g'}))).value}"


def described(arn: str) -> Any:
    return client("sagemaker").describe_model_package(ModelPackageName=arn)


def taken(queue: str) -> list[dict[str, Any]]:
    """The messages that wait in this queue, which are gone from there."""
    url = client("sqs").get_queue_url(QueueName=queue)["QueueUrl"]
    found = client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"])
    for message in found.get("Messages", []):
        client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return list(found.get("Messages", []))


def mails(handler: Any) -> list[str]:
    """The subjects of all mails, once ``handler`` has worked off the queue."""
    bodies = [message["Body"] for message in taken("mail")]
    assert failed(handler(batch(*bodies), Context())) == []
    sent = sesv2_backends[DEFAULT_ACCOUNT_ID][REGION].core_backend.sent_messages
    assert all(mail.destinations["ToAddresses"] == ["ann@x.y"] for mail in sent)
    return [mail.subject for mail in sent]


def test_each_place_is_entered_in_its_own_region(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stack in us-east-2, whose next environment is in eu-west-1 and whose registry is in eu-central-1."""
    targets, seen = json.loads(VARIABLES["TARGETS"]), json.loads(VARIABLES["ENVIRONMENTS"])
    [name] = [name for name, target in targets.items() if target["role_arn"]]
    role = f"arn:aws:iam::{DEFAULT_ACCOUNT_ID}:role/model-approval"
    targets[name] |= {"region": "eu-west-1", "role_arn": f"{role}-promotion"}
    seen[name]["region"] = "eu-west-1"
    registry = {"account_id": DEFAULT_ACCOUNT_ID, "region": "eu-central-1", "role_arn": f"{role}-registry"}
    monkeypatch.setenv("READER_ROLE", f"{role}-reader")
    for variable, value in (("TARGETS", targets), ("ENVIRONMENTS", seen), ("REGISTRY", registry)):
        monkeypatch.setenv(variable, json.dumps(value))
    asked: list[tuple[str, str]] = []
    call = BaseClient._make_api_call

    def note(self: BaseClient, operation: str, parameters: Any) -> Any:
        asked.append((operation, self.meta.region_name))
        return call(self, operation, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", note)
    accounts = wiring._accounts()
    accounts.parameters(name, ANN).read(["/ml-models/a"])
    accounts.records(name, ANN).read(["/ml-models/b"])
    assert accounts.registry(ANN).latest("abalone") == 0
    artefact = Container(f"{DEFAULT_ACCOUNT_ID}.dkr.ecr.ap-south-1.amazonaws.com/a:1", None, "s3://no-such-bucket/key")
    accounts.artefacts(ANN).pin([artefact])
    assert [one for one in asked if one[0] != "AssumeRole"] == [
        ("GetParameters", "eu-west-1"),
        ("GetParameters", "eu-west-1"),
        ("ListModelPackages", "eu-central-1"),
        ("BatchGetImage", "ap-south-1"),
        ("HeadObject", "eu-central-1"),
        ("ListObjectsV2", "eu-central-1"),
    ]


def test_a_registration_becomes_a_request_with_its_metrics_and_a_mail() -> None:
    arn = registered()
    asked = parameter("versions/1/request")
    assert (asked["model_package_arn"], asked["metrics"]) == (arn, {"auc": 0.98})
    assert {"kind": "model quality statistics", "uri": REPORT, "found": 1, "note": None} in asked["sources"]
    assert kept(asked)["metrics"] == {"auc": 0.98}
    assert mails(registration_notifier.handler) == ["Approve abalone version 1 for dev?"]
    statuses = dict.fromkeys(["dev", "test", "prod"], PENDING)
    assert described(arn)["CustomerMetadataProperties"] == {"requested_by": "bea@example.com"} | statuses
    changed(arn)
    assert taken("mail") == []


def test_a_request_that_nobody_decides_is_counted_and_mailed_again(capsys: pytest.CaptureFixture[str]) -> None:
    registered()
    taken("mail")
    (schedule,) = client("scheduler").list_schedules(GroupName="reminders")["Schedules"]
    reminder = client("scheduler").get_schedule(GroupName="reminders", Name=schedule["Name"])["Target"]["Input"]
    capsys.readouterr()
    assert failed(approval.handler(batch(reminder), Context())) == []
    (counted,) = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    assert counted["RequestsWaiting"] == [1.0]
    assert mails(inference_notifier.handler) == ["Re: Approve abalone version 1 for dev?"]


def test_an_approval_reaches_the_registry_and_the_parameter_in_at_most_eight_calls() -> None:
    arn = registered()
    calls: list[str] = []
    session, browser = signed_in(), Browser()
    fields = browser.form(session, PATH) | CONFIRMED
    for service in ("kms", "ssm", "sqs", "sagemaker", "sts"):
        client(service).meta.events.register("before-call", lambda model, **_: calls.append(model.name))
    assert browser.post(fields, session, path=PATH).status == 303
    assert len(calls) <= 8, calls
    assert (parameter("versions/1/decision")["status"], parameter("approved")["version"]) == ("Approved", 1)
    assert described(arn)["ModelApprovalStatus"] == described(arn)["CustomerMetadataProperties"]["dev"] == "Approved"


@pytest.mark.parametrize("event", ["transform-job-completed", "model-inference-completed"])
def test_a_version_that_ran_is_asked_about_for_the_next_environment_with_the_way_it_came(event: str) -> None:
    arn = registered()
    session, browser = signed_in(), Browser()
    assert browser.post(browser.form(session, PATH) | CONFIRMED, session, path=PATH).status == 303
    transformed(arn)
    client("s3").create_bucket(Bucket="example-bucket", CreateBucketConfiguration={"LocationConstraint": REGION})
    client("s3").put_object(Bucket="example-bucket", Key="abalone/out/evaluation.json", Body=b'{"auc": 0.98}')
    body = json.loads((EVENTS / f"{event}.json").read_text())
    if event == "model-inference-completed":
        body["detail"]["model_package_arn"] = arn
    assert failed(inference_notifier.handler(batch(json.dumps(body)), Context())) == []
    assert taken("dead") == []
    asked = json.loads(
        client("ssm").get_parameter(Name="/ml-models/test/abalone/versions/1/request")["Parameter"]["Value"]
    )
    assert asked["author"] == "bea@example.com"
    assert [(step["environment"], step["approved_by"]) for step in asked["trail"]] == [("dev", ANN.name)]
    assert asked["metrics"]["auc"] == kept(asked)["metrics"]["auc"] == 0.98
    assert asked["earlier"] == [{"environment": None, "metrics": {"auc": 0.98}}]


def test_an_approval_outside_of_the_workflow_is_counted_mailed_and_put_back(capsys: pytest.CaptureFixture[str]) -> None:
    arn = registered()
    taken("mail")
    metadata = described(arn)["CustomerMetadataProperties"]
    client("sagemaker").update_model_package(
        ModelPackageArn=arn, ModelApprovalStatus="Approved", CustomerMetadataProperties=metadata
    )
    capsys.readouterr()
    changed(arn)
    counted = [line for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    assert [(json.loads(line)["service"], json.loads(line)["Bypasses"]) for line in counted] == [
        ("registrations", [1.0])
    ]
    assert mails(registration_notifier.handler) == ["abalone version 1 was set to Approved outside of the workflow"]
    (intent,) = taken("intents")
    assert failed(approval.handler(batch(intent["Body"]), Context())) == []
    assert described(arn)["ModelApprovalStatus"] == PENDING
    changed(arn)
    assert (taken("mail"), taken("intents"), taken("dead")) == ([], [], [])


def test_a_run_of_what_was_not_approved_ends_in_the_dead_letters() -> None:
    transformed(registered())
    body = (EVENTS / "transform-job-completed.json").read_text()
    assert failed(inference_notifier.handler(batch(body), Context())) == []
    (letter,) = taken("dead")
    assert letter["Body"] == body
    reason = letter["MessageAttributes"]["reason"]["StringValue"]
    assert reason == "abalone version 1 ran in dev, but is not approved there"
