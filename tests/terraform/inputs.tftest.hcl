# Inputs that would only fail in AWS, or at somebody's sign-in, must fail at plan.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111111111111" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
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

run "an_issuer_is_reached_over_https" {
  command = plan

  variables {
    oidc = { issuer = "http://login.example.com", client_id = "model-approval" }
  }

  expect_failures = [var.oidc]
}

run "a_host_that_only_begins_like_localhost_is_not_local" {
  command = plan

  variables {
    oidc = { issuer = "http://localhost.example.com", client_id = "model-approval" }
  }

  expect_failures = [var.oidc]
}

run "a_discovery_url_is_reached_over_https" {
  command = plan

  variables {
    oidc = { issuer = "https://login.example.com", client_id = "model-approval", discovery_url = "http://login.example.com/.well-known/openid-configuration" }
  }

  expect_failures = [var.oidc]
}

run "a_client_id_is_not_blank" {
  command = plan

  variables {
    oidc = { issuer = "https://login.example.com", client_id = "" }
  }

  expect_failures = [var.oidc]
}

run "a_client_secret_is_named_never_given" {
  command = plan

  variables {
    oidc = { issuer = "https://login.example.com", client_id = "model-approval", client_secret_parameter = "s3cr3t!" }
  }

  expect_failures = [var.oidc]
}

run "a_groups_claim_is_not_blank" {
  command = plan

  variables {
    oidc = { issuer = "https://login.example.com", client_id = "model-approval", groups_claim = "" }
  }

  expect_failures = [var.oidc]
}

run "some_claim_tells_who_somebody_is" {
  command = plan

  variables {
    oidc = { issuer = "https://login.example.com", client_id = "model-approval", identity_claims = [] }
  }

  expect_failures = [var.oidc]
}

run "an_identity_claim_is_not_blank" {
  command = plan

  variables {
    oidc = { issuer = "https://login.example.com", client_id = "model-approval", identity_claims = ["sub", " "] }
  }

  expect_failures = [var.oidc]
}

run "a_client_secret_is_not_where_other_accounts_may_read" {
  command = plan

  variables {
    oidc = { issuer = "https://login.example.com", client_id = "model-approval", client_secret_parameter = "/ml-models/oidc-client-secret" }
  }

  expect_failures = [var.oidc]
}

run "a_client_secret_may_be_beside_the_records" {
  command = plan

  variables {
    oidc = { issuer = "https://login.example.com", client_id = "model-approval", client_secret_parameter = "/ml-models-oidc/client-secret" }
  }

  assert {
    condition     = jsondecode(local.approval_variables.OIDC).client_secret_parameter == "/ml-models-oidc/client-secret"
    error_message = "A name that only begins like the prefix must be accepted, and told to the approval function."
  }
}

run "without_the_openid_scope_there_is_no_id_token" {
  command = plan

  variables {
    oidc = { issuer = "https://login.example.com", client_id = "model-approval", scopes = "email profile" }
  }

  expect_failures = [var.oidc]
}

run "the_sender_is_an_address" {
  command = plan

  variables {
    mail = { from = "Model approval <model-approval@example.com>" }
  }

  expect_failures = [var.mail]
}

run "the_senders_identity_is_an_arn" {
  command = plan

  variables {
    mail = { from = "model-approval@example.com", identity_arn = "example.com" }
  }

  expect_failures = [var.mail]
}

run "a_parameter_prefix_starts_with_a_slash" {
  command = plan

  variables {
    parameter_prefix = "ml-models"
  }

  expect_failures = [var.parameter_prefix]
}

run "a_parameter_prefix_does_not_end_with_a_slash" {
  command = plan

  variables {
    parameter_prefix = "/ml-models/"
  }

  expect_failures = [var.parameter_prefix]
}

run "a_parameter_prefix_is_not_one_of_aws" {
  command = plan

  variables {
    parameter_prefix = "/AWS/models"
  }

  expect_failures = [var.parameter_prefix]
}

run "a_parameter_prefix_leaves_room_for_the_records" {
  command = plan

  variables {
    parameter_prefix = "/a/b/c/d/e/f"
  }

  expect_failures = [var.parameter_prefix]
}

run "a_parameter_prefix_is_not_too_long_for_the_records" {
  command = plan

  variables {
    parameter_prefix = "/${join("", [for n in range(200) : "a"])}"
  }

  expect_failures = [var.parameter_prefix]
}

run "a_parameter_prefix_may_be_long" {
  command = plan

  variables {
    parameter_prefix = "/${join("", [for n in range(199) : "a"])}"
  }

  assert {
    condition     = length(output.parameter_prefix) == 200
    error_message = "A path of 200 characters must be accepted."
  }
}

run "a_bypass_is_told_or_reverted" {
  command = plan

  variables {
    on_bypass = "ignore"
  }

  expect_failures = [var.on_bypass]
}

run "reminders_do_not_come_before_the_request" {
  command = plan

  variables {
    remind_after_days = -1
  }

  expect_failures = [var.remind_after_days]
}

run "reminders_come_within_a_year" {
  command = plan

  variables {
    remind_after_days = 366
  }

  expect_failures = [var.remind_after_days]
}

run "reminders_come_after_whole_days" {
  command = plan

  variables {
    remind_after_days = 0.5
  }

  expect_failures = [var.remind_after_days]
}

run "a_request_is_not_expired_from_the_start" {
  command = plan

  variables {
    request_valid_days = -1
  }

  expect_failures = [var.request_valid_days]
}

run "a_request_expires_within_a_year" {
  command = plan

  variables {
    request_valid_days = 366
  }

  expect_failures = [var.request_valid_days]
}

run "a_request_is_valid_for_whole_days" {
  command = plan

  variables {
    request_valid_days = 1.5
  }

  expect_failures = [var.request_valid_days]
}

run "requests_may_wait_for_ever" {
  command = plan

  variables {
    request_valid_days = 0
  }

  assert {
    condition     = local.environment_variables.REQUEST_VALID_DAYS == "0"
    error_message = "The functions must be told that requests do not expire."
  }
}

run "duties_are_separated_as_far_as_somebody_says_so" {
  command = plan

  variables {
    separation_of_duties = { one_environment_each = true }
  }

  assert {
    condition     = local.approval_variables.DUTIES == jsonencode({ prevent_self_approval = false, one_environment_each = true })
    error_message = "Each duty must be separated only if that is asked for, and the approval function be told so."
  }
}

run "what_nobody_says_is_filled_in" {
  command = plan

  assert {
    condition = [local.environment_variables.REQUEST_VALID_DAYS, local.approval_variables.DUTIES] == [
      "90", jsonencode({ prevent_self_approval = false, one_environment_each = false }),
    ]
    error_message = "Requests must be valid for 90 days, and duties not be separated, unless somebody says otherwise."
  }

  assert {
    condition     = jsondecode(local.approval_variables.OIDC).identity_claims == ["sub", "email", "preferred_username", "upn", "cognito:username"]
    error_message = "The approval function must be told by which claims a person may be known."
  }
}

run "a_name_fits_into_every_name" {
  command = plan

  variables {
    name = "a-name-of-twenty-five-ch-"
  }

  expect_failures = [var.name]
}

run "alarm_topics_are_topics" {
  command = plan

  variables {
    alarm_topic_arns = ["arn:aws:sqs:eu-central-1:111111111111:on-call"]
  }

  expect_failures = [var.alarm_topic_arns]
}

run "logs_are_kept_as_long_as_cloudwatch_offers" {
  command = plan

  variables {
    log_retention_days = 100
  }

  expect_failures = [var.log_retention_days]
}

run "a_provider_on_this_machine_needs_no_https" {
  command = plan

  variables {
    oidc = { issuer = "http://localhost:8080/pool", client_id = "model-approval", discovery_url = "http://127.0.0.1:8080/.well-known/openid-configuration" }
  }

  assert {
    condition     = output.parameter_prefix == "/ml-models"
    error_message = "An issuer on a loopback address must be accepted."
  }
}

run "packages_come_from_s3_if_asked_for" {
  command = plan

  variables {
    lambda_package = { bucket = "packages", functions_key = "functions-1.zip", layer_key = "layer-1.zip" }
  }

  assert {
    condition     = aws_lambda_layer_version.dependencies.s3_key == "layer-1.zip" && aws_lambda_layer_version.dependencies.filename == null && local.packages.functions.s3_key == "functions-1.zip"
    error_message = "With an S3 location no committed file may be used."
  }
}
