# How the other environments' functions look into this account: they read what stands below the prefix, and no more.

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

# Provider 5 knows a region as `id`; provider 6 as `region`, and calls `id` deprecated.
locals {
  region = try(lookup(data.aws_region.current, "region"), lookup(data.aws_region.current, "id"))
}

locals {
  # AWS counts the characters of a trust policy without white space, up to this quota.
  _trust_length = length(jsonencode(jsondecode(data.aws_iam_policy_document.trust.json)))
  _trust_quota  = 2048
}

resource "aws_iam_role" "this" {
  name                 = var.name
  path                 = var.role_path
  description          = "The other environments' approval functions and notifiers read records of model versions through this role."
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  lifecycle {
    precondition {
      condition     = local._trust_length <= local._trust_quota
      error_message = "The trust policy of ${var.name} would have ${local._trust_length} characters, but AWS allows ${local._trust_quota}; give the workflow or its environments shorter names."
    }
  }
}

# A trust policy cannot name a role that does not exist yet: so the accounts, and the roles as a condition.
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole", "sts:SetSourceIdentity"]

    principals {
      type        = "AWS"
      identifiers = distinct([for arn in var.trusted_role_arns : "arn:${data.aws_partition.current.partition}:iam::${split(":", arn)[4]}:root"])
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:PrincipalArn"
      values   = var.trusted_role_arns
    }

    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.external_id]
    }

    # Nobody looks without an identity.
    condition {
      test     = "StringLike"
      variable = "sts:SourceIdentity"
      values   = ["?*"]
    }
  }
}

resource "aws_iam_role_policy" "this" {
  name   = "reader"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.this.json
}

data "aws_iam_policy_document" "this" {
  # To IAM, a path that is listed is a parameter like any other: so this is also about all paths below the prefix.
  statement {
    sid       = "ReadRecords"
    actions   = concat(["ssm:GetParameters"], var.index ? ["ssm:GetParametersByPath"] : [])
    resources = ["arn:${data.aws_partition.current.partition}:ssm:${local.region}:${data.aws_caller_identity.current.account_id}:parameter${var.parameter_prefix}/*"]
  }
}
