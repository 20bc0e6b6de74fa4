"""Whether a higher or a lower number is better: of the metrics that everybody knows, and of those that users tell.

Where it is not known, nothing is called better or worse.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from model_approval.domain.errors import InvalidRecord


class Direction(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


_HIGHER = (
    *("auc", "roc auc", "auc roc", "auroc", "area under roc", "area under the roc curve"),
    *("pr auc", "auc pr", "auprc", "au prc", "average precision", "mean average precision", "ap", "map", "map50"),
    *("accuracy", "acc", "balanced accuracy", "accuracy top 1", "accuracy top 5", "top 1 accuracy", "top 5 accuracy"),
    *("top k accuracy", "precision", "recall", "sensitivity", "specificity", "tpr", "tnr", "ppv", "npv"),
    *("true positive rate", "true negative rate", "positive predictive value", "negative predictive value"),
    *(
        "f1",
        "f2",
        "f0.5",
        "f beta",
        "f score",
        "f measure",
        "f1 macro",
        "f1 micro",
        "f1 weighted",
        "mcc",
        "matthews corrcoef",
    ),
    *("matthews correlation coefficient", "kappa", "cohen kappa", "cohens kappa", "quadratic weighted kappa"),
    *("gini", "lift", "youden", "informedness", "r2", "r squared", "adjusted r2", "explained variance"),
    *("ndcg", "dcg", "mrr", "mean reciprocal rank", "hit rate", "hit ratio", "c index", "concordance index"),
    *("iou", "miou", "mean iou", "jaccard", "dice", "psnr", "ssim", "bleu", "rouge", "rouge 1", "rouge 2", "rouge l"),
    *("rouge lsum", "meteor", "chrf", "exact match", "silhouette", "ari", "nmi", "adjusted rand index"),
    "log likelihood",
)
_LOWER = (
    *("mse", "mean squared error", "squared error", "rmse", "root mean squared error", "rmsle", "msle"),
    *("mae", "mean absolute error", "absolute error", "median absolute error", "max error", "rse", "rae"),
    *("mape", "smape", "wape", "mase", "mean absolute percentage error", "absolute percentage error", "wql"),
    *("quantile loss", "weighted quantile loss", "average weighted quantile loss", "pinball loss", "crps", "deviance"),
    *("loss", "log loss", "mlogloss", "objective loss", "cross entropy", "cross entropy loss", "binary cross entropy"),
    *("hinge loss", "huber loss", "focal loss", "nll", "negative log likelihood", "brier", "brier loss"),
    *("hamming loss", "zero one loss", "error", "merror", "error rate", "classification error"),
    *("misclassification rate", "fpr", "fnr", "fdr", "eer", "false positive rate", "false negative rate"),
    *("false discovery rate", "equal error rate", "perplexity", "ppl", "wer", "cer", "word error rate"),
    *("character error rate", "ece", "calibration error", "expected calibration error", "davies bouldin"),
)
_NO_MATTER = frozenset(
    (
        *("train", "training", "validation", "valid", "val", "test", "testing", "eval", "evaluation", "holdout"),
        *("cv", "oof", "weighted", "macro", "micro", "samples", "average", "avg", "mean", "overall", "final", "best"),
        *("binary", "multiclass", "classification", "regression", "score", "metric", "value"),
    )
)
"""Words before or after the metric's own name, which say where it was measured, and over what it was averaged."""


def _key(words: str) -> str:
    return re.sub(r"[^a-z0-9]", "", words.lower())


_KNOWN = {_key(name): Direction.HIGHER for name in _HIGHER} | {_key(name): Direction.LOWER for name in _LOWER}


@dataclass(frozen=True)
class Directions:
    """``table`` is what the user tells: ``"higher"`` or ``"lower"`` by the metric's whole name. It comes before what
    everybody knows. Raises InvalidRecord, with a sentence, if it says something else."""

    table: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, direction in self.table.items():
            if direction not in tuple(Direction):
                raise InvalidRecord(f"the direction of {name!r} is {direction!r}; it can be 'higher' or 'lower'")

    def of(self, name: str) -> Direction | None:
        """None if nobody knows. Upper and lower case do not matter, unless the table has a metric in both."""
        told = self.table.get(name) or next((d for n, d in self.table.items() if n.lower() == name.lower()), None)
        return Direction(told) if told else next(_known(name), None)

    def better(self, name: str, value: float, than: float) -> bool | None:
        """Whether ``value`` is better; None if they are equal, or if nobody knows."""
        direction = self.of(name)
        if direction is None or value == than:
            return None
        return (value > than) is (direction is Direction.HIGHER)


def _known(name: str) -> Iterator[Direction]:
    """What is known of the last part of the name, first as it is, then without the words that do not matter."""
    if name.startswith("shap/"):
        return  # what follows is a feature, whatever it is called
    # validation:auc, regression_metrics.rmse, gender/accuracy; ndcg@10, precision_at_k
    cut = re.sub(r"(@|[ _]at[ _])[0-9k.:]+$", "", name)
    last = re.split(r"[/:|]|(?<![0-9])\.|\.(?![0-9])", cut)[-1]
    words = _words(last)
    while words:
        yield from _named(words)
        if words[0] in _NO_MATTER:
            words = words[1:]
        elif words[-1] in _NO_MATTER:
            words = words[:-1]
        else:
            return


def _named(words: list[str]) -> Iterator[Direction]:
    if direction := _KNOWN.get("".join(words)):
        yield direction
    # scikit-learn negates what is better if it is lower: neg_mean_squared_error.
    elif words[0] == "neg" and _KNOWN.get("".join(words[1:])) is Direction.LOWER:
        yield Direction.HIGHER


def _words(text: str) -> list[str]:
    """BalancedAccuracy, balanced_accuracy and balanced-accuracy are two words; f0.5 and mAP are one."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])|(?<=[A-Z])(?=[A-Z][a-z]{2})", " ", text)
    return re.findall(r"[a-z0-9]+", re.sub(r"(?<=[0-9])[._](?=[0-9])", "", apart.lower()))
