# What a version must fulfil: rules that the functions cannot read must fail at plan.

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

run "a_rule_has_an_operator" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers", gates = { rules = ["auc >= 0.85", "auc => 0.85"] } },
    ]
  }

  expect_failures = [var.environments]
}

run "a_rule_has_one_space_on_either_side" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers", gates = { rules = ["auc >=0.85"] } },
    ]
  }

  expect_failures = [var.environments]
}

run "a_rule_compares_with_a_number_or_a_stage" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers", gates = { rules = ["auc >= best"] } },
    ]
  }

  expect_failures = [var.environments]
}

run "a_rule_is_not_a_number_that_only_looks_like_one" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers", gates = { rules = ["auc >= 0.8.5"] } },
    ]
  }

  expect_failures = [var.environments]
}

run "a_rule_in_words_is_the_one_that_is_known" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers", gates = { rules = ["no violations"] } },
    ]
  }

  expect_failures = [var.environments]
}

run "a_rule_is_a_single_line" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers", gates = { rules = ["auc >= 0.85\n"] } },
    ]
  }

  expect_failures = [var.environments]
}

run "a_rule_is_not_null" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers", gates = { rules = [null] } },
    ]
  }

  expect_failures = [var.environments]
}

run "a_rule_has_at_most_100_characters" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers", gates = { rules = ["${join("", [for n in range(64) : "a"])} >= approved - 123456789012.1234567890"] } },
    ]
  }

  expect_failures = [var.environments]
}

run "more_than_ten_rules_are_too_many" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers", gates = { rules = [for n in range(11) : "auc >= 0.${n}"] } },
    ]
  }

  expect_failures = [var.environments]
}

run "a_rule_stands_there_once" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers", gates = { rules = ["auc >= 0.85", "auc >= 0.85"] } },
    ]
  }

  expect_failures = [var.environments]
}

run "a_failure_blocks_or_warns" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers", gates = { rules = ["auc >= 0.85"], on_failure = "ignore" } },
    ]
  }

  expect_failures = [var.environments]
}

run "a_break_glass_group_is_not_blank" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers", gates = { rules = ["auc >= 0.85"], break_glass_group = " " } },
    ]
  }

  expect_failures = [var.environments]
}

run "rules_of_every_kind_reach_the_functions" {
  command = plan

  variables {
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
      {
        name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers",
        gates = {
          rules = [
            "auc >= 0.85", "auc >= approved - 0.01", "rmse <= training * 1.1", "f1 > training", "loss < -1.5",
            "binary_classification_metrics.recall@10%/macro:avg-1 >= approved + 1", "no constraint violations",
            "${join("", [for n in range(64) : "a"])} >= approved - 123456789.12345678901", # 100 characters
          ]
          break_glass_group = "ml-break-glass"
        }
      },
    ]
  }

  assert {
    condition     = jsondecode(local.environment_variables.TARGETS).test.gates == jsondecode(jsonencode({ rules = var.environments[1].gates.rules, on_failure = "block", break_glass_group = "ml-break-glass" }))
    error_message = "The functions must be told each environment's rules, what a failure means (block, unless it says otherwise), and who may break the glass."
  }

  assert {
    condition     = jsonencode(jsondecode(local.environment_variables.TARGETS).dev.gates) == jsonencode({ rules = [], on_failure = "block", break_glass_group = null })
    error_message = "An environment that says nothing must have no rules, and nobody who may approve against them."
  }
}

# The functions' settings are checked against Lambda's limit, so this plan fails if they do not fit. Each environment has
# numbers of its own, for metrics with names as long as they may be.
run "ten_environments_with_ten_rules_of_100_characters_each_fit" {
  command = plan

  variables {
    name        = "model-approval-long-name"
    environment = "environment-no-0"
    environments = [
      for n in range(10) : {
        name           = "environment-no-${n}"
        account_id     = "111111111111"
        region         = "eu-central-1"
        approvers      = [for m in range(10) : "${substr(sha256("${n} ${m}"), 0, 14)}@mail.example.com"]
        approver_group = substr(sha256("${n}"), 0, 36)
        gates = {
          rules = [
            for m, metric in ["recall", "auc", "f1", "accuracy", "precision", "lift", "gain", "kappa", "brier", "informedness"] :
            "${substr("multiclass_classification_metrics.customers_over_65.${metric}_at_threshold_0_${m}_mean", 0, 64)} >= approved - ${format("%021.10f", (n * 1000003 + m * 7919) / 977)}"
          ]
          break_glass_group = substr(sha256("break glass ${n}"), 0, 36)
        }
      }
    ]
    oidc = {
      issuer                  = "https://login.microsoftonline.com/00000000-1111-2222-3333-444444444444/v2.0"
      client_id               = "00000000-1111-2222-3333-444444444444"
      client_secret_parameter = "/model-approval/oidc-client-secret"
    }
  }

  assert {
    condition     = alltrue(flatten([for e in var.environments : [for rule in e.gates.rules : length(rule) == 100]]))
    error_message = "The rules of this test must be as long as they may be."
  }
}
