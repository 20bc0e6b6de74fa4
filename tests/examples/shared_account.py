"""Teams that train and run models in one account with several environments, each with a role of its own."""

import io
import json
import tarfile
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import joblib
from sklearn.dummy import DummyClassifier

from sandbox.environments import PARAMETER_PREFIX, REGION
from sandbox.local_aws import Credentials, LocalAws, root

GROUP = "shared"
TAG = "model-approval:environment"
_SECONDS = 120
_IN_PIPELINE = {
    "Version": "2020-12-01",
    "Parameters": [{"Name": "ModelPackageArn", "Type": "String"}],
    "Steps": [
        {
            "Name": "Model",
            "Type": "Model",
            "Arguments": {"PrimaryContainer": {"ModelPackageName": {"Get": "Parameters.ModelPackageArn"}}},
        }
    ],
}


@dataclass
class SharedAccount:
    """`policies` are the example's for inference pipelines, by environment."""

    aws: LocalAws
    account_id: str
    policies: dict[str, str]
    models: list[str] = field(default_factory=list)
    pipelines: list[str] = field(default_factory=list)
    packages: list[str] = field(default_factory=list)

    @property
    def bucket(self) -> str:
        return f"{GROUP}-{self.account_id}"

    def role_arn(self, environment: str) -> str:
        return f"arn:aws:iam::{self.account_id}:role/{GROUP}-{environment}"

    def owner(self, service: str) -> Any:
        return self.aws.client(service, root(self.account_id))

    def inference(self, environment: str) -> Credentials:
        """A session of the role of the environment's inference pipeline."""
        return self.aws.assume(self.role_arn(environment))

    def set_up(self) -> None:
        s3, iam = self.owner("s3"), self.owner("iam")
        s3.create_bucket(Bucket=self.bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_object(Bucket=self.bucket, Key="model.tar.gz", Body=_model())
        s3.put_object(Bucket=self.bucket, Key="in/batch.csv", Body=b"x\n1\n2\n")
        self.owner("sagemaker").create_model_package_group(ModelPackageGroupName=GROUP)
        root_and_sagemaker = {"AWS": f"arn:aws:iam::{self.account_id}:root", "Service": "sagemaker.amazonaws.com"}
        trust = _policy({"Principal": root_and_sagemaker, "Action": "sts:AssumeRole"})
        for environment, policy in self.policies.items():
            name = self.role_arn(environment).rpartition("/")[2]
            iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)
            iam.put_role_policy(RoleName=name, PolicyName="example", PolicyDocument=policy)
            iam.put_role_policy(RoleName=name, PolicyName="runs", PolicyDocument=self._runs(environment))

    def clean_up(self) -> None:
        """So that nothing is left but what Terraform has made."""
        sagemaker, iam, ssm, s3 = (self.owner(service) for service in ("sagemaker", "iam", "ssm", "s3"))
        for name in self.pipelines:
            sagemaker.delete_pipeline(PipelineName=name, ClientRequestToken=uuid.uuid4().hex)
        for name in self.models:
            sagemaker.delete_model(ModelName=name)
        for arn in self.packages:
            sagemaker.delete_model_package(ModelPackageName=arn)
        sagemaker.delete_model_package_group(ModelPackageGroupName=GROUP)
        for name in self.records():
            ssm.delete_parameter(Name=name)
        for listed in s3.list_objects_v2(Bucket=self.bucket).get("Contents", []):
            s3.delete_object(Bucket=self.bucket, Key=listed["Key"])
        s3.delete_bucket(Bucket=self.bucket)
        for environment in self.policies:
            name = self.role_arn(environment).rpartition("/")[2]
            for policy in ("example", "runs"):
                iam.delete_role_policy(RoleName=name, PolicyName=policy)
            iam.delete_role(RoleName=name)

    def register(self) -> str:
        """As a training pipeline does. Returns the version's ARN."""
        container = {"Image": "image@sha256:" + "0" * 64, "ModelDataUrl": f"s3://{self.bucket}/model.tar.gz"}
        created = self.owner("sagemaker").create_model_package(
            ModelPackageGroupName=GROUP,
            ModelApprovalStatus="PendingManualApproval",
            InferenceSpecification={
                "Containers": [container],
                "SupportedContentTypes": ["text/csv"],
                "SupportedResponseMIMETypes": ["text/csv"],
            },
        )
        self.packages.append(created["ModelPackageArn"])
        return self.packages[-1]

    def approved(self, environment: str, role_of: str | None = None) -> str:
        """The ARN of what is approved for an environment, as that one's inference pipeline reads it, or another's."""
        ssm = self.aws.client("ssm", self.inference(role_of or environment))
        value = ssm.get_parameter(Name=f"{PARAMETER_PREFIX}/{environment}/{GROUP}/approved")["Parameter"]["Value"]
        return str(json.loads(value)["model_package_arn"])

    def transform(self, environment: str, tag: str | None) -> str:
        """A batch transform of what is approved, with this value as its tag. Returns the job's ARN when it is done."""
        sagemaker, name = self.aws.client("sagemaker", self.inference(environment)), _new_name()
        package = self.approved(environment)
        role = self.role_arn(environment)
        sagemaker.create_model(ModelName=name, ExecutionRoleArn=role, PrimaryContainer={"ModelPackageName": package})
        self.models.append(name)
        source = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{self.bucket}/in/"}}
        job = sagemaker.create_transform_job(
            TransformJobName=name,
            ModelName=name,
            TransformInput={"DataSource": source, "ContentType": "text/csv"},
            TransformOutput={"S3OutputPath": f"s3://{self.bucket}/out/{name}/"},
            TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
            **({"Tags": [{"Key": TAG, "Value": tag}]} if tag else {}),
        )

        def status() -> str:
            return str(sagemaker.describe_transform_job(TransformJobName=name)["TransformJobStatus"])

        until(lambda: status() != "InProgress", f"{name} ends")
        assert status() == "Completed"
        return str(job["TransformJobArn"])

    def execute(self, environment: str) -> None:
        """A pipeline, tagged as the environment's, makes a model of what is approved."""
        sagemaker, name = self.aws.client("sagemaker", self.inference(environment)), _new_name()
        _IN_PIPELINE["Steps"][0]["Arguments"]["ExecutionRoleArn"] = self.role_arn(environment)  # type: ignore[index]
        sagemaker.create_pipeline(
            PipelineName=name,
            PipelineDefinition=json.dumps(_IN_PIPELINE),
            RoleArn=self.role_arn(environment),
            ClientRequestToken=uuid.uuid4().hex,
            Tags=[{"Key": TAG, "Value": environment}],
        )
        self.pipelines.append(name)
        parameters = [{"Name": "ModelPackageArn", "Value": self.approved(environment)}]
        execution = sagemaker.start_pipeline_execution(PipelineName=name, PipelineParameters=parameters)
        arn = execution["PipelineExecutionArn"]

        def described() -> Any:
            return sagemaker.describe_pipeline_execution(PipelineExecutionArn=arn)

        until(lambda: described()["PipelineExecutionStatus"] != "Executing", f"{arn} ends")
        assert described()["PipelineExecutionStatus"] == "Succeeded", described()
        steps = sagemaker.list_pipeline_execution_steps(PipelineExecutionArn=arn)["PipelineExecutionSteps"]
        self.models += [step["Metadata"]["Model"]["Arn"].rpartition("/")[2] for step in steps]

    def tell(self, role_of: str, **detail: str) -> None:
        """An event of an environment's own, about what is approved there."""
        events = self.aws.client("events", self.inference(role_of))
        detail |= {"model_package_arn": self.approved(role_of)}
        entry = {"Source": "com.example", "DetailType": "Model Inference Completed", "Detail": json.dumps(detail)}
        assert events.put_events(Entries=[entry])["FailedEntryCount"] == 0

    def records(self) -> dict[str, str]:
        """The values of all parameters that the functions have written, by name."""
        pages = self.owner("ssm").get_paginator("get_parameters_by_path")
        found = [p for page in pages.paginate(Path=PARAMETER_PREFIX, Recursive=True) for p in page["Parameters"]]
        return {one["Name"]: one["Value"] for one in found if not one["Name"].endswith("/_stack")}

    def _runs(self, environment: str) -> str:
        """What the role needs besides, to run inferences."""
        sagemaker = f"arn:aws:sagemaker:{REGION}:{self.account_id}"
        kinds = ("Model", "Pipeline", "TransformJob")
        executions = ("Start", "Describe")
        return _policy(
            {"Action": [f"sagemaker:{verb}{kind}" for verb in ("Create", "Describe") for kind in kinds]}
            | {"Resource": f"{sagemaker}:*"},
            {"Action": [f"sagemaker:{verb}PipelineExecution" for verb in executions], "Resource": f"{sagemaker}:*"},
            {"Action": "sagemaker:ListPipelineExecutionSteps", "Resource": f"{sagemaker}:*"},
            {"Action": "iam:PassRole", "Resource": self.role_arn(environment)},
            {"Action": "events:PutEvents", "Resource": "*"},
            {"Action": ["s3:GetObject", "s3:PutObject"], "Resource": f"arn:aws:s3:::{self.bucket}/*"},
            {"Action": "s3:ListBucket", "Resource": f"arn:aws:s3:::{self.bucket}"},
        )


def until(condition: Callable[[], bool], promise: str) -> None:
    """Wait for something that comes by itself."""
    give_up = time.monotonic() + _SECONDS
    while not condition():
        assert time.monotonic() < give_up, f"not so after {_SECONDS} seconds: {promise}"
        time.sleep(0.3)


def _new_name() -> str:
    return f"{GROUP}-{uuid.uuid4().hex[:8]}"


def _policy(*statements: dict[str, Any]) -> str:
    allowed = [{"Effect": "Allow", **statement} for statement in statements]
    return json.dumps({"Version": "2012-10-17", "Statement": allowed})


def _model() -> bytes:
    """`model.tar.gz` of a model that says always the same."""
    dumped, packed = io.BytesIO(), io.BytesIO()
    joblib.dump(DummyClassifier(strategy="prior").fit([[0], [1]], [0, 1]), dumped)
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo("model.joblib")
        member.size = dumped.tell()
        dumped.seek(0)
        archive.addfile(member, dumped)
    return packed.getvalue()
