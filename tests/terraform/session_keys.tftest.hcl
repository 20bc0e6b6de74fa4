# The keys that sign the approvers' sessions, while one follows the other.

mock_provider "aws" {
  alias = "mocked"

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

# The real provider renders the keys' policies. At plan it asks AWS nothing but who it is, which is answered here.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variables {
  # Of the stack.
  environment = "dev"
  environments = [
    { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
    { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers" },
  ]
  mail = { from = "model-approval@example.com" }
  oidc = { issuer = "https://login.example.com", client_id = "model-approval" }
}

run "of_two_keys_the_last_signs_and_the_other_one_only_verifies" {
  command = plan

  module {
    source = "./modules/approval-api"
  }

  variables {
    name                = "model-approval-dev-approval"
    function_name       = "model-approval-dev-approval"
    function_invoke_arn = "arn:aws:lambda:eu-central-1:111111111111:function:model-approval-dev-approval"
    session_role_arn    = "arn:aws:iam::111111111111:role/model-approval-dev-approval"
    session_keys        = ["a", "2"]
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "111111111111" }
  }

  assert {
    condition = {
      for label, key in aws_kms_key.session : label => [
        for statement in jsondecode(key.policy).Statement : flatten([statement.Action]) if statement.Sid == "Use"
      ]
    } == { "2" = [["kms:VerifyMac", "kms:GenerateMac"]], a = [["kms:VerifyMac"]] }
    error_message = "An hour after a rotation no session of the old key may be good, so nothing may be signed with it any more."
  }

  assert {
    condition     = alltrue([for key in aws_kms_key.session : jsondecode(key.policy).Statement[1].Condition == { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::111111111111:role/model-approval-dev-approval" } }])
    error_message = "The function's role alone may use each of them."
  }

  assert {
    condition     = toset(values(aws_kms_alias.session)[*].name) == toset(["alias/model-approval-dev-approval-session-2", "alias/model-approval-dev-approval-session-a"])
    error_message = "modules/guardrails knows the keys by their aliases."
  }
}

run "the_one_that_signs_is_named_first" {
  command = apply

  providers = { aws = aws.mocked }

  module {
    source = "./modules/approval-api"
  }

  variables {
    name                = "model-approval-dev-approval"
    function_name       = "model-approval-dev-approval"
    function_invoke_arn = "arn:aws:lambda:eu-central-1:111111111111:function:model-approval-dev-approval"
    session_role_arn    = "arn:aws:iam::111111111111:role/model-approval-dev-approval"
    session_keys        = ["a", "2"]
  }

  override_resource {
    target = aws_apigatewayv2_api.this
    values = { execution_arn = "arn:aws:execute-api:eu-central-1:111111111111:abcdefghij" }
  }

  override_resource {
    target = aws_cloudwatch_log_group.access
    values = { arn = "arn:aws:logs:eu-central-1:111111111111:log-group:/aws/vendedlogs/model-approval-dev-approval-api" }
  }

  assert {
    condition     = output.session_key_arns == [aws_kms_key.session["2"].arn, aws_kms_key.session["a"].arn] && aws_kms_key.session["2"].arn != aws_kms_key.session["a"].arn
    error_message = "The function signs with the first of the keys that it is told."
  }
}

run "the_labels_reach_the_stack_s_keys" {
  command = plan

  providers = { aws = aws.mocked }

  variables {
    session_keys = ["2027", "2028"]
  }

  assert {
    condition     = length(module.approval_api.session_key_arns) == 2
    error_message = "session_keys must reach the keys."
  }
}

run "there_is_one_key_or_two" {
  command = plan

  providers = { aws = aws.mocked }

  variables {
    session_keys = ["1", "2", "3"]
  }

  expect_failures = [var.session_keys]
}

run "a_key_does_not_follow_itself" {
  command = plan

  providers = { aws = aws.mocked }

  variables {
    session_keys = ["1", "1"]
  }

  expect_failures = [var.session_keys]
}

run "a_label_fits_into_an_alias" {
  command = plan

  providers = { aws = aws.mocked }

  variables {
    session_keys = ["January 2027"]
  }

  expect_failures = [var.session_keys]
}
