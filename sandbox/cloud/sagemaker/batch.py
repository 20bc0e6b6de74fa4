"""One batch transform, in a process of its own: `python -m sandbox.cloud.sagemaker.batch` with an order on stdin.

It stands for the model's container: reads the model and the input with the execution role's credentials, writes one
`prediction,probability` line for each row to `<output>/<input name>.out` and, where the rows have a column `label`, how
good the predictions were to `<output>/evaluation.json`. The last line on stderr says why it failed.
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

Rows = list[list[float]]


def main() -> None:
    """Fill the order on stdin: {"model_data_url", "input_url", "output_url"}, all s3:// addresses."""
    order = json.load(sys.stdin)
    s3 = boto3.client("s3")
    with tempfile.TemporaryDirectory() as folder:
        model = _load_model(s3, order["model_data_url"], Path(folder))
    bucket, prefix = _split(order["input_url"])
    output_bucket, output_prefix = _split(order["output_url"])
    labels: list[int] = []
    scores: list[float] = []
    keys = [
        listed["Key"]
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        for listed in page.get("Contents", [])
    ]
    if not keys:
        raise ValueError(f"there is no input under {order['input_url']}.")
    for key in keys:
        rows, row_labels = _read(s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode())
        row_scores = model.predict_proba(rows)[:, 1].tolist()
        lines = "".join(f"{int(score >= 0.5)},{score:.6f}\n" for score in row_scores)
        name = key.removeprefix(prefix).strip("/") or key.rpartition("/")[2]
        s3.put_object(Bucket=output_bucket, Key=_join(output_prefix, f"{name}.out"), Body=lines.encode())
        labels += row_labels
        scores += row_scores
    if len(labels) == len(scores):
        report = json.dumps(evaluate(labels, scores)).encode()
        s3.put_object(Bucket=output_bucket, Key=_join(output_prefix, "evaluation.json"), Body=report)


def _load_model(s3: Any, url: str, folder: Path) -> Any:
    """`model.joblib` from model.tar.gz, unpacked without following links or paths out of the folder."""
    import joblib

    bucket, key = _split(url)
    packed = io.BytesIO(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
    with tarfile.open(fileobj=packed) as archive:
        archive.extractall(folder, filter="data")
    return joblib.load(folder / "model.joblib")


def _read(text: str) -> tuple[Rows, list[int]]:
    """Features and, if the header has a column `label`, labels."""
    header, *lines = csv.reader(io.StringIO(text))
    features = [column for column, name in enumerate(header) if name != "label"]
    rows = [[float(line[column]) for column in features] for line in lines]
    labels = [int(float(line[header.index("label")])) for line in lines] if "label" in header else []
    return rows, labels


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
