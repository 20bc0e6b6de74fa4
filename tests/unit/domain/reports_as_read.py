"""What is taken from each file in ``tests/reports``: its kind, then the metrics in the order of their importance (with
standard deviations), violations (marked with !) and the note (in brackets)."""

EVALUATION = {
    "evaluation-regression": [
        "evaluation report",
        "rmse 2.1939; mse 4.8131 ± 2.1902; mae 1.5517",
    ],
    "evaluation-binary": [
        "evaluation report",
        "auc 0.9731; accuracy 0.9412",
    ],
    "evaluation-multiclass": [
        "evaluation report",
        "accuracy 0.8834 ± 0.0; accuracy_per_class/glacier 85.1; accuracy_per_class/sea 93.4",
        "accuracy_per_class/street 91.9",
    ],
    "evaluation-without-a-number": [
        "evaluation report",
        "mae 0.7; (2 metrics are NaN, infinite or empty)",
    ],
}
MODEL_MONITOR = {
    "model-quality-regression-statistics": [
        "model quality statistics",
        "rmse 2.2588 ± 0.0317; mse 5.1022 ± 0.1433; mae 1.6003 ± 0.0218; r2 0.5411 ± 0.0096",
        "item_count 836.0",
    ],
    "model-quality-binary-statistics": [
        "model quality statistics",
        "auc 0.9427 ± 0.0035; accuracy 0.901 ± 0.0042; f1 0.8008 ± 0.0091; precision 0.8292 ± 0.0098",
        "recall 0.7743 ± 0.0121; f0_5 0.8176 ± 0.0082; f2 0.7847 ± 0.0107",
        "true_positive_rate 0.7743 ± 0.0121; true_negative_rate 0.9448 ± 0.0037",
        "false_positive_rate 0.0552 ± 0.0037; false_negative_rate 0.2257 ± 0.0121; item_count 1000.0",
        "recall_best_constant_classifier 1.0 ± 0.0; precision_best_constant_classifier 0.257 ± 0.0061",
        "accuracy_best_constant_classifier 0.743 ± 0.0061; f0_5_best_constant_classifier 0.3019 ± 0.0066",
        "f1_best_constant_classifier 0.4089 ± 0.0078",
    ],
    "model-quality-multiclass-statistics": [
        "model quality statistics",
        "accuracy 0.9067; weighted_f1 0.907; weighted_precision 0.9078; weighted_recall 0.9067",
        "weighted_f0_5 0.9074; weighted_f2 0.9067; item_count 150.0",
        "accuracy_best_constant_classifier 0.3333; weighted_f1_best_constant_classifier 0.1667",
    ],
    "model-quality-constraints": ["model quality constraints"],
    "model-quality-violations": [
        "constraint violations",
        "! auc LessThanThreshold: Metric auc with 0.8911 +/- 0.0052 was LessThanThreshold '0.9427'",
        "! mae GreaterThanThreshold: Metric mae with 1.9 +/- 0.06 was GreaterThanThreshold '1.6003'",
    ],
    "data-quality-statistics": [
        "data quality statistics",
        "item_count 4177.0; sex/completeness 0.9499640890591333; length/mean 0.524",
        "sex/distinct_count 3.0; rings/mean 9.934; length/std_dev 0.1201; rings/std_dev 3.224",
        "length/min 0.075; rings/min 1.0; length/max 0.815; rings/max 29.0; length/completeness 1.0",
        "rings/completeness 1.0",
    ],
    "data-quality-constraints": ["data quality constraints"],
    "data-quality-violations": [
        "constraint violations",
        "! sex data_type_check: Expected data type: String, expected match: 100.0%, observed: 97.2%",
        "! length baseline_drift_check: Baseline drift distance: 0.1872 exceeds threshold: 0.1",
        "! Missing columns missing_column_check: Columns in the current dataset: 8, columns in the baseline: 9",
    ],
    "no-violations": [
        "constraint violations",
        "no violations",
    ],
}
CLARIFY = {
    "bias-report": [
        "bias report",
        "gender/CI -0.38; gender/DPL 0.0746; gender/KL 0.0219; gender/AD -0.0158; gender/DI 0.8213",
        "gender/DPPL 0.0583; age/(40, 75]/CI 0.22; age/(40, 75]/DPL -0.0312; age/(18, 40]/CI -0.22",
        "age/(18, 40]/DPL 0.0312; (1 metric is NaN, infinite or empty)",
    ],
    "bias-violations": [
        "constraint violations",
        "! age/(40, 75]/CI bias_drift_check: Value 0.4181 does not meet the constraint requirement",
    ],
    "explainability-report": [
        "explainability report",
        "shap/income 0.1934; shap/debt -0.0611; shap/age 0.0412; shap/postcode 0.0087",
    ],
    "explainability-report-multiclass": [
        "explainability report",
        "shap/virginica/petal_length 0.2871; shap/setosa/petal_length 0.2213",
        "shap/setosa/sepal_width 0.0141; shap/virginica/sepal_width 0.0096",
    ],
    "explainability-violations": [
        "constraint violations",
        "! label0/shap feature_attribution_drift_check: Feature attribution drift 0.8127 exceeds threshold 0.9",
    ],
    "bias-and-explainability-report": [
        "bias and explainability report",
        "gender/CI -0.38; shap/income 0.1934; shap/age 0.0412",
    ],
}
OTHERS = {
    "autopilot-best-candidate": [
        "of no known kind",
        "BalancedAccuracy 0.9288; validation:f1_binary 0.9107; F1 0.9107; LogLoss 0.1388",
        "Train/LogLoss 0.0904",
    ],
    "training-job-metrics": [
        "of no known kind",
        "validation:rmse 2.2013; ObjectiveMetric 2.2013; train:rmse 1.8144",
    ],
    "foundation-model-evaluation": [
        "of no known kind",
        "f1 0.6127; exact_match_score 0.55; science/f1 0.59; science/exact_match_score 0.52",
        "sports/f1 0.63; sports/exact_match_score 0.57",
    ],
    "classification-report": [
        "evaluation report",
        "accuracy 0.901; macro_avg/f1-score 0.8675; weighted_avg/f1-score 0.8999",
        "macro_avg/precision 0.8765; weighted_avg/precision 0.8995; macro_avg/recall 0.8596",
        "weighted_avg/recall 0.901; 0/precision 0.9238; 0/recall 0.9448; 0/f1-score 0.9342",
        "0/support 743.0; 1/precision 0.8292; 1/recall 0.7743; 1/f1-score 0.8008; 1/support 257.0",
        "macro_avg/support 1000.0; weighted_avg/support 1000.0",
    ],
    "cross-validation": [
        "of no known kind",
        "rmse 2.28 ± 0.07; rmse/max 2.35; fold 1/rmse 2.21; fold 2/rmse 2.35",
    ],
    "mlflow-run": [
        "of no known kind",
        "val_rmse 2.2013; train_rmse 1.8144",
    ],
    "mlflow-metric-history": [
        "of no known kind",
        "rmse 2.2013; r2 0.5411",
    ],
    "hugging-face-results": [
        "of no known kind",
        "eval_accuracy 0.9312; eval_f1 0.9329; eval_loss 0.2174; epoch 3.0; eval_runtime 41.7",
        "eval_samples_per_second 59.9; train_loss 0.1822",
    ],
    "table-with-one-row": [
        "of no known kind",
        "RMSE 2.2013; R2 0.5411",
    ],
    "flat": [
        "of no known kind",
        "rmse 2.2013; mae 1.5517; rows 836.0; latency_ms 12.0",
    ],
    "train-and-test": [
        "of no known kind",
        "auc 0.9931; test/auc 0.9427; log_loss 0.0904; test/log_loss 0.1388",
    ],
}

AS_READ = {**EVALUATION, **MODEL_MONITOR, **CLARIFY, **OTHERS}
