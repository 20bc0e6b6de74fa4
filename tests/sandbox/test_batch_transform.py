"""A batch transform runs the registered model for real, with the rights of its execution role."""

import io
import json
import tarfile
import time

import joblib
import pytest
from botocore.exceptions import ClientError
from sklearn.linear_model import LogisticRegression

from sandbox import accounts
from sandbox.environments import ARTEFACT_BUCKET, DEV, ENVIRONMENTS, MODEL_PACKAGE_GROUP, TRAINING_ROLE_ARN
from sandbox.local_aws import local_aws, root

TEST = ENVIRONMENTS[1]
MODEL_DATA = "model.tar.gz"


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    """An emulated AWS with the sandbox's accounts, and queues that receive SageMaker's events in `test`."""
    with local_aws(tmp_path_factory.mktemp("accounts")) as running:
        accounts.set_up(running)
        share_group(running)
        sqs, events = running.client("sqs", root(TEST.account_id)), running.client("events", root(TEST.account_id))
        sqs.create_queue(QueueName="events")
        events.put_rule(Name="events", EventPattern=json.dumps({"source": ["aws.sagemaker"]}))
        arn = f"arn:aws:sqs:eu-central-1:{TEST.account_id}:events"
        events.put_targets(Rule="events", Targets=[{"Id": "queue", "Arn": arn}])
        yield running


def share_group(aws):
    """What modules/model-package-group does: a group in dev whose versions test's pipeline may use."""
    sagemaker, arn = aws.client("sagemaker", root(DEV.account_id)), f"arn:aws:sagemaker:eu-central-1:{DEV.account_id}"
    sagemaker.create_model_package_group(ModelPackageGroupName=MODEL_PACKAGE_GROUP)
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": TEST.inference_role_arn},
        "Action": ["sagemaker:DescribeModelPackage", "sagemaker:CreateModel"],
        "Resource": f"{arn}:model-package/{MODEL_PACKAGE_GROUP}/*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sagemaker.put_model_package_group_policy(ModelPackageGroupName=MODEL_PACKAGE_GROUP, ResourcePolicy=policy)


def packed_model() -> bytes:
    """A model that tells whether its one feature is positive, as model.tar.gz."""
    model, packed, archive = LogisticRegression().fit([[-1], [1]], [0, 1]), io.BytesIO(), io.BytesIO()
    joblib.dump(model, packed)
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        entry = tarfile.TarInfo("model.joblib")
        entry.size = packed.tell()
        tar.addfile(entry, io.BytesIO(packed.getvalue()))
    return archive.getvalue()


@pytest.fixture(scope="module")
def version(aws):
    """A model version, registered in dev by its training pipeline and not approved yet."""
    training = aws.assume(TRAINING_ROLE_ARN)
    aws.client("s3", training).put_object(Bucket=ARTEFACT_BUCKET, Key=MODEL_DATA, Body=packed_model())
    specification = {
        "Containers": [{"Image": "registry.example/sklearn:1", "ModelDataUrl": f"s3://{ARTEFACT_BUCKET}/{MODEL_DATA}"}],
        "SupportedContentTypes": ["text/csv"],
        "SupportedResponseMIMETypes": ["text/csv"],
    }
    return aws.client("sagemaker", training).create_model_package(
        ModelPackageGroupName=MODEL_PACKAGE_GROUP, InferenceSpecification=specification
    )["ModelPackageArn"]


@pytest.fixture(scope="module")
def pipeline(aws):
    """The clients of test's inference pipeline, by service."""
    credentials = aws.assume(TEST.inference_role_arn)
    return {service: aws.client(service, credentials) for service in ("sagemaker", "s3")}


def run(pipeline, name, model, text):
    """Run a batch over one CSV file. Returns what DescribeTransformJob says at the end."""
    sagemaker, data = pipeline["sagemaker"], f"s3://{TEST.data_bucket}/{name}"
    if text:
        pipeline["s3"].put_object(Bucket=TEST.data_bucket, Key=f"{name}/in/rows.csv", Body=text.encode())
    job = f"{MODEL_PACKAGE_GROUP}-{name}"
    sagemaker.create_transform_job(
        TransformJobName=job,
        ModelName=model,
        TransformInput={
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"{data}/in/"}},
            "ContentType": "text/csv",
        },
        TransformOutput={"S3OutputPath": f"{data}/out/"},
        TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
    )
    while (told := sagemaker.describe_transform_job(TransformJobName=job))["TransformJobStatus"] == "InProgress":
        time.sleep(0.1)
    return told


@pytest.fixture(scope="module")
def model(aws, version, pipeline):
    """A model in test that comes from dev's model package, once that is approved."""
    request = {
        "ModelName": f"{MODEL_PACKAGE_GROUP}-1",
        "ExecutionRoleArn": TEST.inference_role_arn,
        "PrimaryContainer": {"ModelPackageName": version},
    }
    with pytest.raises(ClientError, match="not Approved"):
        pipeline["sagemaker"].create_model(**request)
    aws.client("sagemaker", root(DEV.account_id)).update_model_package(
        ModelPackageArn=version, ModelApprovalStatus="Approved"
    )
    pipeline["sagemaker"].create_model(**request)
    described = pipeline["sagemaker"].describe_model(ModelName=request["ModelName"])
    assert described["PrimaryContainer"]["ModelPackageName"] == version
    return request["ModelName"]


def next_events(aws, count):
    sqs = aws.client("sqs", root(TEST.account_id))
    url, events = sqs.get_queue_url(QueueName="events")["QueueUrl"], []
    while len(events) < count:
        for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5)["Messages"]:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            events.append(json.loads(message["Body"]))
    return events


def test_a_model_of_another_account_runs_and_reports_how_good_it_was(aws, pipeline, model):
    job = run(pipeline, "labelled", model, "feature,label\n-2,0\n3,1\n4,0\n")
    assert job["TransformJobStatus"] == "Completed", job.get("FailureReason")
    assert job["TransformEndTime"] >= job["TransformStartTime"]

    def read(name):
        return pipeline["s3"].get_object(Bucket=TEST.data_bucket, Key=f"labelled/out/{name}")["Body"].read().decode()

    assert [line.split(",")[0] for line in read("rows.csv.out").splitlines()] == ["0", "1", "1"]
    metrics = json.loads(read("evaluation.json"))["binary_classification_metrics"]
    assert metrics["accuracy"] == {"value": 0.666667, "standard_deviation": "NaN"}
    assert metrics["confusion_matrix"] == {"0": {"0": 1, "1": 1}, "1": {"0": 0, "1": 1}}

    started, completed = next_events(aws, 2)
    assert [event["detail"]["TransformJobStatus"] for event in (started, completed)] == ["InProgress", "Completed"]
    assert completed["detail-type"] == "SageMaker Transform Job State Change"
    assert (completed["account"], completed["resources"]) == (TEST.account_id, [job["TransformJobArn"]])
    assert completed["detail"]["ModelName"] == model
    assert completed["detail"]["TransformOutput"]["S3OutputPath"] == f"s3://{TEST.data_bucket}/labelled/out/"
    assert completed["detail"]["TransformEndTime"] >= completed["detail"]["TransformStartTime"]


def test_without_labels_there_are_predictions_alone(aws, pipeline, model):
    assert run(pipeline, "unlabelled", model, "feature\n-2\n")["TransformJobStatus"] == "Completed"
    listed = pipeline["s3"].list_objects_v2(Bucket=TEST.data_bucket, Prefix="unlabelled/out/")["Contents"]
    assert [entry["Key"] for entry in listed] == ["unlabelled/out/rows.csv.out"]
    next_events(aws, 2)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [("empty", "", "there is no input"), ("wrong", "feature\nnot a number\n", "could not convert")],
)
def test_a_batch_that_fails_says_why(aws, pipeline, model, name, text, reason):
    job = run(pipeline, name, model, text)
    assert job["TransformJobStatus"] == "Failed"
    assert reason in job["FailureReason"]
    started, failed = next_events(aws, 2)
    assert (started["detail"]["TransformJobStatus"], failed["detail"]["TransformJobStatus"]) == ("InProgress", "Failed")
    assert failed["detail"]["FailureReason"] == job["FailureReason"]


def test_a_batch_has_no_more_rights_than_its_role(aws, pipeline, model):
    iam = aws.client("iam", root(TEST.account_id))
    name = "inference-pipeline"
    document = iam.get_role_policy(RoleName=name, PolicyName=name)["PolicyDocument"]
    without = [one for one in document["Statement"] if ARTEFACT_BUCKET not in str(one["Resource"])]
    iam.put_role_policy(RoleName=name, PolicyName=name, PolicyDocument=json.dumps(document | {"Statement": without}))
    job = run(pipeline, "no-rights", model, "feature\n1\n")
    assert job["TransformJobStatus"] == "Failed"
    assert "AccessDenied" in job["FailureReason"]
