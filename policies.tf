# What the policies of the functions are about (policies_*.tf), and the one policy that is not for a function.

locals {
  _parameters     = "arn:${data.aws_partition.current.partition}:ssm:${local.region}:${data.aws_caller_identity.current.account_id}:parameter"
  _all_records    = "${local._parameters}${var.parameter_prefix}/*" # of any group and version
  _own_parameters = "${local._parameters}${var.parameter_prefix}/${var.environment}"
  _sagemaker      = "arn:${data.aws_partition.current.partition}:sagemaker:${local.region}:${data.aws_caller_identity.current.account_id}"

  _next_parameters   = local.next == null ? null : "${local._parameters}${var.parameter_prefix}/${local.next.name}"
  _target_parameters = [for name in keys(local.targets) : "${local._parameters}${var.parameter_prefix}/${name}"]

  _assumed_role_arns = concat(
    compact([local.registry.role_arn, local.next == null ? null : local.promotion_role_arns[local.next.name]]),
    local.reader_role_arns,
  )
}

# What the environment's inference pipelines need to know.
data "aws_iam_policy_document" "inference_pipeline" {
  # Of any group.
  statement {
    sid       = "ReadApprovedModels"
    actions   = ["ssm:GetParameter"]
    resources = ["${local._own_parameters}/*/approved"]
  }

  # For modules/approved-model, which lists what stands directly below a group. To IAM, the path is a parameter like any other.
  statement {
    sid       = "FindApprovedModels"
    actions   = ["ssm:GetParametersByPath"]
    resources = ["${local._own_parameters}/*"] # a group's path; groups come and go without Terraform
  }
}

# What somebody needs who says that an inference is complete ("Model Inference Completed").
data "aws_iam_policy_document" "inference_event" {
  statement {
    sid       = "TellOfInferences"
    actions   = ["events:PutEvents"]
    resources = ["arn:${data.aws_partition.current.partition}:events:${local.region}:${data.aws_caller_identity.current.account_id}:event-bus/default"]

    condition {
      test     = "StringEquals"
      variable = "events:detail-type"
      values   = ["Model Inference Completed"]
    }
  }
}
