# The receiving side of a promotion: what the previous environment's approval function may write here.

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

locals {
  _parameters = "arn:${data.aws_partition.current.partition}:ssm:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:parameter${var.parameter_prefix}/${var.environment}"
}

resource "aws_iam_role" "this" {
  name               = var.name
  description        = "Decisions of the previous environment's approvers about ${var.environment} are recorded through this role."
  assume_role_policy = data.aws_iam_policy_document.trust.json
  tags               = var.tags
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
    actions   = ["ssm:GetParameter", "ssm:GetParameters"]
    resources = ["${local._parameters}/*"]
  }

  # Of any group, version and voter.
  statement {
    sid       = "CreateRecords"
    actions   = ["ssm:PutParameter"]
    resources = [for record in ["decision", "revocation", "votes/*"] : "${local._parameters}/*/versions/*/${record}"]
  }

  statement {
    sid       = "NeverChangeRecords"
    effect    = "Deny"
    actions   = ["ssm:PutParameter"]
    resources = ["${local._parameters}/*/versions/*"]

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
    resources = ["${local._parameters}/*/versions/*/votes"]
  }

  # Deleted when no approved version is left.
  statement {
    sid       = "PublishApproved"
    actions   = ["ssm:DeleteParameter", "ssm:PutParameter"]
    resources = ["${local._parameters}/*/approved"] # of any group
  }
}
