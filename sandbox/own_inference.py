"""An inference of one's own, outside of SageMaker: a script that predicts, and tells that it did.

It loads the very bytes that were approved, or none: `approved` says which version of the object they are and what their
checksum is. AWS sends no event about such a run, so the script does.
"""

import base64
import csv
import hashlib
import io
import json
import tarfile
import uuid
from typing import Any

import joblib

from .approved_model import Run, approved, baseline
from .environments import MODEL_PACKAGE_GROUP, Environment
from .errors import SandboxError
from .local_aws import LocalAws
from .monitoring import reports

SOURCE = "com.example.screening"
DETAIL_TYPE = "Model Inference Completed"


def run(aws: LocalAws, environment: Environment, batch: str) -> Run:
    """Predict with the approved model. Raises SandboxError if its bytes are not the approved ones."""
    credentials, bucket = aws.assume(environment.inference_role_arn), environment.data_bucket
    s3, events = aws.client("s3", credentials), aws.client("events", credentials)
    model_version = approved(aws, environment, credentials)
    package = model_version["model_package_arn"]
    [container] = model_version["containers"]
    model = _unpacked(load(s3, container["model_data_url"], container["model_data"]))

    header, *rows = csv.reader(io.StringIO(batch))
    columns = dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))
    labels = [int(label) for label in columns.pop("label")]
    scores = model.predict_proba([[float(value) for value in row[:-1]] for row in rows])[:, 1].tolist()

    name = f"{MODEL_PACKAGE_GROUP}-{environment.name}-{uuid.uuid4().hex[:8]}"
    expected = baseline(aws, credentials, package)
    constraints = [json.loads(_read(s3, uri)) for uri in (expected.of_data, expected.of_quality)]
    found = reports(columns, labels, scores, *constraints)
    for file, report in found.items():
        s3.put_object(Bucket=bucket, Key=f"{name}/out/{file}", Body=json.dumps(report).encode())
    lines = "".join(f"{int(score >= 0.5)},{score:.6f}\n" for score in scores)
    s3.put_object(Bucket=bucket, Key=f"{name}/out/predictions.csv", Body=lines.encode())
    detail = {
        "model_package_arn": package,
        "run": f"screening script, run {name}",
        "outputs": [f"s3://{bucket}/{name}/out/"],
    }
    entry = {"Source": SOURCE, "DetailType": DETAIL_TYPE, "Detail": json.dumps(detail)}
    if events.put_events(Entries=[entry])["FailedEntryCount"]:
        raise SandboxError("The event about the run was not taken.")
    return Run(package, len(scores), found["evaluation.json"])


def load(s3: Any, uri: str, pin: dict[str, Any]) -> bytes:
    """The object that was pinned. Raises SandboxError if it is another one now."""
    data = _read(s3, uri, pin.get("version_id"))
    algorithm, _, checksum = pin["checksum"].partition(":")
    if algorithm != "SHA256":
        raise SandboxError(f"{uri} has no SHA-256 that it could be verified by.")
    if base64.b64encode(hashlib.sha256(data).digest()).decode() != checksum:
        raise SandboxError(f"{uri} does not hold the bytes that were approved.")
    return data


def _read(s3: Any, uri: str, version_id: str | None = None) -> bytes:
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    version = {"VersionId": version_id} if version_id else {}
    data: bytes = s3.get_object(Bucket=bucket, Key=key, **version)["Body"].read()
    return data


def _unpacked(packed: bytes) -> Any:
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        member = archive.extractfile("model.joblib")
        if member is None:
            raise SandboxError("model.tar.gz holds no model.joblib.")
        return joblib.load(io.BytesIO(member.read()))
