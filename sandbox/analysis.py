"""What SageMaker Clarify would report about a model, in the shape of its `analysis.json`.

Source: "Analysis Results" in the SageMaker developer guide.
"""

from typing import Any

_ORDERS = 5
_ROWS = 20
_DESCRIPTIONS = {
    "CI": "Class Imbalance (CI)",
    "DPL": "Difference in Positive Proportions in Labels (DPL)",
    "DPPL": "Difference in Positive Proportions in Predicted Labels (DPPL)",
    "DI": "Disparate Impact (DI)",
    "AD": "Accuracy Difference (AD)",
}


def bias(facet: str, values: Any, labels: Any, predictions: Any) -> dict[str, Any]:
    """The bias report about rows above and below the median of a feature; a label of 1 is the favourable one."""
    import numpy as np

    threshold = float(np.median(values))
    disadvantaged = values > threshold
    advantaged = ~disadvantaged
    n_a, n_d = int(advantaged.sum()), int(disadvantaged.sum())
    q_a, q_d = (float(labels[rows].mean()) for rows in (advantaged, disadvantaged))
    p_a, p_d = (float(predictions[rows].mean()) for rows in (advantaged, disadvantaged))
    right_a, right_d = (float((predictions == labels)[rows].mean()) for rows in (advantaged, disadvantaged))
    before: dict[str, float | None] = {"CI": (n_a - n_d) / (n_a + n_d), "DPL": q_a - q_d}
    after: dict[str, float | None] = {"DPPL": p_a - p_d, "DI": p_d / p_a if p_a else None, "AD": right_a - right_d}
    group = f"({threshold:g}, {float(values.max()):g}]"

    def shown(metrics: dict[str, float | None]) -> dict[str, Any]:
        found = [{"name": name, "description": _DESCRIPTIONS[name], "value": metrics[name]} for name in metrics]
        facets = {facet: [{"value_or_threshold": group, "metrics": found}]}
        return {"facets": facets, "label": "label", "label_value_or_threshold": "1"}

    return {"version": "1.0", "pre_training_bias_metrics": shown(before), "post_training_bias_metrics": shown(after)}


def explainability(names: list[str], model: Any, background: Any, rows: Any) -> dict[str, Any]:
    """The explainability report: mean absolute Shapley values of the predicted probability of 1.

    They are estimated: features take the rows' values in place of the background's mean one by one, in random orders,
    and each is credited with what that changes.
    """
    import numpy as np

    random, mean, rows = np.random.default_rng(0), background.mean(axis=0), rows[:_ROWS]
    credits = np.zeros((len(rows), len(names)))
    for _ in range(_ORDERS):
        order = random.permutation(len(names))
        steps = np.repeat(np.tile(mean, (len(rows), 1))[None], len(names) + 1, axis=0)
        for place, feature in enumerate(order):
            steps[place + 1 :, :, feature] = rows[:, feature]
        scores = model.predict_proba(steps.reshape(-1, len(names)))[:, 1].reshape(len(names) + 1, len(rows))
        credits[:, order] += np.diff(scores, axis=0).T / _ORDERS
    values = dict(zip(names, np.abs(credits).mean(axis=0).round(6).tolist(), strict=True))
    expected = float(model.predict_proba(mean[None])[0, 1])
    shap = {"label0": {"global_shap_values": values, "expected_value": expected}}
    return {"version": "1.0", "explanations": {"kernel_shap": shap}}
