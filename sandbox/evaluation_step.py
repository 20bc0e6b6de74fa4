"""`python -m sandbox.evaluation_step INPUT OUTPUT`: what a Processing step of an inference pipeline runs.

INPUT holds the folders `data`, `predictions`, `labels`, `data_constraints` and `quality_constraints`; the reports go to
OUTPUT.
"""

import csv
import json
import sys
from pathlib import Path

from .monitoring import reports


def main(given: Path, results: Path) -> None:
    """Compare predictions with labels, and data with what the training's were like."""
    header, *rows = _rows(given / "data" / "batch.csv")
    _, *labels = _rows(given / "labels" / "labels.csv")
    predictions = _rows(given / "predictions" / "batch.csv.out")
    found = reports(
        dict(zip(header, map(list, zip(*rows, strict=True)), strict=True)),
        [int(label) for (label,) in labels],
        [float(score) for _, score in predictions],
        *(json.loads((given / name / "constraints.json").read_text()) for name in _CONSTRAINTS),
    )
    for name, report in found.items():
        (results / name).write_text(json.dumps(report))


_CONSTRAINTS = ("data_constraints", "quality_constraints")


def _rows(path: Path) -> list[list[str]]:
    with path.open(newline="") as lines:
        return list(csv.reader(lines))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
