"""Which numbers an approver wants to see first: those that say how good the model is as a whole."""

import re
from functools import lru_cache

HEADLINES = (
    # Of classifiers: in one number, in parts, by threshold; of regression, forecasts, rankings, language; losses.
    *("auc", "rocauc", "aucroc", "balancedaccuracy", "accuracy", "acc", "f1", "f", "mcc", "matthewscorrcoef"),
    *("precision", "recall", "prauc", "aucpr", "averageprecision", "sensitivity", "specificity", "f05", "f2"),
    *("cohenkappa", "kappa", "gini", "ks", "logloss", "brier", "crossentropy"),
    *("truepositiverate", "truenegativerate", "falsepositiverate", "falsenegativerate", "tpr", "tnr", "fpr", "fnr"),
    *("rmse", "rootsquarederror", "mse", "squarederror", "mae", "absoluteerror", "r2", "explainedvariance"),
    *("mape", "absolutepercentageerror", "smape", "wape", "rmsle", "mase", "wql", "quantileloss"),
    *("ndcg", "map", "mrr", "hitrate", "silhouette"),
    *("bleu", "rouge", "rouge1", "rouge2", "rougel", "wer", "perplexity", "loss", "objective"),
)
OTHER = len(HEADLINES)
"""Numbers about the whole model that are not in the table."""
DETAIL = OTHER + 1
"""Numbers about a class, a feature, a fold; and what a constant guess would reach."""

_JOINED = re.compile(r"(?<=[0-9])[_.](?=[0-9])")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[a-z]+[0-9]*|[0-9]+")
_NO_MATTER = {
    *("validation", "valid", "val", "test", "testing", "holdout", "eval", "evaluation", "score", "measure", "metric"),
    *("weighted", "macro", "micro", "mean", "avg", "binary", "multiclass", "final", "best", "overall", "model"),
}
_RANK = {name: rank for rank, name in enumerate(HEADLINES)}


@lru_cache(maxsize=4096)
def importance(name: str) -> int:
    """Of a metric with this name that is about the whole model. ``validation:auc`` matters as much as ``AUC score``;
    what was measured on the training data does not."""
    words = _WORD.findall(_CAMEL.sub(" ", _JOINED.sub("", name)).lower())
    if "constant" in words:
        return DETAIL
    return _RANK.get("".join(word for word in words if word not in _NO_MATTER), OTHER)
