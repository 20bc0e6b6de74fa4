# A model package group whose versions other accounts may read and make models from, but never change.

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

# Provider 5 knows a region as `id`; provider 6 as `region`, and calls `id` deprecated.
locals {
  region = try(lookup(data.aws_region.current, "region"), lookup(data.aws_region.current, "id"))
}

locals {
  _sagemaker = "arn:${data.aws_partition.current.partition}:sagemaker:${local.region}:${data.aws_caller_identity.current.account_id}"
  _consumers = [for id in var.consumer_account_ids : "arn:${data.aws_partition.current.partition}:iam::${id}:root"]
}

resource "aws_sagemaker_model_package_group" "this" {
  model_package_group_name        = var.name
  model_package_group_description = var.description
  tags                            = var.tags
}

resource "aws_sagemaker_model_package_group_policy" "this" {
  count = length(var.consumer_account_ids) == 0 ? 0 : 1

  model_package_group_name = aws_sagemaker_model_package_group.this.model_package_group_name
  resource_policy          = data.aws_iam_policy_document.consumers.json
}

data "aws_iam_policy_document" "consumers" {
  statement {
    sid       = "DescribeGroup"
    actions   = ["sagemaker:DescribeModelPackageGroup"]
    resources = ["${local._sagemaker}:model-package-group/${var.name}"]

    principals {
      type        = "AWS"
      identifiers = local._consumers
    }
  }

  statement {
    sid       = "UseVersions"
    actions   = ["sagemaker:CreateModel", "sagemaker:DescribeModelPackage", "sagemaker:ListModelPackages"]
    resources = ["${local._sagemaker}:model-package/${var.name}/*"] # the group's versions, which come and go

    principals {
      type        = "AWS"
      identifiers = local._consumers
    }
  }
}
