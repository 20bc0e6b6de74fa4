# What the functions may do about evidence: read reports, keep what they found, show it, and look what an artefact is.

# Both notifiers: what training and inference left in S3.
data "aws_iam_policy_document" "reports" {
  dynamic "statement" {
    for_each = length(var.evidence.metrics_bucket_arns) == 0 ? [] : [1]

    content {
      sid       = "ReadMetrics"
      actions   = ["s3:GetObject"]
      resources = [for arn in var.evidence.metrics_bucket_arns : "${arn}/*"] # jobs say where in the bucket
    }
  }

  # To find reports below a prefix; and without it S3 answers that access is denied where there is nothing.
  dynamic "statement" {
    for_each = length(var.evidence.metrics_bucket_arns) == 0 ? [] : [1]

    content {
      sid       = "ListMetrics"
      actions   = ["s3:ListBucket"]
      resources = var.evidence.metrics_bucket_arns
    }
  }

  dynamic "statement" {
    for_each = length(var.evidence.kms_key_arns) == 0 ? [] : [1]

    content {
      sid       = "DecryptObjects"
      actions   = ["kms:Decrypt"]
      resources = var.evidence.kms_key_arns

      condition {
        test     = "StringLike"
        variable = "kms:ViaService"
        values   = ["s3.*"]
      }
    }
  }
}

# Both notifiers: they keep evidence, and can neither read nor replace it.
data "aws_iam_policy_document" "evidence_writer" {
  statement {
    sid       = "KeepEvidence"
    actions   = ["s3:PutObject"]
    resources = ["${module.evidence.bucket_arn}/evidence/*"] # named after their content
  }

  dynamic "statement" {
    for_each = var.kms_key_arn[*]

    content {
      sid       = "EncryptEvidence"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"] # S3 checks the bucket's key by decrypting it
      resources = [statement.value]

      condition {
        test     = "StringLike"
        variable = "kms:ViaService"
        values   = ["s3.*"]
      }
    }
  }
}

# The approval function, where something is decided: it shows evidence, and keeps none.
data "aws_iam_policy_document" "evidence_reader" {
  count = length(local.targets) == 0 ? 0 : 1

  statement {
    sid       = "ReadEvidence"
    actions   = ["s3:GetObject"]
    resources = ["${module.evidence.bucket_arn}/evidence/*"] # named after their content
  }

  # Without it S3 answers that access is denied where there is nothing.
  statement {
    sid       = "ListEvidence"
    actions   = ["s3:ListBucket"]
    resources = [module.evidence.bucket_arn]
  }

  dynamic "statement" {
    for_each = var.kms_key_arn[*]

    content {
      sid       = "DecryptEvidence"
      actions   = ["kms:Decrypt"]
      resources = [statement.value]

      condition {
        test     = "StringLike"
        variable = "kms:ViaService"
        values   = ["s3.*"]
      }
    }
  }
}

# In the first environment: which bytes a version consists of, when it is registered and before it is published. The later
# environments look through the registry role (modules/registry-role), which may do the same.
data "aws_iam_policy_document" "artefacts" {
  count = local.is_first ? 1 : 0

  dynamic "statement" {
    for_each = length(var.evidence.model_bucket_arns) == 0 ? [] : [1]

    content {
      sid       = "ReadModelData"
      actions   = ["s3:GetObject"]
      resources = [for arn in var.evidence.model_bucket_arns : "${arn}/*"] # versions say where in the bucket
    }
  }

  # Model data may be all that is below a prefix; and without it S3 answers that access is denied where there is nothing.
  dynamic "statement" {
    for_each = length(var.evidence.model_bucket_arns) == 0 ? [] : [1]

    content {
      sid       = "ListModelData"
      actions   = ["s3:ListBucket"]
      resources = var.evidence.model_bucket_arns
    }
  }

  # S3 gives no checksum of an encrypted object to whoever may not decrypt it.
  dynamic "statement" {
    for_each = length(var.evidence.kms_key_arns) == 0 ? [] : [1]

    content {
      sid       = "DecryptModelData"
      actions   = ["kms:Decrypt"]
      resources = var.evidence.kms_key_arns

      condition {
        test     = "StringLike"
        variable = "kms:ViaService"
        values   = ["s3.*"]
      }
    }
  }

  # Any repository of any account: model packages name images as they like, and AWS keeps its own in accounts that differ by
  # framework and region. It gives an image's manifest; a repository of another account must let this one in besides.
  statement {
    sid       = "ResolveImages"
    actions   = ["ecr:BatchGetImage"]
    resources = ["arn:${data.aws_partition.current.partition}:ecr:*:*:repository/*"]
  }
}
