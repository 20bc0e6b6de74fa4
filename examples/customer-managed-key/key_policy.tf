# Who may use the key. Roles need no statement here: their own policies let them use it, because the first statement leaves
# that to the account. The functions' roles may, through SQS and S3 alone; so may the role by which reminders are sent.

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}

locals {
  _partition = data.aws_partition.current.partition
  _account   = data.aws_caller_identity.current.account_id
  _stack     = "${var.name}-${var.environment}"
}

data "aws_iam_policy_document" "key" {
  statement {
    sid       = "AccountDecides"
    actions   = ["kms:*"]
    resources = ["*"] # this key: a key policy is about nothing else

    principals {
      type        = "AWS"
      identifiers = ["arn:${local._partition}:iam::${local._account}:root"]
    }
  }

  # Source: "Encrypt log data in CloudWatch Logs using AWS KMS".
  statement {
    sid       = "EncryptLogs"
    actions   = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["logs.${var.region}.${data.aws_partition.current.dns_suffix}"]
    }

    condition {
      test     = "ArnLike"
      variable = "kms:EncryptionContext:aws:logs:arn"
      values = [
        for path in ["/aws/lambda", "/aws/vendedlogs"] :
        "arn:${local._partition}:logs:${var.region}:${local._account}:log-group:${path}/${local._stack}-*"
      ]
    }
  }

  # Rules put events into the queues. No condition about the source: EventBridge does not always name it to KMS (Amazon SNS
  # Developer Guide, "Managing encryption keys"), and events would be lost. The queues' policies say which rules may send.
  # Source: "Amazon EventBridge targets".
  statement {
    sid       = "EncryptEvents"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }
  }

  # Alarms go to the topic. Source: "Managing encryption keys" of the Amazon SNS Developer Guide.
  statement {
    sid       = "EncryptAlarms"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local._account]
    }
  }
}
