# Everything that the stack stores is encrypted with a key of the company's.

provider "aws" {
  region = var.region
}

module "model_approval" {
  source = "../../"

  name         = var.name
  environments = var.environments
  environment  = var.environment
  mail         = { from = var.mail_from }
  oidc         = var.oidc
  tags         = var.tags

  # Logs, queues, evidence and the alarm topic.
  kms_key_arn = aws_kms_key.model_approval.arn
}

# With its policy in it: a log group whose key CloudWatch Logs may not use yet is refused.
resource "aws_kms_key" "model_approval" {
  description             = "What the model approval of ${var.environment} stores."
  policy                  = data.aws_iam_policy_document.key.json # key_policy.tf
  enable_key_rotation     = true
  deletion_window_in_days = var.deletion_window_days # until then, logs and evidence can be had back
  tags                    = var.tags
}

resource "aws_kms_alias" "model_approval" {
  name          = "alias/${var.name}-${var.environment}"
  target_key_id = aws_kms_key.model_approval.id
}
