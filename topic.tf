# Where alarms go, if nobody gives a topic: somebody who wants to know subscribes to it.

locals {
  alarm_topic_arns = length(var.alarm_topic_arns) > 0 ? var.alarm_topic_arns : aws_sns_topic.alarms[*].arn
}

resource "aws_sns_topic" "alarms" {
  count = length(var.alarm_topic_arns) > 0 ? 0 : 1

  name              = "${local.stack}-alarms"
  display_name      = "Model approval (${var.environment})"
  kms_master_key_id = var.kms_key_arn # CloudWatch cannot publish with a key of AWS; an alarm says nothing secret
  tags              = var.tags
}

resource "aws_sns_topic_policy" "alarms" {
  count = length(var.alarm_topic_arns) > 0 ? 0 : 1

  arn    = aws_sns_topic.alarms[0].arn
  policy = data.aws_iam_policy_document.alarms[0].json
}

# The stack's own alarms alone. Who may subscribe is for the account's own policies to say.
data "aws_iam_policy_document" "alarms" {
  count = length(var.alarm_topic_arns) > 0 ? 0 : 1

  statement {
    sid       = "PublishAlarms"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.alarms[0].arn]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${data.aws_partition.current.partition}:cloudwatch:${local.region}:${data.aws_caller_identity.current.account_id}:alarm:${local.stack}-*"]
    }
  }
}
