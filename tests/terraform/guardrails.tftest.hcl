# The service control policies of modules/guardrails: what is given must fit, and so must what comes out. What the policies do
# is tested with a policy simulator (tests/policies/test_guardrails.py).

variables {
  environments = [
    { name = "dev", account_id = "111111111111" },
    { name = "test", account_id = "222222222222" },
  ]
  exempt_principal_arns = ["arn:aws:iam::*:role/deploy"]
}

run "two_environments_need_no_more_than_two_policies" {
  command = plan

  module {
    source = "./modules/guardrails"
  }

  assert {
    condition     = length(output.scp_json) <= 2 && alltrue([for document in output.scp_json : length(document) <= 5120])
    error_message = "Two environments must fit into two policies of 5,120 characters."
  }

  assert {
    condition = [
      for s in jsondecode(output.scp_json[0]).Statement : s.Condition.ArnNotLike if s.Sid == "SetApprovalStatus"
    ] == [{ "aws:PrincipalArn" = ["arn:*:iam::111111111111:role/model-approval-dev-approval", "arn:*:iam::111111111111:role/model-approval-dev-registry"] }]
    error_message = "Only the first environment's approval function and the registry role may set an approval status."
  }

  assert {
    condition     = alltrue(flatten([for document in output.scp_json : [for s in jsondecode(document).Statement : s.Effect == "Deny"]]))
    error_message = "Guardrails allow nothing."
  }
}

run "ten_environments_need_no_more_than_three_policies" {
  command = plan

  module {
    source = "./modules/guardrails"
  }

  variables {
    environments = [for i in range(10) : { name = "pre-prod-${i}", account_id = "11111111111${i}" }]
  }

  assert {
    condition     = length(output.scp_json) <= 3 && alltrue([for document in output.scp_json : length(document) <= 5120])
    error_message = "Ten environments must fit into three policies of 5,120 characters."
  }
}

run "the_longest_names_need_no_more_than_four_policies" {
  command = plan

  module {
    source = "./modules/guardrails"
  }

  variables {
    environments = [for i in range(10) : { name = "environment-no-${i}", account_id = "11111111111${i}" }]
    name         = "our-model-approval-no-01"
  }

  assert {
    condition     = length(output.scp_json) <= 4 && alltrue([for document in output.scp_json : length(document) <= 5120])
    error_message = "With AWS's own, at most five policies can be attached to one target, so that four must do."
  }

  assert {
    condition = length(distinct(flatten([
      for document in output.scp_json : [for s in jsondecode(document).Statement : s.Sid]
    ]))) == 4 + 10 + 1 + 7
    error_message = "No statement may get lost between the policies."
  }
}

run "names_and_paths_are_the_workflow_s" {
  command = plan

  module {
    source = "./modules/guardrails"
  }

  variables {
    name             = "ml"
    parameter_prefix = "/a/b"
    role_path        = "/teams/ml/"
  }

  assert {
    condition = alltrue([
      for text in ["arn:*:iam::222222222222:role/teams/ml/ml-test-promotion", "arn:*:ssm:*:222222222222:parameter/a/b/*", "arn:*:s3:::ml-test-evidence-222222222222-*", "arn:*:iam::*:role/teams/ml/ml-*-reminders", "alias/ml-*-approval-session*"] :
      strcontains(join("", output.scp_json), text)
    ])
    error_message = "Name, prefix and path must be in the policies."
  }
}

run "a_bucket_s_name_that_is_cut_is_guarded" {
  command = plan

  module {
    source = "./modules/guardrails"
  }

  variables {
    name = "our-model-approval-no-1"
  }

  assert {
    condition     = strcontains(join("", output.scp_json), "arn:*:s3:::our-model-approva*-evidence-111111111111-*")
    error_message = "modules/evidence cuts a long name and adds a hash: the pattern must fit that, too."
  }
}

run "a_policy_that_is_too_long_is_refused" {
  command = plan

  module {
    source = "./modules/guardrails"
  }

  variables {
    exempt_principal_arns = [for i in range(40) : "arn:aws:iam::111111111111:role/a-rather-long-path/of-a-role-that-deploys-something-${i}"]
  }

  expect_failures = [output.scp_json]
}

run "somebody_must_be_able_to_deploy" {
  command = plan

  module {
    source = "./modules/guardrails"
  }

  variables {
    exempt_principal_arns = []
  }

  expect_failures = [var.exempt_principal_arns]
}

run "a_pattern_may_not_fit_everybody" {
  command = plan

  module {
    source = "./modules/guardrails"
  }

  variables {
    exempt_principal_arns = ["arn:aws:iam::*:role/*"]
  }

  expect_failures = [var.exempt_principal_arns]
}

run "one_environment_is_no_path" {
  command = plan

  module {
    source = "./modules/guardrails"
  }

  variables {
    environments = [{ name = "dev", account_id = "111111111111" }]
  }

  expect_failures = [var.environments]
}

run "environments_have_names_and_accounts" {
  command = plan

  module {
    source = "./modules/guardrails"
  }

  variables {
    environments = [{ name = "Dev", account_id = "111111111111" }, { name = "test", account_id = "2222" }]
  }

  expect_failures = [var.environments, var.environments]
}

run "the_name_is_the_workflow_s" {
  command = plan

  module {
    source = "./modules/guardrails"
  }

  variables {
    name = "Model Approval"
  }

  expect_failures = [var.name]
}

run "the_prefix_is_the_workflow_s" {
  command = plan

  module {
    source = "./modules/guardrails"
  }

  variables {
    parameter_prefix = "ml-models/"
  }

  expect_failures = [var.parameter_prefix]
}

run "the_path_is_the_workflow_s" {
  command = plan

  module {
    source = "./modules/guardrails"
  }

  variables {
    role_path = "/ml"
  }

  expect_failures = [var.role_path]
}
