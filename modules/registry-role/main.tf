# The way from the later environments to the model registry, which is in this account.

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

# Provider 5 knows a region as `id`; provider 6 as `region`, and calls `id` deprecated.
locals {
  region = try(lookup(data.aws_region.current, "region"), lookup(data.aws_region.current, "id"))
}

resource "aws_iam_role" "this" {
  name                 = var.name
  path                 = var.role_path
  description          = "Approvals in the later environments are written to the model registry, and artefacts looked at, through this role."
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
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

    # Nobody decides without an identity.
    condition {
      test     = "StringLike"
      variable = "sts:SourceIdentity"
      values   = ["?*"]
    }
  }
}

resource "aws_iam_role_policy" "this" {
  name   = "registry"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.this.json
}

data "aws_iam_policy_document" "this" {
  #checkov:skip=CKV_AWS_356: SageMaker's lists are not known to be checked against anything narrower

  statement {
    sid     = "UpdateRegistry"
    actions = ["sagemaker:DescribeModelPackage", "sagemaker:UpdateModelPackage"]

    # Any model package: groups come and go without Terraform.
    resources = ["arn:${data.aws_partition.current.partition}:sagemaker:${local.region}:${data.aws_caller_identity.current.account_id}:model-package/*"]
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

  dynamic "statement" {
    for_each = length(var.model_bucket_arns) == 0 ? [] : [1]

    content {
      sid       = "ReadModelData"
      actions   = ["s3:GetObject"]
      resources = [for arn in var.model_bucket_arns : "${arn}/*"] # versions say where in the bucket
    }
  }

  # Model data may be all that is below a prefix; and without it S3 answers that access is denied where there is nothing.
  dynamic "statement" {
    for_each = length(var.model_bucket_arns) == 0 ? [] : [1]

    content {
      sid       = "ListModelData"
      actions   = ["s3:ListBucket"]
      resources = var.model_bucket_arns
    }
  }

  # S3 gives no checksum of an encrypted object to whoever may not decrypt it.
  dynamic "statement" {
    for_each = length(var.kms_key_arns) == 0 ? [] : [1]

    content {
      sid       = "DecryptModelData"
      actions   = ["kms:Decrypt"]
      resources = var.kms_key_arns

      condition {
        test     = "StringLike"
        variable = "kms:ViaService"
        values   = ["s3.*"]
      }
    }
  }

  # Any repository of any account: model packages name images as they like, and AWS keeps its own in accounts that differ by
  # framework and region. It gives an image's manifest; a repository of another account must let this one in besides.
  statement {
    sid       = "ResolveImages"
    actions   = ["ecr:BatchGetImage"]
    resources = ["arn:${data.aws_partition.current.partition}:ecr:*:*:repository/*"]
  }
}
