# Where evidence comes from and where it is kept: what would only fail in AWS must fail at plan.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111111111111" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
}

variables {
  environment = "dev"
  environments = [
    { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
    { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers" },
  ]
  mail = { from = "model-approval@example.com" }
  oidc = { issuer = "https://login.example.com", client_id = "model-approval" }
}

run "metrics_buckets_are_given_without_a_path" {
  command = plan

  variables {
    evidence = { metrics_bucket_arns = ["arn:aws:s3:::metrics/dev"] }
  }

  expect_failures = [var.evidence]
}

run "model_buckets_are_given_without_a_path" {
  command = plan

  variables {
    evidence = { model_bucket_arns = ["arn:aws:s3:::models/*"] }
  }

  expect_failures = [var.evidence]
}

run "a_key_is_given_by_its_arn" {
  command = plan

  variables {
    evidence = { kms_key_arns = ["00000000-1111-2222-3333-444444444444"] }
  }

  expect_failures = [var.evidence]
}

run "a_key_is_not_given_by_its_alias" {
  command = plan

  variables {
    evidence = { kms_key_arns = ["arn:aws:kms:eu-central-1:111111111111:alias/models"] }
  }

  expect_failures = [var.evidence]
}

run "evidence_is_locked_for_whole_days" {
  command = plan

  variables {
    evidence = { bucket = { object_lock_days = 1.5 } }
  }

  expect_failures = [var.evidence]
}

run "evidence_is_locked_for_a_hundred_years_at_most" {
  command = plan

  variables {
    evidence = { bucket = { object_lock_days = 36501 } }
  }

  expect_failures = [var.evidence]
}

run "evidence_is_not_locked_backwards" {
  command = plan

  variables {
    evidence = { bucket = { object_lock_days = -1 } }
  }

  expect_failures = [var.evidence]
}

run "evidence_is_archived_after_whole_days" {
  command = plan

  variables {
    evidence = { bucket = { archive_after_days = 0.5 } }
  }

  expect_failures = [var.evidence]
}

run "evidence_is_not_archived_before_it_is_there" {
  command = plan

  variables {
    evidence = { bucket = { archive_after_days = -1 } }
  }

  expect_failures = [var.evidence]
}

run "evidence_is_archived_within_a_hundred_years" {
  command = plan

  variables {
    evidence = { bucket = { archive_after_days = 36501 } }
  }

  expect_failures = [var.evidence]
}

run "some_event_asks_for_promotion" {
  command = plan

  variables {
    inference_events = []
  }

  expect_failures = [var.inference_events]
}

run "only_known_events_ask_for_promotion" {
  command = plan

  variables {
    inference_events = ["batch_transform", "endpoint"]
  }

  expect_failures = [var.inference_events]
}

run "a_metric_is_better_higher_or_lower" {
  command = plan

  variables {
    metric_directions = { auc = "up" }
  }

  expect_failures = [var.metric_directions]
}

run "a_direction_is_not_null" {
  command = plan

  variables {
    metric_directions = { auc = null }
  }

  expect_failures = [var.metric_directions]
}

run "a_metric_has_a_name" {
  command = plan

  variables {
    metric_directions = { " " = "higher" }
  }

  expect_failures = [var.metric_directions]
}

run "the_functions_are_told_where_evidence_is_and_which_way_is_up" {
  command = plan

  variables {
    metric_directions = { lift = "higher", churned = "lower" }
  }

  assert {
    condition     = jsondecode(local.environment_variables.METRIC_DIRECTIONS) == { lift = "higher", churned = "lower" }
    error_message = "The functions must be told which way the user's metrics are better."
  }

  assert {
    condition     = local.environment_variables.EVIDENCE_BUCKET == "model-approval-dev-evidence-111111111111-eu-central-1" && output.evidence_bucket == local.environment_variables.EVIDENCE_BUCKET
    error_message = "The functions must be told the bucket of this stack, at plan, so that it is measured whether that fits."
  }
}

run "evidence_is_not_lost_unless_somebody_says_so" {
  command = plan

  assert {
    condition     = jsonencode(var.evidence.bucket) == jsonencode({ object_lock_days = 0, archive_after_days = 0, force_destroy = false })
    error_message = "Unless somebody says otherwise, the bucket must not be destroyed with evidence in it, nor locked, nor archived."
  }
}

run "every_kind_of_event_asks_unless_somebody_says_otherwise" {
  command = plan

  assert {
    condition     = keys(module.inference_events) == ["batch_transform", "custom", "pipeline_execution"]
    error_message = "Batch transforms, pipeline executions and custom events must all ask."
  }

  assert {
    condition = local.inference_rule_arns == [
      "arn:aws:events:eu-central-1:111111111111:rule/model-approval-dev-inferences",
      "arn:aws:events:eu-central-1:111111111111:rule/model-approval-dev-custom-events",
      "arn:aws:events:eu-central-1:111111111111:rule/model-approval-dev-pipeline-executions",
    ]
    error_message = "The inference notifier's queues must let each of the rules send."
  }
}

run "only_the_events_that_are_asked_for_have_a_rule" {
  command = plan

  variables {
    inference_events = ["pipeline_execution"]
  }

  assert {
    condition     = keys(module.inference_events) == ["pipeline_execution"] && local.inference_rule_arns == ["arn:aws:events:eu-central-1:111111111111:rule/model-approval-dev-pipeline-executions"]
    error_message = "No other event may reach the inference notifier."
  }
}

run "a_custom_event_is_this_accounts_own_and_never_one_of_aws" {
  command = plan

  assert {
    condition     = local.inference_events.custom.pattern == { source = [{ anything-but = { prefix = "aws." } }], detail-type = ["Model Inference Completed"], account = ["111111111111"] }
    error_message = "A custom event must be of this account, and must not be one of AWS's own."
  }
}
