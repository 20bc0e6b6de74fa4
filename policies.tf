# What each function may do, beyond its own logs and queues (modules/function).

locals {
  _parameters     = "arn:${data.aws_partition.current.partition}:ssm:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:parameter"
  _own_parameters = "${local._parameters}${var.parameter_prefix}/${var.environment}"
  _sagemaker      = "arn:${data.aws_partition.current.partition}:sagemaker:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}"

  _next_parameters   = local.next == null ? null : "${local._parameters}${var.parameter_prefix}/${local.next.name}"
  _target_parameters = [for name in keys(local.targets) : "${local._parameters}${var.parameter_prefix}/${name}"]

  _assumed_role_arns = compact([local.registry.role_arn, local.next == null ? null : local.promotion_role_arns[local.next.name]])
}

data "aws_iam_policy_document" "registration_notifier" {
  count = local.is_first ? 1 : 0

  source_policy_documents = [data.aws_iam_policy_document.notification.json]

  statement {
    sid       = "InitialiseVersions"
    actions   = ["sagemaker:DescribeModelPackage", "sagemaker:UpdateModelPackage"]
    resources = ["${local._sagemaker}:model-package/*"] # any model package: groups come and go without Terraform
  }

  # A notifier asks for approvals, so it must never be able to give one.
  statement {
    sid       = "NeverApprove"
    effect    = "Deny"
    actions   = ["sagemaker:UpdateModelPackage"]
    resources = ["*"] # a denial is best wide

    condition {
      test     = "Null"
      variable = "sagemaker:ModelApprovalStatus"
      values   = ["false"]
    }
  }

  statement {
    sid       = "ReadRecords"
    actions   = ["ssm:GetParameter", "ssm:GetParameters"]
    resources = ["${local._own_parameters}/*"]
  }

  statement {
    sid       = "WriteRequests"
    actions   = ["ssm:PutParameter"]
    resources = ["${local._own_parameters}/*/versions/*/request"]
  }
}

data "aws_iam_policy_document" "inference_notifier" {
  source_policy_documents = [data.aws_iam_policy_document.notification.json]

  statement {
    sid       = "FindModelVersion"
    actions   = ["sagemaker:DescribeModel"]
    resources = ["${local._sagemaker}:model/*"] # any model: pipelines name theirs as they like
  }

  statement {
    sid       = "ReadRecords"
    actions   = ["ssm:GetParameter", "ssm:GetParameters"]
    resources = [for path in compact([local._own_parameters, local._next_parameters]) : "${path}/*"]
  }

  dynamic "statement" {
    for_each = local._next_parameters[*]

    content {
      sid       = "WriteRequests"
      actions   = ["ssm:PutParameter"]
      resources = ["${statement.value}/*/versions/*/request"]
    }
  }
}

# Both notifiers: mail, metrics, and records that are created and never changed.
data "aws_iam_policy_document" "notification" {
  statement {
    sid       = "SendMail"
    actions   = ["ses:SendEmail"]
    resources = [module.email.identity_arn, module.email.configuration_set_arn]
  }

  dynamic "statement" {
    for_each = length(var.metrics_bucket_arns) == 0 ? [] : [1]

    content {
      sid       = "ReadMetrics"
      actions   = ["s3:GetObject"]
      resources = [for arn in var.metrics_bucket_arns : "${arn}/*"]
    }
  }

  # Allowing it only when the key is "false" would also refuse writes that leave Overwrite out.
  statement {
    sid       = "NeverOverwrite"
    effect    = "Deny"
    actions   = ["ssm:PutParameter"]
    resources = ["*"] # a denial is best wide

    condition {
      test     = "StringEquals"
      variable = "ssm:Overwrite"
      values   = ["true"]
    }
  }
}

data "aws_iam_policy_document" "approval" {
  source_policy_documents = data.aws_iam_policy_document.first_decision[*].json

  statement {
    sid       = "SignSessions"
    actions   = ["kms:GenerateMac", "kms:VerifyMac"]
    resources = [module.approval_api.session_key_arn]
  }

  statement {
    sid       = "SendIntents"
    actions   = ["sqs:SendMessage"]
    resources = [module.approval.queue_arn]
  }

  dynamic "statement" {
    for_each = length(local.targets) == 0 ? [] : [1]

    content {
      sid       = "ReadRequests"
      actions   = ["ssm:GetParameter", "ssm:GetParameters"]
      resources = [for path in local._target_parameters : "${path}/*"]
    }
  }

  dynamic "statement" {
    for_each = var.oidc.client_secret_parameter[*]

    content {
      sid       = "ReadClientSecret"
      actions   = ["ssm:GetParameter"]
      resources = ["${local._parameters}${statement.value}"]
    }
  }

  # Other accounts' records and registry are reached through roles there, as the approver (source identity).
  dynamic "statement" {
    for_each = length(local._assumed_role_arns) == 0 ? [] : [1]

    content {
      sid       = "ActInOtherAccounts"
      actions   = ["sts:AssumeRole", "sts:SetSourceIdentity"]
      resources = local._assumed_role_arns
    }
  }
}

# The first environment decides about itself, in its own account, with its own registry.
data "aws_iam_policy_document" "first_decision" {
  count = local.is_first ? 1 : 0

  statement {
    sid     = "WriteDecisions"
    actions = ["ssm:PutParameter"]
    resources = [
      "${local._own_parameters}/*/approved",
      "${local._own_parameters}/*/versions/*/decision",
    ]
  }

  statement {
    sid       = "NeverChangeDecisions"
    effect    = "Deny"
    actions   = ["ssm:PutParameter"]
    resources = ["${local._own_parameters}/*/versions/*"]

    condition {
      test     = "StringEquals"
      variable = "ssm:Overwrite"
      values   = ["true"]
    }
  }

  statement {
    sid       = "UpdateRegistry"
    actions   = ["sagemaker:DescribeModelPackage", "sagemaker:UpdateModelPackage"]
    resources = ["${local._sagemaker}:model-package/*"] # any model package: groups come and go without Terraform
  }
}

# Not for a function: what the environment's inference pipelines need to know.
data "aws_iam_policy_document" "inference_pipeline" {
  statement {
    sid       = "ReadApprovedModels"
    actions   = ["ssm:GetParameter"]
    resources = ["${local._own_parameters}/*/approved"]
  }
}
