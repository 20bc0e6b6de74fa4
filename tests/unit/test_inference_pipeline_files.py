"""The files of examples/inference-pipeline that run in the pipeline: its evaluation, and its function's package."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from model_approval.domain.reports import read_report
from sandbox.evaluation import evaluate

EXAMPLE = Path(__file__).parents[2] / "examples" / "inference-pipeline"


def evaluated(
    folder: Path, scores: list[str], labels: list[str], limits: str = "{}"
) -> subprocess.CompletedProcess[str]:
    """The example's evaluation of one file."""
    for name, lines in (("predictions/a.csv.out", scores), ("labels/a.csv", ["label", *labels])):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("".join(f"{line}\n" for line in lines))
    (folder / "reports").mkdir(exist_ok=True)
    given = [str(folder / name) for name in ("predictions", "labels", "reports")]
    program = [sys.executable, str(EXAMPLE / "evaluate.py")]
    return subprocess.run([*program, *given, limits], capture_output=True, text=True, check=False)


def test_the_evaluation_computes_what_scikit_learn_does(tmp_path: Path) -> None:
    labels = [1, 0, 1, 1, 0, 0, 1, 0, 0, 1]
    scores = [0.9, 0.9, 0.5, 0.4, 0.4, 1e-05, 0.7, 0.2, 0.5, 0.1]  # some tied, one in another notation
    done = evaluated(tmp_path, [f"x,{score}" for score in scores], [str(label) for label in labels])
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "reports" / "evaluation.json").read_text())
    expected = evaluate(labels, scores)["binary_classification_metrics"]
    for name, metric in report["binary_classification_metrics"].items():
        assert metric["value"] == pytest.approx(expected[name]["value"], abs=1e-6), name
    assert read_report(report).kind == "evaluation report"


def test_the_evaluation_tells_what_is_below_its_limits_and_stops_when_labels_are_missing(tmp_path: Path) -> None:
    evaluated(tmp_path, ["0.9", "0.8"], ["1", "0"], '{"accuracy": 0.9, "auc": 0.5, "recall": 1}')
    found = read_report(json.loads((tmp_path / "reports" / "constraint_violations.json").read_text())).violations
    assert [(one.of, one.check) for one in found or ()] == [("accuracy", "LessThanThreshold")]
    assert "2 predictions for 1 labels" in evaluated(tmp_path, ["0.9", "0.8"], ["1"]).stderr


def test_the_function_s_package_is_its_source() -> None:
    with zipfile.ZipFile(EXAMPLE / "read_approved.zip") as package:
        found = {name: package.read(name).decode() for name in package.namelist()}
    assert found == {"read_approved.py": Path(EXAMPLE / "read_approved.py").read_text()}
