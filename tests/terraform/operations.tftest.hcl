# What companies ask of whatever runs in their accounts: keys, boundaries, limits, traces.

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
  mail = { from = "model-approval@example.com", identity_arn = "arn:aws:ses:eu-central-1:111111111111:identity/example.com" }
  oidc = { issuer = "https://login.example.com", client_id = "model-approval" }
}

run "a_key_is_not_given_by_its_alias" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:111111111111:alias/model-approval"
  }

  expect_failures = [var.kms_key_arn]
}

run "a_key_is_of_the_stacks_region" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:eu-west-1:111111111111:key/one"
  }

  expect_failures = [aws_ssm_parameter.stack]
}

run "a_topic_is_of_the_stacks_region" {
  command = plan

  variables {
    alarm_topic_arns = ["arn:aws:sns:eu-west-1:111111111111:on-call"]
  }

  expect_failures = [aws_ssm_parameter.stack]
}

run "a_path_ends_with_a_slash" {
  command = plan

  variables {
    roles = { path = "/ml" }
  }

  expect_failures = [var.roles]
}

run "a_boundary_is_a_policy" {
  command = plan

  variables {
    roles = { permissions_boundary_arn = "arn:aws:iam::111111111111:role/boundary" }
  }

  expect_failures = [var.roles]
}

run "a_burst_is_no_less_than_a_second_brings" {
  command = plan

  variables {
    limits = { requests_per_second = 100 }
  }

  expect_failures = [var.limits]
}

run "the_queue_does_not_take_all_instances_from_the_pages" {
  command = plan

  variables {
    limits = { concurrency = 2 }
  }

  expect_failures = [var.limits]
}

run "a_package_in_s3_has_both_parts" {
  command = plan

  variables {
    lambda_package = { bucket = "packages", functions_key = "functions-1.zip", layer_key = "" }
  }

  expect_failures = [var.lambda_package]
}

run "roles_of_other_accounts_are_found_at_the_path" {
  command = plan

  variables {
    roles = { path = "/ml/" }
  }

  assert {
    condition     = local.promotion_role_arns.test == "arn:aws:iam::222222222222:role/ml/model-approval-test-promotion" && local.reader_variables.READER_ROLE == "arn:aws:iam::{account_id}:role/ml/model-approval-{environment}-reader"
    error_message = "Derived ARNs must have the path, or stacks would not find each other's roles."
  }
}
