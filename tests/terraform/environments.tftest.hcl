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
      { name = "dev", account_id = "111111111111", region = "eu-central-1", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", region = "Frankfurt", approvers = ["ben@example.com"], approver_group = "test-approvers" },
    ]
  }

  expect_failures = [var.environments]
}

# A stack in eu-west-1 would look for dev in eu-west-1.
run "all_environments_name_their_regions_or_none" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", region = "eu-west-1", approvers = ["ben@example.com"], approver_group = "test-approvers" },
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

run "nothing_is_approved_by_nobody" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers", required_approvals = 0 },
    ]
  }

  expect_failures = [var.environments]
}

run "more_than_ten_approvals_are_too_many" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers", required_approvals = 11 },
    ]
  }

  expect_failures = [var.environments]
}

run "approvals_are_whole_people" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers", required_approvals = 1.5 },
    ]
  }

  expect_failures = [var.environments]
}

run "an_environment_needs_one_approval_unless_it_says_more" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers", required_approvals = 10 },
    ]
  }

  assert {
    condition     = local.targets.dev.required_approvals == 1 && local.targets.test.required_approvals == 10
    error_message = "The functions must be told how many people have to approve."
  }
}

# The functions' settings are checked against Lambda's limit, so this plan fails if they do not fit. Addresses and groups
# differ as much as they can.
run "ten_environments_with_twenty_approvers_each_fit" {
  command = plan

  variables {
    name        = "model-approval-long-name"
    environment = "environment-no-0"
    environments = [
      for n in range(10) : {
        name           = "environment-no-${n}"
        account_id     = "111111111111"
        region         = "eu-central-1"
        approvers      = [for m in range(20) : "${substr(sha256("${n} ${m}"), 0, 14)}@mail.example.com"]
        approver_group = substr(sha256("${n}"), 0, 36)
      }
    ]
    oidc = {
      issuer                  = "https://login.microsoftonline.com/00000000-1111-2222-3333-444444444444/v2.0"
      client_id               = "00000000-1111-2222-3333-444444444444"
      client_secret_parameter = "/model-approval/oidc-client-secret"
    }
  }

  assert {
    condition     = length(local.targets) == 2
    error_message = "The first stack must have two targets, whose approvers are in every function's settings."
  }
}

run "the_environment_is_one_of_the_environments" {
  command = plan

  variables {
    environment = "prod"
  }

  expect_failures = [var.environment]
}
