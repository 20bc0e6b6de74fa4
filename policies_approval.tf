# What the approval function may do, beyond its own logs and queue (modules/function).

data "aws_iam_policy_document" "approval" {
  source_policy_documents = concat(
    data.aws_iam_policy_document.first_decision[*].json,
    data.aws_iam_policy_document.artefacts[*].json,
    data.aws_iam_policy_document.evidence_reader[*].json,
  )

  statement {
    sid       = "SignSessions"
    actions   = ["kms:GenerateMac"]
    resources = [module.approval_api.session_key_arns[0]]
  }

  # An older key's sessions are good until they end.
  statement {
    sid       = "VerifySessions"
    actions   = ["kms:VerifyMac"]
    resources = module.approval_api.session_key_arns
  }

  # So that what is decided is carried through, whatever becomes of the page's own request.
  dynamic "statement" {
    for_each = length(local.targets) == 0 ? [] : [1]

    content {
      sid       = "SendIntents"
      actions   = ["sqs:SendMessage"]
      resources = [module.approval.queue_arn]
    }
  }

  # Of all environments, as far as they stand in this account. What waits is listed where it is asked; to IAM, a path that is
  # listed is a parameter like any other.
  statement {
    sid       = "ReadRecords"
    actions   = concat(["ssm:GetParameters"], length(local.targets) == 0 ? [] : ["ssm:GetParametersByPath"])
    resources = [local._all_records]
  }

  # What is decided waits no more. The index is no record: the records say what is true.
  dynamic "statement" {
    for_each = length(local.targets) == 0 ? [] : [1]

    content {
      sid       = "RemoveFromIndex"
      actions   = ["ssm:DeleteParameter"]
      resources = [for path in local._target_parameters : "${path}/_waiting/*"] # of any group and version
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

  # Other accounts' records and registry are reached through roles there, as the person who is signed in (source identity).
  statement {
    sid       = "ActInOtherAccounts"
    actions   = ["sts:AssumeRole", "sts:SetSourceIdentity"]
    resources = local._assumed_role_arns
  }
}

# The first environment decides about itself, in its own account, with its own registry.
data "aws_iam_policy_document" "first_decision" {
  #checkov:skip=CKV_AWS_356: SageMaker's lists are not known to be checked against anything narrower
  count = local.is_first ? 1 : 0

  # Of any group and version, and of any voter if one approval is not enough.
  statement {
    sid     = "CreateRecords"
    actions = ["ssm:PutParameter"]
    resources = [
      for record in concat(["decision", "revocation"], local.own.required_approvals > 1 ? ["votes/*"] : []) :
      "${local._own_parameters}/*/versions/*/${record}"
    ]
  }

  statement {
    sid       = "NeverChangeRecords"
    effect    = "Deny"
    actions   = ["ssm:PutParameter"]
    resources = ["${local._own_parameters}/*/versions/*"] # a denial is best wide

    condition {
      test     = "StringEquals"
      variable = "ssm:Overwrite"
      values   = ["true"]
    }
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

  # IAM checks this list against no resource at all; it holds names and descriptions.
  statement {
    sid       = "ListGroups"
    actions   = ["sagemaker:ListModelPackageGroups"]
    resources = ["*"]
  }
}
