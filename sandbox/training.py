"""A training pipeline: trains on a data set that ships with scikit-learn, evaluates on held-back rows, registers with
reports on the model's quality, its data, its bias and what it goes by.

What the steps of a SageMaker pipeline would do; it works with the training pipeline's role in the registry's account.
"""

import csv
import hashlib
import io
import json
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from . import analysis, monitoring
from .environments import ARTEFACT_BUCKET, DEV, ENVIRONMENTS, MODEL_PACKAGE_GROUP, REGION, TRAINING_ROLE_ARN
from .evaluation import evaluate
from .local_aws import LocalAws
from .people import ALEX, MAIL_DOMAIN

RECIPES: dict[str, Any] = {
    "logistic regression": lambda: make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)),
    "decision stump": lambda: make_pipeline(
        ColumnTransformer([("smoothness", "passthrough", [4])]), DecisionTreeClassifier(max_depth=1, random_state=0)
    ),
    "random forest": lambda: RandomForestClassifier(n_estimators=50, max_depth=4, random_state=0),
}
"""Models, of which nobody would let the second one into production."""
_SUMMARIES = {
    "logistic regression": "A logistic regression on all 30 measurements tells benign from malignant tumours.",
    "decision stump": "One threshold on the mean smoothness alone tells benign from malignant tumours.",
    "random forest": "50 small trees vote on whether a tumour is benign or malignant.",
}
_PIPELINE = f"arn:aws:sagemaker:{REGION}:{DEV.account_id}:pipeline/tumour-training"
_FACET = "mean radius"
"""The feature whose larger half the bias report compares with the smaller one."""
_CONTAINER = Path(__file__).parent / "cloud" / "sagemaker" / "batch.py"
"""What runs in the sandbox in place of the model's image; its digest stands for the image's."""


@dataclass(frozen=True)
class Data:
    """The rows of the data set: half to train on, a fifth held back to evaluate, the rest in a batch an environment."""

    train: tuple[Any, Any]
    held_back: tuple[Any, Any]
    features: list[str]
    batches: dict[str, str]
    """CSV with a header and a column `label`, by environment."""


def load() -> Data:
    """The data set, always split in the same way."""
    bunch = load_breast_cancer()
    x_train, x_rest, y_train, y_rest = train_test_split(
        bunch.data, bunch.target, train_size=0.5, random_state=0, stratify=bunch.target
    )
    x_held, x_batch, y_held, y_batch = train_test_split(x_rest, y_rest, train_size=0.4, random_state=0, stratify=y_rest)
    step = len(ENVIRONMENTS)
    batches = {
        environment.name: _csv([*bunch.feature_names, "label"], x_batch[i::step], y_batch[i::step])
        for i, environment in enumerate(ENVIRONMENTS)
    }
    return Data((x_train, y_train), (x_held, y_held), [str(name) for name in bunch.feature_names], batches)


def run(aws: LocalAws, data: Data, recipe: str, execution: str) -> tuple[str, dict[str, Any]]:
    """Train, evaluate, upload and register. Returns the model package's ARN and the evaluation report.

    `execution` names the pipeline execution that did it, for Alex, who wants the version approved.
    """
    model = RECIPES[recipe]().fit(*data.train)
    reports = _reports(model, data)
    credentials = aws.assume(TRAINING_ROLE_ARN)
    folder = f"{MODEL_PACKAGE_GROUP}/{execution}"
    s3 = aws.client("s3", credentials)
    # With a checksum of the bytes' own, by which everybody can tell later whether they are still the same.
    s3.put_object(Bucket=ARTEFACT_BUCKET, Key=f"{folder}/model.tar.gz", Body=_packed(model), ChecksumAlgorithm="SHA256")
    for name, report in reports.items():
        s3.put_object(Bucket=ARTEFACT_BUCKET, Key=f"{folder}/{name}", Body=json.dumps(report).encode())
    registered = aws.client("sagemaker", credentials).create_model_package(
        ModelPackageGroupName=MODEL_PACKAGE_GROUP,
        ModelPackageDescription=_SUMMARIES[recipe],
        ModelApprovalStatus="PendingManualApproval",
        InferenceSpecification={
            "Containers": [
                {
                    "Image": f"{DEV.account_id}.dkr.ecr.{REGION}.amazonaws.com/scikit-learn:1.9",
                    "ImageDigest": f"sha256:{hashlib.sha256(_CONTAINER.read_bytes()).hexdigest()}",
                    "ModelDataUrl": f"s3://{ARTEFACT_BUCKET}/{folder}/model.tar.gz",
                }
            ],
            "SupportedContentTypes": ["text/csv"],
            "SupportedResponseMIMETypes": ["text/csv"],
        },
        ModelMetrics=_model_metrics(f"s3://{ARTEFACT_BUCKET}/{folder}"),
        MetadataProperties={
            "CommitId": hashlib.sha1(Path(__file__).read_bytes(), usedforsecurity=False).hexdigest(),  # stands for one
            "Repository": f"https://git.{MAIL_DOMAIN}/ml/{MODEL_PACKAGE_GROUP}",
            "GeneratedBy": f"{_PIPELINE}/execution/{execution}",
        },
        CustomerMetadataProperties={"requested_by": ALEX.email},
    )
    return registered["ModelPackageArn"], reports["model_quality/statistics.json"]


def _reports(model: Any, data: Data) -> dict[str, dict[str, Any]]:
    """What SageMaker's QualityCheck and ClarifyCheck steps would write, by file name."""
    features, labels = data.held_back
    scores = model.predict_proba(features)[:, 1]
    quality = evaluate(labels.tolist(), scores.tolist())
    columns = {name: [str(value) for value in data.train[0][:, i]] for i, name in enumerate(data.features)}
    facet = features[:, data.features.index(_FACET)]
    return {
        "model_quality/statistics.json": quality,
        "model_quality/constraints.json": monitoring.quality_constraints(quality),
        "data_quality/statistics.json": monitoring.statistics(columns),
        "data_quality/constraints.json": monitoring.constraints(columns),
        "bias/analysis.json": analysis.bias(_FACET, facet, labels, (scores >= 0.5).astype(int)),
        "explainability/analysis.json": analysis.explainability(data.features, model, data.train[0], features),
    }


def _model_metrics(folder: str) -> dict[str, Any]:
    """As CreateModelPackage takes them."""

    def at(name: str) -> dict[str, str]:
        return {"ContentType": "application/json", "S3Uri": f"{folder}/{name}.json"}

    return {
        "ModelQuality": {"Statistics": at("model_quality/statistics"), "Constraints": at("model_quality/constraints")},
        "ModelDataQuality": {
            "Statistics": at("data_quality/statistics"),
            "Constraints": at("data_quality/constraints"),
        },
        "Bias": {"Report": at("bias/analysis")},
        "Explainability": {"Report": at("explainability/analysis")},
    }


def _packed(model: Any) -> bytes:
    """`model.tar.gz` as SageMaker's scikit-learn container expects it: `model.joblib` inside."""
    dumped = io.BytesIO()
    joblib.dump(model, dumped)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo("model.joblib")
        member.size = dumped.tell()
        dumped.seek(0)
        archive.addfile(member, dumped)
    return packed.getvalue()


def _csv(header: list[str], features: Any, labels: Any) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([*map(float, row), int(label)] for row, label in zip(features, labels, strict=True))
    return text.getvalue()
