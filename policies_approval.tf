# What the approval function may do, beyond its own logs and queue (modules/function).

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

  # Reminders, by the notifier that every stack has.
  dynamic "statement" {
    for_each = length(local.targets) == 0 ? [] : [1]

    content {
      sid       = "SendMailJobs"
      actions   = ["sqs:SendMessage"]
      resources = [module.inference_notifier.queue_arn]
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

  # Of any group, version and voter.
  statement {
    sid       = "CreateRecords"
    actions   = ["ssm:PutParameter"]
    resources = [for record in ["decision", "revocation", "votes/*"] : "${local._own_parameters}/*/versions/*/${record}"]
  }

  statement {
    sid       = "NeverChangeRecords"
    effect    = "Deny"
    actions   = ["ssm:PutParameter"]
    resources = ["${local._own_parameters}/*/versions/*"]

    condition {
      test     = "StringEquals"
      variable = "ssm:Overwrite"
      values   = ["true"]
    }
  }

  # To IAM, the path that is listed is a parameter like any other.
  statement {
    sid       = "CountVotes"
    actions   = ["ssm:GetParametersByPath"]
    resources = ["${local._own_parameters}/*/versions/*/votes"]
  }

  # Deleted when no approved version is left.
  statement {
    sid       = "PublishApproved"
    actions   = ["ssm:DeleteParameter", "ssm:PutParameter"]
    resources = ["${local._own_parameters}/*/approved"] # of any group
  }

  statement {
    sid       = "UpdateRegistry"
    actions   = ["sagemaker:DescribeModelPackage", "sagemaker:UpdateModelPackage"]
    resources = ["${local._sagemaker}:model-package/*"] # any model package: groups come and go without Terraform
  }

  # What IAM checks the list of one group against is not documented, so it is any; the list holds names and states.
  statement {
    sid       = "ListVersions"
    actions   = ["sagemaker:ListModelPackages"]
    resources = ["*"]
  }
}
