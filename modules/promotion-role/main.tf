# The receiving side of a promotion: what the previous environment's approval function may write here.

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

# Provider 5 knows a region as `id`; provider 6 as `region`, and calls `id` deprecated.
locals {
  region = try(lookup(data.aws_region.current, "region"), lookup(data.aws_region.current, "id"))
}

locals {
  _parameters = "arn:${data.aws_partition.current.partition}:ssm:${local.region}:${data.aws_caller_identity.current.account_id}:parameter${var.parameter_prefix}/${var.environment}"
}

resource "aws_iam_role" "this" {
  name                 = var.name
  path                 = var.role_path
  description          = "Decisions of the previous environment's approvers about ${var.environment} are recorded through this role."
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

# A trust policy cannot name a role that does not exist yet: so the account, and the role as a condition.
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole", "sts:SetSourceIdentity"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${split(":", var.trusted_role_arn)[4]}:root"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:PrincipalArn"
      values   = [var.trusted_role_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.external_id]
    }

    # Nobody decides without an identity.
    condition {
      test     = "StringLike"
      variable = "sts:SourceIdentity"
      values   = ["?*"]
    }
  }
}

resource "aws_iam_role_policy" "this" {
  name   = "promotion"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.this.json
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "ReadRecords"
    actions   = ["ssm:GetParameters"]
    resources = ["${local._parameters}/*"] # of any group and version
  }

  # Of any group and version, and of any voter.
  statement {
    sid     = "CreateRecords"
    actions = ["ssm:PutParameter"]
    resources = [
      for record in concat(["decision", "revocation"], var.votes ? ["votes/*"] : []) :
      "${local._parameters}/*/versions/*/${record}"
    ]
  }

  statement {
    sid       = "NeverChangeRecords"
    effect    = "Deny"
    actions   = ["ssm:PutParameter"]
    resources = ["${local._parameters}/*/versions/*"] # a denial is best wide

    condition {
      test     = "StringEquals"
      variable = "ssm:Overwrite"
      values   = ["true"]
    }
  }

  # To IAM, the path that is listed is a parameter like any other.
  dynamic "statement" {
    for_each = var.votes ? [1] : []

    content {
      sid       = "CountVotes"
      actions   = ["ssm:GetParametersByPath"]
      resources = ["${local._parameters}/*/versions/*/votes"]
    }
  }

  # Deleted when no approved version is left.
  statement {
    sid       = "PublishApproved"
    actions   = ["ssm:DeleteParameter", "ssm:PutParameter"]
    resources = ["${local._parameters}/*/approved"] # of any group
  }
}
