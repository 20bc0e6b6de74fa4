# An event waits in the input queue, is tried 10 times, and then waits in the dead-letter queue for a person.

resource "aws_sqs_queue" "input" {
  name                       = var.name
  visibility_timeout_seconds = 6 * var.timeout # AWS's advice for queues in front of Lambda
  message_retention_seconds  = 4 * 24 * 3600
  sqs_managed_sse_enabled    = var.kms_key_arn == null ? true : null
  kms_master_key_id          = var.kms_key_arn
  policy                     = length(var.event_rule_arns) == 0 ? null : data.aws_iam_policy_document.events["input"].json

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = 10
  })

  tags = var.tags
}

resource "aws_sqs_queue" "dead_letters" {
  name                      = "${var.name}-dead-letters"
  message_retention_seconds = 14 * 24 * 3600
  sqs_managed_sse_enabled   = var.kms_key_arn == null ? true : null
  kms_master_key_id         = var.kms_key_arn
  policy                    = length(var.event_rule_arns) == 0 ? null : data.aws_iam_policy_document.events["dead_letters"].json
  tags                      = var.tags
}

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

# Provider 5 knows a region as `id`; provider 6 as `region`, and calls `id` deprecated.
locals {
  region = try(lookup(data.aws_region.current, "region"), lookup(data.aws_region.current, "id"))
}

# With derived ARNs the policy is part of the queue; as a resource of its own it would come later and wait again.
data "aws_iam_policy_document" "events" {
  for_each = length(var.event_rule_arns) == 0 ? {} : { input = var.name, dead_letters = "${var.name}-dead-letters" }

  statement {
    sid       = "ReceiveEvents"
    actions   = ["sqs:SendMessage"]
    resources = ["arn:${data.aws_partition.current.partition}:sqs:${local.region}:${data.aws_caller_identity.current.account_id}:${each.value}"]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = var.event_rule_arns
    }
  }
}
