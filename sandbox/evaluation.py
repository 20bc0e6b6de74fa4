"""How good a binary classifier is, in the shape of SageMaker's model quality metrics.

The same report is written after training, on held-back data, and by every batch transform whose input has labels.
"""

from collections.abc import Sequence
from typing import Any


def evaluate(labels: Sequence[int], scores: Sequence[float], threshold: float = 0.5) -> dict[str, Any]:
    """The report for true labels (0 or 1) and predicted probabilities of 1. Raises ValueError if they are empty."""
    from sklearn import metrics

    predictions = [int(score >= threshold) for score in scores]
    values = {
        "accuracy": metrics.accuracy_score(labels, predictions),
        "precision": metrics.precision_score(labels, predictions, zero_division=0),
        "recall": metrics.recall_score(labels, predictions, zero_division=0),
        "f1": metrics.f1_score(labels, predictions, zero_division=0),
    }
    if len(set(labels)) == 2:  # the area under the curve needs both
        values["auc"] = metrics.roc_auc_score(labels, scores)
    negative, positive = metrics.confusion_matrix(labels, predictions, labels=[0, 1]).tolist()
    return {
        "binary_classification_metrics": {
            "confusion_matrix": {
                "0": {"0": negative[0], "1": negative[1]},
                "1": {"0": positive[0], "1": positive[1]},
            },
            **{name: {"value": round(float(value), 6), "standard_deviation": "NaN"} for name, value in values.items()},
        }
    }
