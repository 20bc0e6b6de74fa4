"""Each way in which the sandbox's environments infer leaves what SageMaker's users leave, really computed."""

import base64
import hashlib
import json

import pytest

from sandbox import accounts, inference_pipeline, training
from sandbox.environments import ARTEFACT_BUCKET, DEV, ENVIRONMENTS, MODEL_PACKAGE_GROUP, PARAMETER_PREFIX
from sandbox.errors import SandboxError
from sandbox.local_aws import local_aws, root
from sandbox.own_inference import load

REPORTS = {"evaluation.json", "statistics.json", "constraint_violations.json"}


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    with local_aws(tmp_path_factory.mktemp("accounts")) as running:
        accounts.set_up(running)
        yield running


@pytest.fixture(scope="module")
def data():
    return training.load()


@pytest.fixture(scope="module")
def package(aws, data):
    """A trained and registered version, approved in every environment, as the workflow would publish it."""
    sagemaker = aws.client("sagemaker", root(DEV.account_id))
    sagemaker.create_model_package_group(ModelPackageGroupName=MODEL_PACKAGE_GROUP)
    arn, report = training.run(aws, data, "logistic regression", "run1")
    assert report["binary_classification_metrics"]["auc"]["value"] > 0.99
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": [environment.inference_role_arn for environment in ENVIRONMENTS]},
        "Action": ["sagemaker:DescribeModelPackage", "sagemaker:CreateModel"],
        "Resource": arn.rpartition("/")[0] + "/*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sagemaker.put_model_package_group_policy(ModelPackageGroupName=MODEL_PACKAGE_GROUP, ResourcePolicy=policy)
    sagemaker.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved")
    url = f"s3://{ARTEFACT_BUCKET}/{MODEL_PACKAGE_GROUP}/run1/model.tar.gz"
    head = aws.client("s3", root(DEV.account_id)).head_object(
        Bucket=ARTEFACT_BUCKET, Key=f"{MODEL_PACKAGE_GROUP}/run1/model.tar.gz", ChecksumMode="ENABLED"
    )
    pin = {"version_id": head["VersionId"], "checksum": f"SHA256:{head['ChecksumSHA256']}"}
    approved = {"model_package_arn": arn, "containers": [{"model_data_url": url, "model_data": pin}]}
    for environment in ENVIRONMENTS:
        name = f"{PARAMETER_PREFIX}/{environment.name}/{MODEL_PACKAGE_GROUP}/approved"
        aws.client("ssm", root(environment.account_id)).put_parameter(
            Name=name, Value=json.dumps(approved), Type="String"
        )
        allowed = {"Effect": "Allow", "Action": "ssm:GetParameter", "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
        accounts.attach_to_inference_pipeline(aws, environment, policy)
    return arn


def reports(aws, environment, folder):
    """What stands under this folder of the environment's newest run, by name."""
    s3 = aws.client("s3", root(environment.account_id))
    keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket=environment.data_bucket)["Contents"]]
    return {
        key.rpartition("/")[2]: json.loads(s3.get_object(Bucket=environment.data_bucket, Key=key)["Body"].read())
        for key in keys
        if f"/{folder}/" in key and key.endswith(".json")
    }


def test_training_registers_reports_on_quality_data_bias_and_explanations(aws, package):
    described = aws.client("sagemaker", root(DEV.account_id)).describe_model_package(ModelPackageName=package)
    metrics = described["ModelMetrics"]
    assert set(metrics) == {"ModelQuality", "ModelDataQuality", "Bias", "Explainability"}
    s3, found = aws.client("s3", root(DEV.account_id)), {}
    for kind, reports_ in metrics.items():
        for what, report in reports_.items():
            key = report["S3Uri"].removeprefix(f"s3://{ARTEFACT_BUCKET}/")
            found[kind, what] = json.loads(s3.get_object(Bucket=ARTEFACT_BUCKET, Key=key)["Body"].read())
    quality = found["ModelQuality", "Statistics"]["binary_classification_metrics"]
    limit = found["ModelQuality", "Constraints"]["binary_classification_constraints"]["auc"]
    assert limit["threshold"] == pytest.approx(quality["auc"]["value"] - 0.1)
    statistics = found["ModelDataQuality", "Statistics"]
    assert statistics["dataset"]["item_count"] == 284
    radius = statistics["features"][0]
    assert (radius["name"], radius["inferred_type"]) == ("mean radius", "Fractional")
    assert radius["numerical_statistics"]["min"] < radius["numerical_statistics"]["mean"]
    assert sum(bucket["count"] for bucket in radius["numerical_statistics"]["distribution"]["kll"]["buckets"]) == 284
    [facet] = found["Bias", "Report"]["post_training_bias_metrics"]["facets"]["mean radius"]
    assert 0 < next(metric["value"] for metric in facet["metrics"] if metric["name"] == "DPPL") < 1
    shap = found["Explainability", "Report"]["explanations"]["kernel_shap"]["label0"]["global_shap_values"]
    assert len(shap) == 30
    assert max(shap.values()) > 0.01


@pytest.mark.parametrize(
    ("environment", "folder"),
    list(zip(ENVIRONMENTS, ("out", "evaluation", "out", "out"), strict=True)),
    ids=[environment.name for environment in ENVIRONMENTS],
)
def test_an_inference_leaves_its_reports_where_it_says(aws, package, data, environment, folder):
    run = inference_pipeline.run(aws, environment, data.batches[environment.name])
    assert run.model_package_arn == package
    assert run.predictions in (42, 43)
    found = reports(aws, environment, folder)
    assert set(found) == REPORTS
    assert found["evaluation.json"] == run.report
    assert run.report["binary_classification_metrics"]["auc"]["value"] > 0.99
    assert found["statistics.json"]["dataset"]["item_count"] == run.predictions
    assert len(found["statistics.json"]["features"]) == 30
    assert found["constraint_violations.json"] == {"violations": []}


def test_own_inference_tells_what_ran_and_where_its_reports_are(aws, package, data):
    uat = ENVIRONMENTS[2]
    sqs, events = (aws.client(service, root(uat.account_id)) for service in ("sqs", "events"))
    url = sqs.create_queue(QueueName="events")["QueueUrl"]
    events.put_rule(Name="events", EventPattern=json.dumps({"detail-type": ["Model Inference Completed"]}))
    arn = f"arn:aws:sqs:eu-central-1:{uat.account_id}:events"
    events.put_targets(Rule="events", Targets=[{"Id": "queue", "Arn": arn}])
    inference_pipeline.run(aws, uat, data.batches[uat.name])
    [message] = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10)["Messages"]
    event = json.loads(message["Body"])
    assert (event["account"], event["source"]) == (uat.account_id, "com.example.screening")
    assert event["detail"]["model_package_arn"] == package
    [output] = event["detail"]["outputs"]
    found = aws.client("s3", root(uat.account_id)).list_objects_v2(
        Bucket=uat.data_bucket, Prefix=output.removeprefix(f"s3://{uat.data_bucket}/")
    )["Contents"]
    assert {entry["Key"].rpartition("/")[2] for entry in found} == REPORTS | {"predictions.csv"}


def test_a_batch_that_differs_from_the_training_s_data_leaves_violations(aws, package, data):
    header, *rows = data.batches[DEV.name].splitlines()
    negative = [",".join(["-1", *row.split(",")[1:-1], str(1 - int(row[-1]))]) for row in rows]  # and wrong labels
    inference_pipeline.run(aws, DEV, "\n".join([header, *negative]))
    s3 = aws.client("s3", root(DEV.account_id))
    listed = s3.list_objects_v2(Bucket=DEV.data_bucket)["Contents"]
    newest = max((one for one in listed if one["Key"].endswith("violations.json")), key=lambda one: one["LastModified"])
    violations = json.loads(s3.get_object(Bucket=DEV.data_bucket, Key=newest["Key"])["Body"].read())["violations"]
    assert [(one["feature_name"], one["constraint_check_type"]) for one in violations if "feature_name" in one] == [
        ("mean radius", "non_negative_check")
    ]
    assert "auc" in [one["metric_name"] for one in violations if "metric_name" in one]


def test_own_inference_takes_the_approved_bytes_and_no_others(aws, package):
    s3, key = aws.client("s3", root(DEV.account_id)), f"{MODEL_PACKAGE_GROUP}/pinned"
    put = s3.put_object(Bucket=ARTEFACT_BUCKET, Key=key, Body=b"approved")
    s3.put_object(Bucket=ARTEFACT_BUCKET, Key=key, Body=b"replaced")
    checksum = f"SHA256:{base64.b64encode(hashlib.sha256(b'approved').digest()).decode()}"
    uat = ENVIRONMENTS[2]
    inference = aws.client("s3", aws.assume(uat.inference_role_arn))
    uri = f"s3://{ARTEFACT_BUCKET}/{key}"
    assert load(inference, uri, {"version_id": put["VersionId"], "checksum": checksum}) == b"approved"
    with pytest.raises(SandboxError, match="not hold the bytes that were approved"):
        load(inference, uri, {"checksum": checksum})
