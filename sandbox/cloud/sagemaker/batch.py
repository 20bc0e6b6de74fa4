"""One batch transform, in a process of its own: `python -m sandbox.cloud.sagemaker.batch` with an order on stdin.

It stands for the model's container: reads the model and the input with the execution role's credentials, writes one
`prediction,probability` line for each row to `<output>/<input name>.out` and, where the rows have a column `label`, how
good the predictions were to `<output>/evaluation.json`. If its environment has `DATA_CONSTRAINTS` and
`QUALITY_CONSTRAINTS`, it also writes Model Monitor's `statistics.json` and `constraint_violations.json`. The last line
on stderr says why it failed.
"""

import csv
import io
import json
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3

from sandbox.evaluation import evaluate
from sandbox.monitoring import reports

Columns = dict[str, list[str]]


_LABEL = "label"
_CONSTRAINTS = ("DATA_CONSTRAINTS", "QUALITY_CONSTRAINTS")


def main() -> None:
    """Fill the order on stdin: {"model_data_url", "input_url", "output_url", "environment"}; addresses are s3://."""
    order = json.load(sys.stdin)
    s3 = boto3.client("s3")
    with tempfile.TemporaryDirectory() as folder:
        model = _load_model(s3, order["model_data_url"], Path(folder))
    bucket, prefix = _split(order["input_url"])
    output_bucket, output_prefix = _split(order["output_url"])
    columns: Columns = {}
    scores: list[float] = []
    keys = [
        listed["Key"]
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        for listed in page.get("Contents", [])
    ]
    if not keys:
        raise ValueError(f"there is no input under {order['input_url']}.")
    for key in keys:
        read = _read(s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode())
        features = [read[name] for name in read if name != _LABEL]
        row_scores = model.predict_proba([list(map(float, row)) for row in zip(*features, strict=True)])[:, 1].tolist()
        lines = "".join(f"{int(score >= 0.5)},{score:.6f}\n" for score in row_scores)
        name = key.removeprefix(prefix).strip("/") or key.rpartition("/")[2]
        s3.put_object(Bucket=output_bucket, Key=_join(output_prefix, f"{name}.out"), Body=lines.encode())
        for column, values in read.items():
            columns.setdefault(column, []).extend(values)
        scores += row_scores
    for name, report in _reports(s3, columns, scores, order["environment"]).items():
        s3.put_object(Bucket=output_bucket, Key=_join(output_prefix, name), Body=json.dumps(report).encode())


def _reports(s3: Any, columns: Columns, scores: list[float], environment: dict[str, str]) -> dict[str, Any]:
    """How good the predictions were, if every row has a label, by file name."""
    labels = [int(float(label)) for label in columns.pop(_LABEL, [])]
    if len(labels) != len(scores):
        return {}
    if not environment.keys() >= set(_CONSTRAINTS):
        return {"evaluation.json": evaluate(labels, scores)}
    allowed = [json.loads(_object(s3, environment[name])) for name in _CONSTRAINTS]
    return reports(columns, labels, scores, *allowed)


def _load_model(s3: Any, url: str, folder: Path) -> Any:
    """`model.joblib` from model.tar.gz, unpacked without following links or paths out of the folder."""
    import joblib

    packed = io.BytesIO(_object(s3, url))
    with tarfile.open(fileobj=packed) as archive:
        archive.extractall(folder, filter="data")
    return joblib.load(folder / "model.joblib")


def _object(s3: Any, url: str) -> bytes:
    bucket, key = _split(url)
    body: bytes = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    return body


def _read(text: str) -> Columns:
    """The columns by name, as they are written."""
    header, *lines = csv.reader(io.StringIO(text))
    return {name: [line[column] for line in lines] for column, name in enumerate(header)}


def _split(url: str) -> tuple[str, str]:
    address = urlsplit(url)
    return address.netloc, address.path.lstrip("/")


def _join(prefix: str, name: str) -> str:
    return f"{prefix.rstrip('/')}/{name}".lstrip("/")


if __name__ == "__main__":
    try:
        main()
    except Exception as error:  # noqa: BLE001  the job fails, whatever it was
        sys.exit(f"ClientError: {type(error).__name__}: {error}".replace("\n", " "))
