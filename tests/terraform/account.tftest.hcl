# A stack in the wrong account or region must fail at plan.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "222222222222" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
}

variables {
  environments = [
    { name = "dev", account_id = "111111111111", region = "eu-central-1", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
    { name = "test", account_id = "222222222222", region = "eu-central-1", approvers = ["ben@example.com"], approver_group = "test-approvers" },
    { name = "prod", account_id = "333333333333", region = "eu-west-1", approvers = ["cleo@example.com"], approver_group = "prod-approvers" },
  ]
  mail = { from = "model-approval@example.com" }
  oidc = { issuer = "https://login.example.com", client_id = "model-approval" }
}

run "a_provider_in_another_account_is_refused" {
  command = plan

  variables {
    environment = "dev"
  }

  expect_failures = [data.aws_caller_identity.current]
}

run "a_provider_in_another_region_is_refused" {
  command = plan

  variables {
    environment = "prod"
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "333333333333" }
  }

  expect_failures = [data.aws_region.current]
}
