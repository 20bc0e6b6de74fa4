# Wrong environments must fail at plan, each with a sentence of its own.

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

run "one_environment_is_not_a_path" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
    ]
  }

  expect_failures = [var.environments]
}

run "eleven_environments_are_too_many" {
  command = plan

  variables {
    environments = [for n in range(11) : { name = "e${n}", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "g" }]
    environment  = "e0"
  }

  expect_failures = [var.environments]
}

run "names_are_short_and_lower_case" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "Test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers" },
    ]
  }

  expect_failures = [var.environments]
}

run "a_name_has_at_most_16_characters" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "a-very-long-name1", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers" },
    ]
  }

  expect_failures = [var.environments]
}

run "names_are_unique" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "dev", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers" },
    ]
  }

  expect_failures = [var.environments]
}

run "account_ids_have_12_digits" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "22222222222", approvers = ["ben@example.com"], approver_group = "test-approvers" },
    ]
  }

  expect_failures = [var.environments]
}

run "regions_look_like_regions" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", region = "Frankfurt", approvers = ["ben@example.com"], approver_group = "test-approvers" },
    ]
  }

  expect_failures = [var.environments]
}

run "every_environment_has_an_approver" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", approvers = [], approver_group = "test-approvers" },
    ]
  }

  expect_failures = [var.environments]
}

run "approvers_are_addresses" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", approvers = ["ben@example"], approver_group = "test-approvers" },
    ]
  }

  expect_failures = [var.environments]
}

run "approvers_have_no_display_names" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", approvers = ["Ben <ben@example.com>"], approver_group = "test-approvers" },
    ]
  }

  expect_failures = [var.environments]
}

run "an_approver_group_is_not_blank" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = " " },
    ]
  }

  expect_failures = [var.environments]
}

run "the_environment_is_one_of_the_environments" {
  command = plan

  variables {
    environment = "prod"
  }

  expect_failures = [var.environment]
}
