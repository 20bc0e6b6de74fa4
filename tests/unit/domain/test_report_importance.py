"""How important a metric is, told from its name."""

import pytest

from model_approval.domain.report_importance import DETAIL, HEADLINES, OTHER, importance


@pytest.mark.parametrize(
    ("name", "headline"),
    [
        ("validation:auc", "auc"),
        ("ROC AUC score", "rocauc"),
        ("test/accuracy", "accuracy"),
        ("F1macro", "f1"),
        ("f1-score", "f1"),
        ("PrecisionMacro", "precision"),
        ("BalancedAccuracy", "balancedaccuracy"),
        ("f0_5", "f05"),
        ("F0.5", "f05"),
        ("weighted_recall", "recall"),
        ("mAP", "map"),
        ("eval_loss", "loss"),
        ("root_mean_squared_error", "rootsquarederror"),
        ("mean_squared_error", "squarederror"),
        ("r2_score", "r2"),
    ],
)
def test_spellings_of_a_metric_matter_alike(name: str, headline: str) -> None:
    assert HEADLINES[importance(name)] == headline


@pytest.mark.parametrize("name", ["train:auc", "training_accuracy", "rows", "", "ÄÖ", "latency", "my_profit"])
def test_what_is_not_about_quality_on_unseen_data_comes_later(name: str) -> None:
    assert importance(name) == OTHER


def test_what_a_constant_guess_would_reach_comes_last() -> None:
    assert importance("accuracy_best_constant_classifier") == DETAIL


def test_no_headline_stands_in_the_table_twice() -> None:
    assert len(set(HEADLINES)) == len(HEADLINES)
