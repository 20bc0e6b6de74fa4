"""Higher or lower: only what is known, and what users tell comes first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_approval.domain.directions import Direction, Directions
from model_approval.domain.errors import InvalidRecord
from tests.unit.examples import storable_text

HIGHER = [
    *("auc", "AUC", "roc_auc", "ROC AUC score", "ROCAUC", "au_prc", "validation:auc", "binary/auc", "cv.auc"),
    *("accuracy", "BalancedAccuracy", "balanced-accuracy", "val_accuracy", "top_5_accuracy", "Top5Accuracy"),
    *("validation:binary_classification_accuracy", "weighted_precision", "PrecisionMacro", "precision_at_k"),
    *("recall", "macro avg.recall", "f1", "F1macro", "f1-score", "macro avg.f1-score", "f0.5", "weighted_f0_5", "F2"),
    *("r2", "R2 score", "ndcg@10", "mAP", "mAP@0.5:0.95", "map50", "mrr", "iou", "bleu", "rouge-l", "rougeL", "mcc"),
    *("kappa", "specificity", "sensitivity", "true_positive_rate", "neg_mean_squared_error", "neg_log_loss"),
]
LOWER = [
    *("mse", "RMSE", "regression/rmse", "train:rmse", "mean_squared_error", "mae", "mape", "sMAPE", "WAPE", "MASE"),
    *("log_loss", "LogLoss", "logloss", "validation:mlogloss", "loss", "val_loss", "test_loss", "objective_loss"),
    *("AverageWeightedQuantileLoss", "cross_entropy", "brier_score", "error", "error rate", "validation:error"),
    *("false_positive_rate", "false_negative_rate", "perplexity", "wer", "negative_log_likelihood", "ECE"),
]
UNKNOWN = [
    *("", ".", "/", "score", "mean", "records", "churn_score", "auc_std", "auc_standard_deviation", "delta_auc"),
    *("recall_best_constant_classifier", "gender/DPL", "age/mean", "confusion_matrix/0/1", "customer_loss"),
    *("1-auc", "auc vs. baseline", "shap/error", "shap/label0/precision", "précision", "neg_auc", "neg"),
]


@pytest.mark.parametrize("name", HIGHER)
def test_of_these_higher_is_better(name: str) -> None:
    assert Directions().of(name) is Direction.HIGHER


@pytest.mark.parametrize("name", LOWER)
def test_of_these_lower_is_better(name: str) -> None:
    assert Directions().of(name) is Direction.LOWER


@pytest.mark.parametrize("name", UNKNOWN)
def test_of_what_nobody_knows_nothing_is_said(name: str) -> None:
    assert Directions().of(name) is None
    assert Directions().better(name, 1, 2) is None


def test_what_users_tell_comes_before_what_everybody_knows() -> None:
    told = Directions(
        {"auc": "lower", "Churn_Score": "higher", "shap/error": "lower", "Lift": "lower", "lift": "higher"}
    )
    assert told.of("auc") is Direction.LOWER
    assert told.of("AUC") is Direction.LOWER
    assert told.of("validation:auc") is Direction.HIGHER  # another name
    assert told.of("churn_score") is Direction.HIGHER
    assert told.of("shap/error") is Direction.LOWER
    assert (told.of("Lift"), told.of("lift")) == (Direction.LOWER, Direction.HIGHER)
    assert told.of("rmse") is Direction.LOWER


def test_a_direction_is_higher_or_lower() -> None:
    with pytest.raises(InvalidRecord, match="the direction of 'auc' is 'up'; it can be 'higher' or 'lower'"):
        Directions({"auc": "up"})


@pytest.mark.parametrize(
    ("name", "value", "than", "better"),
    [
        *(("auc", 0.9, 0.8, True), ("auc", 0.8, 0.9, False), ("auc", 0.8, 0.8, None)),
        *(("rmse", 0.9, 0.8, False), ("rmse", -0.8, 0.9, True), ("rmse", 0.8, 0.8, None)),
    ],
)
def test_which_of_two_numbers_is_better(name: str, value: float, than: float, better: bool | None) -> None:
    assert Directions().better(name, value, than) is better


@given(storable_text | st.text("aucrmse_:./@0123neg BL", max_size=30), st.floats(), st.floats())
def test_no_name_and_no_number_does_any_harm(name: str, value: float, than: float) -> None:
    directions = Directions()
    one, other = directions.better(name, value, than), directions.better(name, than, value)
    assert directions.of(name) in (Direction.HIGHER, Direction.LOWER, None)
    if value == value and than == than and one is not None:
        assert one is not other
