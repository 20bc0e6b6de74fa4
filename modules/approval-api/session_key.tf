# Signs the approvers' sessions. To lose it costs nothing but another sign-in.

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}

resource "aws_kms_key" "session" {
  description              = "Signs the sessions of ${var.name}."
  key_usage                = "GENERATE_VERIFY_MAC"
  customer_master_key_spec = "HMAC_256"
  deletion_window_in_days  = 7
  policy                   = data.aws_iam_policy_document.session_key.json
  tags                     = var.tags
}

resource "aws_kms_alias" "session" {
  name          = "alias/${var.name}-session"
  target_key_id = aws_kms_key.session.id
}

# Whoever can make a MAC can be any approver: administrators manage the key, the function alone uses it.
data "aws_iam_policy_document" "session_key" {
  #checkov:skip=CKV_AWS_109,CKV_AWS_111,CKV_AWS_356: in a key policy "*" is this key and no other
  statement {
    sid = "Manage"
    actions = [
      "kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias",
      "kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:PutKeyPolicy", "kms:ListKeyPolicies",
      "kms:EnableKey", "kms:DisableKey", "kms:UpdateKeyDescription",
      "kms:TagResource", "kms:UntagResource", "kms:ListResourceTags",
      "kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion",
    ]
    resources = ["*"] # in a key policy: this key

    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }

  statement {
    sid       = "Use"
    actions   = ["kms:GenerateMac", "kms:VerifyMac"]
    resources = ["*"] # in a key policy: this key

    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:PrincipalArn"
      values   = [var.session_role_arn]
    }
  }
}
