locals {
  # The promotion path. The same list goes into every stack.
  environments = [
    for name in ["dev", "test", "uat", "prod"] : {
      name               = name
      account_id         = var.account_ids[name]
      region             = var.region
      approvers          = var.approvers[name]
      approver_group     = var.approver_groups[name]
      required_approvals = lookup(var.required_approvals, name, 1)
      gates              = lookup(var.gates, name, null) # null: none
    }
  ]

  # Each stack may read the metrics of its own runs.
  evidence = {
    for environment in local.environments : environment.name =>
    merge(var.evidence, { metrics_bucket_arns = lookup(var.evidence.metrics_bucket_arns, environment.name, []) })
  }
}

module "dev" {
  source    = "../../"
  providers = { aws = aws.dev }

  name                 = var.name
  environments         = local.environments
  environment          = "dev"
  mail                 = { from = var.mail_from }
  oidc                 = var.oidc
  parameter_prefix     = var.parameter_prefix
  on_bypass            = var.on_bypass
  remind_after_days    = var.remind_after_days
  request_valid_days   = var.request_valid_days
  separation_of_duties = var.separation_of_duties
  evidence             = local.evidence["dev"]
  inference_events     = var.inference_events
  metric_directions    = var.metric_directions
  alarm_topic_arns     = lookup(var.alarm_topic_arns, "dev", [])
  tags                 = var.tags
}

module "test" {
  source    = "../../"
  providers = { aws = aws.test }

  name                 = var.name
  environments         = local.environments
  environment          = "test"
  mail                 = { from = var.mail_from }
  oidc                 = var.oidc
  parameter_prefix     = var.parameter_prefix
  on_bypass            = var.on_bypass
  remind_after_days    = var.remind_after_days
  request_valid_days   = var.request_valid_days
  separation_of_duties = var.separation_of_duties
  evidence             = local.evidence["test"]
  inference_events     = var.inference_events
  metric_directions    = var.metric_directions
  alarm_topic_arns     = lookup(var.alarm_topic_arns, "test", [])
  tags                 = var.tags
}

module "uat" {
  source    = "../../"
  providers = { aws = aws.uat }

  name                 = var.name
  environments         = local.environments
  environment          = "uat"
  mail                 = { from = var.mail_from }
  oidc                 = var.oidc
  parameter_prefix     = var.parameter_prefix
  on_bypass            = var.on_bypass
  remind_after_days    = var.remind_after_days
  request_valid_days   = var.request_valid_days
  separation_of_duties = var.separation_of_duties
  evidence             = local.evidence["uat"]
  inference_events     = var.inference_events
  metric_directions    = var.metric_directions
  alarm_topic_arns     = lookup(var.alarm_topic_arns, "uat", [])
  tags                 = var.tags
}

module "prod" {
  source    = "../../"
  providers = { aws = aws.prod }

  name                 = var.name
  environments         = local.environments
  environment          = "prod"
  mail                 = { from = var.mail_from }
  oidc                 = var.oidc
  parameter_prefix     = var.parameter_prefix
  on_bypass            = var.on_bypass
  remind_after_days    = var.remind_after_days
  request_valid_days   = var.request_valid_days
  separation_of_duties = var.separation_of_duties
  evidence             = local.evidence["prod"]
  inference_events     = var.inference_events
  metric_directions    = var.metric_directions
  alarm_topic_arns     = lookup(var.alarm_topic_arns, "prod", [])
  tags                 = var.tags
}

# The first environment's account owns the registry; the others use its model versions.
module "model_package_group" {
  source    = "../../modules/model-package-group"
  for_each  = var.model_package_groups
  providers = { aws = aws.dev }

  name                 = each.key
  description          = each.value
  consumer_account_ids = setsubtract(values(var.account_ids), [var.account_ids.dev])
  tags                 = var.tags
}
