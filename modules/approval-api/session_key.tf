# They sign the approvers' sessions. To lose one costs nothing but another sign-in.

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}

locals {
  _signing = var.session_keys[length(var.session_keys) - 1]
}

resource "aws_kms_key" "session" {
  for_each = toset(var.session_keys)

  description              = "Signs the sessions of ${var.name} (${each.key})."
  key_usage                = "GENERATE_VERIFY_MAC"
  customer_master_key_spec = "HMAC_256"
  deletion_window_in_days  = 7
  policy                   = data.aws_iam_policy_document.session_key[each.key].json
  tags                     = var.tags

  # Made before the function is told of it, deleted after it has forgotten it.
  lifecycle {
    create_before_destroy = true
  }
}

moved {
  from = aws_kms_key.session
  to   = aws_kms_key.session["1"]
}

# modules/guardrails knows the keys by these names.
resource "aws_kms_alias" "session" {
  for_each = toset(var.session_keys)

  name          = "alias/${var.name}-session-${each.key}"
  target_key_id = aws_kms_key.session[each.key].id

  lifecycle {
    create_before_destroy = true
  }
}

moved {
  from = aws_kms_alias.session
  to   = aws_kms_alias.session["1"]
}

# Whoever can make a MAC can be any approver: administrators manage the key, the function alone uses it. With an older key
# nothing more is signed, so that an hour after the rotation none of its sessions is good.
data "aws_iam_policy_document" "session_key" {
  #checkov:skip=CKV_AWS_109,CKV_AWS_111,CKV_AWS_356: in a key policy "*" is this key and no other
  for_each = toset(var.session_keys)

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
    actions   = each.key == local._signing ? ["kms:GenerateMac", "kms:VerifyMac"] : ["kms:VerifyMac"]
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
