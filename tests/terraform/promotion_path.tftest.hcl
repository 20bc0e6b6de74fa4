# What a stack consists of depends on its place on the promotion path.

mock_provider "aws" {
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
  environments = [
    { name = "dev", account_id = "111111111111", region = "eu-central-1", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
    { name = "test", account_id = "222222222222", region = "eu-central-1", approvers = ["ben@example.com"], approver_group = "test-approvers" },
    { name = "prod", account_id = "333333333333", region = "eu-west-1", approvers = ["cleo@example.com"], approver_group = "prod-approvers" },
  ]
  mail = { from = "model-approval@example.com" }
  oidc = { issuer = "https://login.example.com", client_id = "model-approval" }
}

run "the_first_stack_owns_the_registry_and_decides_about_itself_and_the_next" {
  command = plan

  variables {
    environment = "dev"
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "111111111111" }
  }

  assert {
    condition     = length(module.registration_events) == 1 && length(module.registration_notifier) == 1 && length(module.registry_role) == 1
    error_message = "Model versions are registered in the first environment: its stack must notice that, and let the others in."
  }

  assert {
    condition     = length(module.promotion_role) == 0 && output.promotion_role_arn == null
    error_message = "Nobody promotes to the first environment."
  }

  assert {
    condition = jsonencode(local.targets) == jsonencode({
      dev  = { account_id = "111111111111", region = "eu-central-1", approvers = ["ada@example.com"], approver_group = "dev-approvers", required_approvals = 1, gates = { rules = [], on_failure = "block", break_glass_group = null }, role_arn = null }
      test = { account_id = "222222222222", region = "eu-central-1", approvers = ["ben@example.com"], approver_group = "test-approvers", required_approvals = 1, gates = { rules = [], on_failure = "block", break_glass_group = null }, role_arn = "arn:aws:iam::222222222222:role/model-approval-test-promotion" }
    })
    error_message = "The first stack must decide about itself, with its own role, and about the next environment."
  }

  assert {
    condition     = jsonencode(local.registry) == jsonencode({ account_id = "111111111111", region = "eu-central-1", role_arn = null })
    error_message = "The first stack must reach the registry in its own account with its own role."
  }

  assert {
    condition = local.others_role_arns == [
      "arn:aws:iam::222222222222:role/model-approval-test-approval",
      "arn:aws:iam::222222222222:role/model-approval-test-inference-notifier",
      "arn:aws:iam::333333333333:role/model-approval-prod-approval",
    ]
    error_message = "The approval functions of all other environments must be able to read here, and the inference notifiers that ask somebody about what came by here."
  }

  assert {
    condition = jsondecode(local.reader_variables.ENVIRONMENTS) == {
      dev  = { account_id = "111111111111", region = "eu-central-1", approver_group = "dev-approvers" }
      test = { account_id = "222222222222", region = "eu-central-1", approver_group = "test-approvers" }
      prod = { account_id = "333333333333", region = "eu-west-1", approver_group = "prod-approvers" }
    }
    error_message = "The functions must be told where each environment is."
  }

  assert {
    condition     = local.reader_variables.READER_ROLE == "arn:aws:iam::{account_id}:role/model-approval-{environment}-reader"
    error_message = "The functions must be told how each environment's reader role is named."
  }

  assert {
    condition     = output.function_names == { approval = "model-approval-dev-approval", inference_notifier = "model-approval-dev-inference-notifier", registration_notifier = "model-approval-dev-registration-notifier" }
    error_message = "The first stack must have three functions, named after name and environment."
  }

  assert {
    condition = { for key, alarm in aws_cloudwatch_metric_alarm.counted : key => [alarm.alarm_name, alarm.namespace, alarm.metric_name, alarm.dimensions.service, alarm.threshold, alarm.treat_missing_data] } == {
      bypasses         = ["model-approval-dev-bypasses", "ModelApproval", "Bypasses", "model-approval-dev-registration-notifier", 0, "notBreaching"]
      gates-overridden = ["model-approval-dev-gates-overridden", "ModelApproval", "GatesOverridden", "model-approval-dev-approval", 0, "notBreaching"]
      artefact-changes = ["model-approval-dev-artefact-changes", "ModelApproval", "ArtefactChanges", "model-approval-dev-approval", 0, "notBreaching"]
      requests-waiting = ["model-approval-dev-requests-waiting", "ModelApproval", "RequestsWaiting", "model-approval-dev-approval", 0, "notBreaching"]
    }
    error_message = "The first bypass that the registration notifier counts must raise an alarm, and so must the first gate overridden, artefact changed and request that waits that the approval function counts."
  }

  assert {
    condition     = length(module.reminders) == 1
    error_message = "Requests must be brought back to mind unless that is switched off."
  }
}

run "without_days_there_are_no_reminders" {
  command = plan

  variables {
    environment       = "dev"
    remind_after_days = 0
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "111111111111" }
  }

  assert {
    condition     = length(module.reminders) == 0 && local.reminders_variable == "null" && !contains(keys(aws_cloudwatch_metric_alarm.counted), "requests-waiting")
    error_message = "With 0 days there must be no schedules and no alarm that counts them, and the functions must be told so."
  }
}

run "a_stack_in_the_middle_decides_about_the_next" {
  command = plan

  variables {
    environment = "test"
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "222222222222" }
  }

  assert {
    condition     = length(module.registration_events) == 0 && length(module.registration_notifier) == 0 && length(module.registry_role) == 0 && output.registry_role_arn == null
    error_message = "Only the first environment has a registry."
  }

  assert {
    condition     = length(module.promotion_role) == 1
    error_message = "The environment before must be able to promote to this one."
  }

  assert {
    condition = [local.others, local.reader_role_arns] == [
      ["dev", "prod"],
      ["arn:aws:iam::111111111111:role/model-approval-dev-reader", "arn:aws:iam::333333333333:role/model-approval-prod-reader"],
    ]
    error_message = "A stack must read all other environments, those before and those after it."
  }

  assert {
    condition = jsonencode([local.asked_role_arns, local.others_role_arns]) == jsonencode([
      ["arn:aws:iam::111111111111:role/model-approval-dev-reader", "arn:aws:iam::333333333333:role/model-approval-prod-reader"],
      [
        "arn:aws:iam::111111111111:role/model-approval-dev-approval",
        "arn:aws:iam::111111111111:role/model-approval-dev-inference-notifier",
        "arn:aws:iam::333333333333:role/model-approval-prod-approval",
      ],
    ])
    error_message = "An inference notifier must read the environments before its own and the next one, and the last one's none."
  }

  assert {
    condition     = keys(aws_cloudwatch_metric_alarm.counted) == ["artefact-changes", "gates-overridden", "requests-waiting"] && length(module.reminders) == 1
    error_message = "Bypasses are noticed where the registry is, and requests are brought back to mind where they were written."
  }

  assert {
    condition = jsonencode(local.targets) == jsonencode({
      prod = { account_id = "333333333333", region = "eu-west-1", approvers = ["cleo@example.com"], approver_group = "prod-approvers", required_approvals = 1, gates = { rules = [], on_failure = "block", break_glass_group = null }, role_arn = "arn:aws:iam::333333333333:role/model-approval-prod-promotion" }
    })
    error_message = "A stack in the middle must decide about the next environment, in that one's region, and about nothing else."
  }

  assert {
    condition     = jsonencode(local.registry) == jsonencode({ account_id = "111111111111", region = "eu-central-1", role_arn = "arn:aws:iam::111111111111:role/model-approval-dev-registry" })
    error_message = "A later stack must reach the registry through the role in the first account."
  }

  assert {
    condition     = length(output.function_names) == 2 && length(output.queue_urls) == 2 && length(output.dead_letter_queue_urls) == 2
    error_message = "A later stack must have two functions with a queue and a dead-letter queue each."
  }
}

run "the_last_stack_decides_about_nothing" {
  command = plan

  variables {
    environment = "prod"
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "333333333333" }
  }
  override_data {
    target = data.aws_region.current
    values = { id = "eu-west-1" }
  }

  assert {
    condition     = length(local.targets) == 0 && length(module.reminders) == 0 && local.reminders_variable == "null" && length(aws_cloudwatch_metric_alarm.counted) == 0
    error_message = "There is nothing to promote to after the last environment, nothing to be reminded of, and nothing to count."
  }

  assert {
    condition     = length(module.promotion_role) == 1 && length(module.inference_events) > 0
    error_message = "The last environment must receive promotions and report its runs."
  }
}
