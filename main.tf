# One environment's stack, in the order of the journey.

# 1, 2. A training pipeline registers a model version, and SageMaker says so. The first environment owns the registry.
module "registration_events" {
  source = "./modules/events"
  count  = local.is_first ? 1 : 0

  name        = "${local.stack}-registrations"
  description = "Registered model versions and changes of their approval status, to the registration notifier."
  event_pattern = jsonencode({
    source      = ["aws.sagemaker"]
    detail-type = ["SageMaker Model Package State Change"]
    detail = {
      ModelPackageGroupName = [{ exists = true }] # unversioned model packages have no approval to wait for
    }
  })
  queue_arn             = module.registration_notifier[0].queue_arn
  dead_letter_queue_arn = module.registration_notifier[0].dead_letter_queue_arn
  tags                  = var.tags
}

# 3. The request is written and the first environment's approvers get a mail.
module "registration_notifier" {
  source = "./modules/function"
  count  = local.is_first ? 1 : 0

  name        = "${local.stack}-registration-notifier"
  description = "Asks for the approval of newly registered model versions, and notices approvals past the workflow."
  handler     = "model_approval.handlers.registration_notifier.handler"
  timeout     = 120 # evidence of a batch of events: up to 12 seconds each
  code        = local.packages.functions
  layer_arn   = aws_lambda_layer_version.dependencies.arn
  policy_json = data.aws_iam_policy_document.registration_notifier[0].json
  environment = merge(local.environment_variables, local.notifier_variables, { ON_BYPASS = var.on_bypass })
  addresses = {
    BASE_URL          = module.approval_api.api_url
    INTENTS_QUEUE_URL = module.approval.queue_url
    MAIL_QUEUE_URL    = module.registration_notifier[0].queue_url
    REMINDERS         = local.reminders_variable
  }
  event_rule_arns    = [module.registration_events[0].rule_arn]
  alarm_topic_arns   = local.alarm_topic_arns
  log_retention_days = var.log_retention_days
  kms_key_arn        = var.kms_key_arn
  tracing            = var.tracing
  tags               = var.tags

  role_path                = var.roles.path
  permissions_boundary_arn = var.roles.permissions_boundary_arn
}

# A request that nobody decides is brought back to the approvers' minds: by a message to the approval function, in time.
module "reminders" {
  source = "./modules/reminders"
  count  = var.remind_after_days > 0 && length(local.targets) > 0 ? 1 : 0

  name                  = "${local.stack}-reminders"
  queue_arn             = module.approval.queue_arn
  dead_letter_queue_arn = module.approval.dead_letter_queue_arn
  kms_key_arn           = var.kms_key_arn
  tags                  = var.tags

  role_path                = var.roles.path
  permissions_boundary_arn = var.roles.permissions_boundary_arn
}

# 4, 5. An approver opens the link and signs in.
module "approval_api" {
  source = "./modules/approval-api"

  name                = "${local.stack}-approval"
  function_name       = module.approval.function_name
  function_invoke_arn = module.approval.function_invoke_arn
  session_role_arn    = module.approval.role_arn
  session_keys        = var.session_keys
  custom_domain       = var.custom_domain
  throttling          = var.limits
  log_retention_days  = var.log_retention_days
  kms_key_arn         = var.kms_key_arn
  tags                = var.tags
}

# 6-8, 11. The decision: recorded, then brought to the registry and to the target environment's account.
module "approval" {
  source = "./modules/function"

  name        = "${local.stack}-approval"
  description = "The approval pages, and the convergence of records, registry and approved models."
  handler     = "model_approval.handlers.approval.handler"
  timeout     = 29 # API Gateway gives up after 30
  code        = local.packages.functions
  layer_arn   = aws_lambda_layer_version.dependencies.arn
  policy_json = data.aws_iam_policy_document.approval.json
  environment = merge(local.environment_variables, local.reader_variables, local.approval_variables)
  addresses = {
    BASE_URL          = module.approval_api.api_url
    INTENTS_QUEUE_URL = module.approval.queue_url
    MAIL_QUEUE_URL    = module.inference_notifier.queue_url # only notifiers send mail
    SESSION_KEY_IDS   = jsonencode(module.approval_api.session_key_arns)
  }
  alarm_topic_arns     = local.alarm_topic_arns
  log_retention_days   = var.log_retention_days
  kms_key_arn          = var.kms_key_arn
  tracing              = var.tracing
  reserved_concurrency = var.limits.concurrency
  tags                 = var.tags

  role_path                = var.roles.path
  permissions_boundary_arn = var.roles.permissions_boundary_arn
}

# 8. What the previous environment may write here, and what the later ones may change in the registry.
module "promotion_role" {
  source = "./modules/promotion-role"
  count  = local.is_first ? 0 : 1

  name             = "${local.stack}-promotion"
  environment      = var.environment
  parameter_prefix = var.parameter_prefix
  trusted_role_arn = local.approval_role_arns[local.previous.name]
  votes            = local.own.required_approvals > 1
  external_id      = var.name
  tags             = var.tags

  role_path                = var.roles.path
  permissions_boundary_arn = var.roles.permissions_boundary_arn
}

module "registry_role" {
  source = "./modules/registry-role"
  count  = local.is_first ? 1 : 0

  name              = "${local.stack}-registry"
  trusted_role_arns = [for name in slice(local.promotion_path, 1, length(local.promotion_path)) : local.approval_role_arns[name]]
  external_id       = var.name
  model_bucket_arns = var.evidence.model_bucket_arns
  kms_key_arns      = var.evidence.kms_key_arns
  tags              = var.tags

  role_path                = var.roles.path
  permissions_boundary_arn = var.roles.permissions_boundary_arn
}

# What every environment lets the others see: what was asked and decided here, and what is approved.
module "reader_role" {
  source = "./modules/reader-role"

  name              = "${local.stack}-reader"
  parameter_prefix  = var.parameter_prefix
  trusted_role_arns = local.others_role_arns
  index             = length(local.targets) > 0
  external_id       = var.name
  tags              = var.tags

  role_path                = var.roles.path
  permissions_boundary_arn = var.roles.permissions_boundary_arn
}

# Where this environment's pages are, for the others' links to them. No pipeline passes by here: Terraform alone knows the
# address, and it changes only when the API is made anew. The functions write nothing under this name.
resource "aws_ssm_parameter" "stack" {
  #checkov:skip=CKV2_AWS_34: an address is no secret; it stands in mails, too
  name           = "${var.parameter_prefix}/${var.environment}/_stack"
  description    = "Written by Terraform: the address of the approval pages of ${var.environment}."
  type           = "String"
  insecure_value = jsonencode({ schema = 1, environment = var.environment, api_url = module.approval_api.api_url }) # no secret
  tags           = var.tags

  # Here, and not where the region is read: what may be made in the same apply must not put off what the region decides.
  lifecycle {
    precondition {
      condition     = var.kms_key_arn == null || try(split(":", var.kms_key_arn)[3], "") == local.region
      error_message = "kms_key_arn is a key of another region than the stack's, ${local.region}: ${coalesce(var.kms_key_arn, "null")}; give a key of ${local.region}, or a multi-Region key's replica there."
    }

    precondition {
      condition     = var.custom_domain == null || try(split(":", var.custom_domain.certificate_arn)[3], "") == local.region
      error_message = "custom_domain.certificate_arn is a certificate of another region than the stack's, ${local.region}: ${try(var.custom_domain.certificate_arn, "null")}; request one in ${local.region}."
    }

    precondition {
      condition     = alltrue([for arn in var.alarm_topic_arns : split(":", arn)[3] == local.region])
      error_message = "CloudWatch alarms reach topics of their own region alone, which is ${local.region}; give topics of that region: ${join(", ", var.alarm_topic_arns)}."
    }
  }
}

# 9, 10. The environment's inference pipeline has run; the next environment's approvers get a mail.
module "inference_events" {
  source   = "./modules/events"
  for_each = { for kind, events in local.inference_events : kind => events if contains(var.inference_events, kind) }

  name                  = "${local.stack}-${each.value.name}"
  description           = "${each.value.description}, to the inference notifier."
  event_pattern         = jsonencode(each.value.pattern)
  queue_arn             = module.inference_notifier.queue_arn
  dead_letter_queue_arn = module.inference_notifier.dead_letter_queue_arn
  tags                  = var.tags
}

module "inference_notifier" {
  source = "./modules/function"

  name        = "${local.stack}-inference-notifier"
  description = "Asks for the promotion of model versions that ran in this environment."
  handler     = "model_approval.handlers.inference_notifier.handler"
  timeout     = 120 # evidence of a batch of events: up to 12 seconds each
  code        = local.packages.functions
  layer_arn   = aws_lambda_layer_version.dependencies.arn
  policy_json = data.aws_iam_policy_document.inference_notifier.json
  environment = merge(
    local.environment_variables, local.notifier_variables, local.reader_variables,
    {
      APPROVERS        = jsonencode(distinct(local.own.approvers)) # one mail each
      INFERENCE_EVENTS = jsonencode(var.inference_events)
    }
  )
  addresses = {
    BASE_URL       = module.approval_api.api_url
    MAIL_QUEUE_URL = module.inference_notifier.queue_url
    REMINDERS      = local.reminders_variable
  }
  event_rule_arns    = local.inference_rule_arns
  alarm_topic_arns   = local.alarm_topic_arns
  log_retention_days = var.log_retention_days
  kms_key_arn        = var.kms_key_arn
  tracing            = var.tracing
  tags               = var.tags

  role_path                = var.roles.path
  permissions_boundary_arn = var.roles.permissions_boundary_arn
}

# What does not fit into a request, and what proves what its approvers were shown.
module "evidence" {
  source = "./modules/evidence"

  name               = local.stack
  kms_key_arn        = var.kms_key_arn
  object_lock_days   = var.evidence.bucket.object_lock_days
  archive_after_days = var.evidence.bucket.archive_after_days
  force_destroy      = var.evidence.bucket.force_destroy
  tags               = var.tags
}

# Shared by the functions: third-party code, and the way out for mail.
resource "aws_lambda_layer_version" "dependencies" {
  layer_name               = "${local.stack}-dependencies"
  description              = "Third-party code of the model approval functions."
  filename                 = local.packages.layer.filename
  source_code_hash         = local.packages.layer.hash
  s3_bucket                = local.packages.layer.s3_bucket
  s3_key                   = local.packages.layer.s3_key
  compatible_runtimes      = ["python3.13"]
  compatible_architectures = ["x86_64"]
}

module "email" {
  source = "./modules/email"

  name             = local.stack
  from             = var.mail.from
  create_identity  = var.mail.identity_arn == null && local._first_here
  identity_arn     = coalesce(var.mail.identity_arn, "arn:${data.aws_partition.current.partition}:ses:${local.region}:${data.aws_caller_identity.current.account_id}:identity/${split("@", var.mail.from)[1]}")
  alarm_topic_arns = local.alarm_topic_arns
  tags             = var.tags
}
