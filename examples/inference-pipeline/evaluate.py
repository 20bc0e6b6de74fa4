"""The last step of the pipeline: how good were the predictions, and are they good enough?

    python3 evaluate.py PREDICTIONS LABELS REPORTS LIMITS

PREDICTIONS holds what batch transform wrote: for an input `a.csv` the file `a.csv.out`, with the probability of 1 in
the last column. LABELS holds the truth: `a.csv`, with 0 or 1 in the last column. Lines without a number there, such as
headers, are left out. REPORTS gets evaluation.json, and constraint_violations.json about LIMITS, the lowest values that
are allowed, such as {"auc": 0.85}. It takes nothing but Python.
"""

import json
import sys
from itertools import groupby
from operator import itemgetter
from pathlib import Path


def main(predictions, labels, reports, limits):
    scores, truth = [], []
    for file in sorted(predictions.rglob("*.out")):
        some = numbers(file)
        known = numbers(labels / file.relative_to(predictions).with_suffix(""))
        if len(some) != len(known):
            sys.exit(f"{file.name} has {len(some)} predictions for {len(known)} labels")
        scores, truth = scores + some, truth + known
    metrics = evaluate(scores, truth)
    shown = {name: {"value": round(value, 6), "standard_deviation": "NaN"} for name, value in metrics.items()}
    write(reports / "evaluation.json", {"binary_classification_metrics": shown})
    low = {name: limit for name, limit in limits.items() if not metrics.get(name, 0) >= limit}
    write(reports / "constraint_violations.json", {"violations": [violation(n, metrics, low[n]) for n in low]})


def numbers(path):
    found = []
    for line in path.read_text().splitlines():
        try:
            found.append(float(line.rpartition(",")[2]))
        except ValueError:
            continue
    return found


def evaluate(scores, truth):
    right = [(score >= 0.5) == (label == 1) for score, label in zip(scores, truth, strict=True)]
    found = [score for score, label in zip(scores, truth, strict=True) if label == 1]
    others = [score for score, label in zip(scores, truth, strict=True) if label != 1]
    metrics = {"accuracy": sum(right) / len(right)}
    if found:
        metrics["recall"] = sum(score >= 0.5 for score in found) / len(found)
    if positive := sum(score >= 0.5 for score in scores):
        metrics["precision"] = sum(score >= 0.5 for score in found) / positive
    if found and others:
        metrics["auc"] = area(found, others)
    return metrics


def area(found, others):
    """Under the ROC curve: how often one of `found` scores higher than one of `others`; the same score counts half."""
    ranked = sorted([(score, 1) for score in found] + [(score, 0) for score in others])
    wins = below = 0
    for _, tied in groupby(ranked, itemgetter(0)):
        labels = [label for _, label in tied]
        wins += labels.count(1) * (below + labels.count(0) / 2)
        below += labels.count(0)
    return wins / (len(found) * len(others))


def violation(name, metrics, limit):
    return {
        "metric_name": name,
        "constraint_check_type": "LessThanThreshold",
        "description": f"Metric {name} with {metrics.get(name)} was LessThanThreshold '{limit}'",
    }


def write(path, report):
    path.write_text(json.dumps(report, indent=1))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]), json.loads(sys.argv[4]))
