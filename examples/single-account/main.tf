# Four environments in one account and region, applied with one provider. Each stack has names, roles and parameters of its
# own; what tells the environments' inferences apart is a tag.

data "aws_caller_identity" "current" {}

locals {
  # The promotion path. The same list goes into every stack.
  environments = [
    for name in ["dev", "test", "uat", "prod"] : {
      name           = name
      account_id     = data.aws_caller_identity.current.account_id
      approvers      = var.approvers[name]
      approver_group = var.approver_groups[name]
    }
  ]
}

module "model_approval" {
  source   = "../../"
  for_each = toset(local.environments[*].name)

  name         = var.name
  environment  = each.key
  environments = local.environments
  mail         = { from = var.mail_from } # one SES identity for all of them: the first environment's stack makes it
  oidc         = var.oidc
  evidence     = var.evidence
}

# For the role of each environment's inference pipeline: it reads what is approved for its environment, and whatever it
# runs is tagged as that environment's, or not at all.
data "aws_iam_policy_document" "inference_pipeline" {
  for_each = module.model_approval

  source_policy_documents = [each.value.inference_pipeline_policy_json]

  statement {
    sid       = "NeverRunForAnother"
    effect    = "Deny"
    actions   = ["sagemaker:AddTags", "sagemaker:CreatePipeline", "sagemaker:CreateTransformJob"]
    resources = ["*"] # a denial is best wide

    condition {
      test     = "StringNotEquals"
      variable = "aws:RequestTag/model-approval:environment"
      values   = [each.key]
    }

    condition {
      test     = "Null"
      variable = "aws:RequestTag/model-approval:environment"
      values   = ["false"]
    }
  }
}
