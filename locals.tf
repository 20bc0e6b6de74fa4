locals {
  promotion_path = var.environments[*].name
  stack          = "${var.name}-${var.environment}"

  _position = index(local.promotion_path, var.environment)

  own      = var.environments[local._position]
  first    = var.environments[0]
  is_first = local._position == 0
  previous = local.is_first ? null : var.environments[local._position - 1]
  next     = try(var.environments[local._position + 1], null)

  # Environments may share an account. What there is once in an account and region, the first of them there has.
  environments_here = [
    for e in var.environments : e.name
    if e.account_id == local.own.account_id && coalesce(e.region, local.region) == local.region
  ]
  _first_here     = local.environments_here[0] == var.environment
  _has_neighbours = length(local.environments_here) > 1 # then, runs must say whose they are

  # Roles in other accounts are derived, never looked up, so that stacks share no state and are applied in any order.
  _role_prefixes      = { for e in var.environments : e.name => "arn:${data.aws_partition.current.partition}:iam::${e.account_id}:role${var.roles.path}${var.name}-${e.name}" }
  approval_role_arns  = { for name, prefix in local._role_prefixes : name => "${prefix}-approval" }
  notifier_role_arns  = { for name, prefix in local._role_prefixes : name => "${prefix}-inference-notifier" }
  promotion_role_arns = { for name, prefix in local._role_prefixes : name => "${prefix}-promotion" }
  registry_role_arn   = "${local._role_prefixes[local.first.name]}-registry"

  # The environments whose accounts this one's functions read, and the roles of their functions that read this account.
  others           = [for name in local.promotion_path : name if name != var.environment]
  reader_role_arns = [for name in local.others : "${local._role_prefixes[name]}-reader"]
  others_role_arns = flatten([
    for name in local.others : concat([local.approval_role_arns[name]], local._asks_here[name] ? [local.notifier_role_arns[name]] : [])
  ])

  # An inference notifier reads the environments before its own, and the next one, which it asks; the last one asks nobody.
  asked_role_arns = local.next == null ? [] : [
    for name, prefix in local._role_prefixes : "${prefix}-reader"
    if name == local.next.name || index(local.promotion_path, name) < local._position
  ]
  _asks_here = {
    for place, name in local.promotion_path : name =>
    place < length(local.promotion_path) - 1 && (local._position < place || local._position == place + 1)
  }

  # The environments whose requests are written and decided in this stack.
  targets = {
    for e in concat(local.is_first ? [local.own] : [], local.next[*]) : e.name => {
      account_id         = e.account_id
      region             = coalesce(e.region, local.region)
      approvers          = distinct(e.approvers) # one mail each
      approver_group     = e.approver_group
      required_approvals = e.required_approvals
      gates              = e.gates
      role_arn           = e.name == var.environment ? null : local.promotion_role_arns[e.name]
    }
  }

  # What every function is told.
  environment_variables = {
    ENVIRONMENT          = var.environment
    EVIDENCE_BUCKET      = module.evidence.bucket_name
    EXTERNAL_ID          = var.name
    METRIC_DIRECTIONS    = jsonencode(var.metric_directions)
    PARAMETER_PREFIX     = var.parameter_prefix
    POWERTOOLS_LOG_LEVEL = "INFO"
    PROMOTION_PATH       = jsonencode(local.promotion_path)
    REQUEST_VALID_DAYS   = tostring(var.request_valid_days)
    TARGETS              = jsonencode(local.targets)
  }

  # What the functions are told that read other accounts. Lambda has little room, so the role is a pattern.
  reader_variables = {
    ENVIRONMENTS = jsonencode({
      for e in var.environments : e.name => { account_id = e.account_id, region = e.region, approver_group = e.approver_group }
    })
    READER_ROLE = "arn:${data.aws_partition.current.partition}:iam::{account_id}:role${var.roles.path}${var.name}-{environment}-reader"
  }

  # What the approval function is told besides.
  approval_variables = {
    DUTIES   = jsonencode(var.separation_of_duties)
    OIDC     = jsonencode(var.oidc)
    REGISTRY = jsonencode(local.registry)
  }

  # What both notifiers are told besides. Nobody waits for them, so they slow down to what AWS takes, and try longer.
  notifier_variables = {
    AWS_MAX_ATTEMPTS = "5"
    AWS_RETRY_MODE   = "adaptive"
    MAIL             = jsonencode({ from = var.mail.from, configuration_set = module.email.configuration_set_name })
  }
  reminders_variable = jsonencode(one([
    for reminders in module.reminders : {
      days            = var.remind_after_days
      group           = reminders.group_name
      role_arn        = reminders.role_arn
      queue_arn       = module.approval.queue_arn
      dead_letter_arn = module.approval.dead_letter_queue_arn
    }
  ]))

  registry = {
    account_id = local.first.account_id
    region     = coalesce(local.first.region, local.region)
    role_arn   = local.is_first ? null : local.registry_role_arn
  }

  # The committed files, whose hashes are the same on every machine; or objects in S3.
  _package_keys = {
    functions = try(var.lambda_package.functions_key, null)
    layer     = try(var.lambda_package.layer_key, null)
  }
  packages = {
    for package, key in local._package_keys : package => {
      filename  = key == null ? "${path.module}/lambdas/dist/${package}.zip" : null
      hash      = key == null ? filebase64sha256("${path.module}/lambdas/dist/${package}.zip") : null
      s3_bucket = try(var.lambda_package.bucket, null)
      s3_key    = key
    }
  }
}
