"""The functions as Lambda runs them, with everything wired up: one account, from a registration to an approval."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.sagemaker.models import sagemaker_backends
from moto.sesv2.models import sesv2_backends

from model_approval.adapters.clients import client
from model_approval.auth.cookies import SESSION
from model_approval.auth.identity import Identity
from model_approval.handlers import inference_notifier, registration_notifier, settings, wiring
from tests.adapters.conftest import REGION
from tests.adapters.test_registry import register
from tests.unit.examples import ANN, EVENTS
from tests.unit.handlers.stack import Browser, Context
from tests.unit.handlers.test_queues import batch, failed
from tests.unit.handlers.test_settings import VARIABLES

PATH = "/requests/dev/abalone/1"
REPORT = "s3://reports/evaluation.json"


@pytest.fixture
def wired(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A bucket, a key, queues and a sender, and the environment variables that name them."""
    key = client("kms").create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["Arn"]
    queues = {name: client("sqs").create_queue(QueueName=name)["QueueUrl"] for name in ("intents", "dead")}
    client("sesv2").create_email_identity(EmailIdentity="mlops@example.com")
    client("s3").create_bucket(Bucket="reports", CreateBucketConfiguration={"LocationConstraint": REGION})
    client("s3").put_object(Bucket="reports", Key="evaluation.json", Body=b'{"metrics": {"auc": {"value": 0.98}}}')
    own = {"SESSION_KEY_ID": key, "INTENTS_QUEUE_URL": queues["intents"], "DEAD_LETTER_QUEUE_URL": queues["dead"]}
    for name, value in (VARIABLES | own).items():
        monkeypatch.setenv(name, value)
    cached = [made for module in (settings, wiring) for made in vars(module).values() if hasattr(made, "cache_clear")]
    for made in cached:
        made.cache_clear()
    yield
    for made in cached:
        made.cache_clear()


def registered() -> str:
    statistics = {"ContentType": "application/json", "S3Uri": REPORT}
    arn = register(ModelMetrics={"ModelQuality": {"Statistics": statistics}})
    event = json.loads((EVENTS / "model-package-pending.json").read_text())
    event["detail"] |= {"ModelPackageArn": arn, "ModelPackageVersion": 1}
    assert failed(registration_notifier.handler(batch(json.dumps(event)), Context())) == []
    # moto forgets what an update leaves out; SageMaker does not.
    sagemaker_backends[DEFAULT_ACCOUNT_ID][REGION].model_packages[arn].model_approval_status = "PendingManualApproval"
    return arn


def parameter(name: str) -> Any:
    return json.loads(client("ssm").get_parameter(Name=f"/ml-models/dev/abalone/{name}")["Parameter"]["Value"])


@pytest.mark.usefixtures("wired")
def test_a_registration_becomes_a_request_with_its_metrics_and_a_mail() -> None:
    arn = registered()
    asked = parameter("versions/1/request")
    assert (asked["model_package_arn"], asked["metrics"], asked["metrics_source"]) == (arn, {"auc": 0.98}, REPORT)
    (mail,) = sesv2_backends[DEFAULT_ACCOUNT_ID][REGION].core_backend.sent_messages
    assert (mail.subject, mail.destinations["ToAddresses"]) == ("Approve abalone version 1 for dev?", ["ann@x.y"])
    described = client("sagemaker").describe_model_package(ModelPackageName=arn)
    assert described["CustomerMetadataProperties"] == dict.fromkeys(["dev", "test", "prod"], "PendingManualApproval")


@pytest.mark.usefixtures("wired")
def test_an_approval_reaches_the_registry_and_the_parameter_in_at_most_eight_calls() -> None:
    arn = registered()
    calls: list[str] = []
    session = f"{SESSION}={wiring.sessions().start(Identity(ANN, frozenset({'dev-g'}))).value}"
    browser = Browser()
    fields = browser.form(session, PATH) | {"decision": "Approved", "comment": "good"}
    for service in ("kms", "ssm", "sqs", "sagemaker", "sts"):
        client(service).meta.events.register("before-call", lambda model, **_: calls.append(model.name))
    assert browser.post(fields, session, path=PATH).status == 303
    assert len(calls) <= 8, calls
    assert (parameter("versions/1/decision")["status"], parameter("approved")["version"]) == ("Approved", 1)
    described = client("sagemaker").describe_model_package(ModelPackageName=arn)
    assert described["ModelApprovalStatus"] == described["CustomerMetadataProperties"]["dev"] == "Approved"


@pytest.mark.usefixtures("wired")
def test_a_run_of_what_was_not_approved_ends_in_the_dead_letters() -> None:
    container = {"ModelPackageName": registered()}
    role = "arn:aws:iam::123456789012:role/sagemaker"
    client("sagemaker").create_model(ModelName="abalone-2", ExecutionRoleArn=role, PrimaryContainer=container)
    body = (EVENTS / "transform-job-completed.json").read_text()
    assert failed(inference_notifier.handler(batch(body), Context())) == []
    url = settings.common().dead_letter_queue_url
    (letter,) = client("sqs").receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"]
    assert letter["Body"] == body
    reason = letter["MessageAttributes"]["reason"]["StringValue"]
    assert reason == "abalone version 1 ran in dev, but is not approved there"
