"""What an account holds is told from the emulator's state, so that nothing is overlooked."""

import io
import json
import zipfile

from sandbox.local_aws import LocalAws, root

from .conftest import MakeRole

ACCOUNT = "121212121212"


def test_everything_that_is_made_is_told_until_it_is_gone(aws: LocalAws, make_role: MakeRole) -> None:
    assert aws.holdings(ACCOUNT) == set()
    iam, sqs, kms, sagemaker, functions = (
        aws.client(service, root(ACCOUNT)) for service in ("iam", "sqs", "kms", "sagemaker", "lambda")
    )
    role = make_role(account=ACCOUNT)
    queue = sqs.create_queue(QueueName="one")["QueueUrl"]
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    sagemaker.create_model_package_group(ModelPackageGroupName="group")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("one.py", "")
    functions.publish_layer_version(LayerName="layer", Content={"ZipFile": packed.getvalue()})
    told = aws.holdings(ACCOUNT)
    here = f"{ACCOUNT} eu-central-1"
    assert told >= {
        f"{ACCOUNT} - iam.roles {role.rpartition('/')[2]}",
        f"{here} kms.keys {key}",
        f"{here} lambda_svc.layers layer",
        f"{here} sagemaker.model_package_groups group",
    }
    assert any(thing.startswith(f"{here} sqs.queues ") for thing in told)
    iam.delete_role(RoleName=role.rpartition("/")[2])
    sqs.delete_queue(QueueUrl=queue)
    kms.schedule_key_deletion(KeyId=key)
    sagemaker.delete_model_package_group(ModelPackageGroupName="group")
    functions.delete_layer_version(LayerName="layer", VersionNumber=1)
    assert aws.holdings(ACCOUNT) == set()


def test_what_the_account_has_used_is_not_held(aws: LocalAws) -> None:
    before = aws.holdings(ACCOUNT)
    events, metrics = (aws.client(service, root(ACCOUNT)) for service in ("events", "cloudwatch"))
    events.put_events(Entries=[{"Source": "tests", "DetailType": "x", "Detail": json.dumps({})}])
    metrics.put_metric_data(Namespace="Tests", MetricData=[{"MetricName": "x", "Value": 1}])
    assert aws.holdings(ACCOUNT) == before
