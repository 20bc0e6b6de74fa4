# What the policies of the functions are about (policies_*.tf), and the one policy that is not for a function.

locals {
  _parameters     = "arn:${data.aws_partition.current.partition}:ssm:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:parameter"
  _all_records    = "${local._parameters}${var.parameter_prefix}/*"
  _own_parameters = "${local._parameters}${var.parameter_prefix}/${var.environment}"
  _sagemaker      = "arn:${data.aws_partition.current.partition}:sagemaker:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}"

  _next_parameters   = local.next == null ? null : "${local._parameters}${var.parameter_prefix}/${local.next.name}"
  _target_parameters = [for name in keys(local.targets) : "${local._parameters}${var.parameter_prefix}/${name}"]

  _assumed_role_arns = concat(
    compact([local.registry.role_arn, local.next == null ? null : local.promotion_role_arns[local.next.name]]),
    local.reader_role_arns,
  )
}

# What the environment's inference pipelines need to know.
data "aws_iam_policy_document" "inference_pipeline" {
  statement {
    sid       = "ReadApprovedModels"
    actions   = ["ssm:GetParameter"]
    resources = ["${local._own_parameters}/*/approved"]
  }
}
