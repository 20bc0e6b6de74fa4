# Where the complete evidence behind each request is kept: written once, read by the approval pages, never changed.

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

# Provider 5 knows a region as `id`; provider 6 as `region`, and calls `id` deprecated.
locals {
  region = try(lookup(data.aws_region.current, "region"), lookup(data.aws_region.current, "id"))
}

locals {
  # Bucket names are global, and have at most 63 characters: a name that is too long is cut and told apart by its hash.
  _suffix      = "evidence-${data.aws_caller_identity.current.account_id}-${local.region}"
  _room        = 63 - length("-${local._suffix}")
  _short_name  = "${substr(var.name, 0, local._room - 9)}-${substr(sha256(var.name), 0, 8)}"
  _bucket_name = "${length(var.name) <= local._room ? var.name : local._short_name}-${local._suffix}"
  _bucket_arn  = "arn:${data.aws_partition.current.partition}:s3:::${local._bucket_name}"
}

resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV_AWS_18: CloudTrail's data events tell who read it, and need no bucket for logs
  #checkov:skip=CKV_AWS_144: a copy in another region is for the company's own backup to decide
  #checkov:skip=CKV2_AWS_62: nothing has to happen when evidence is written
  bucket        = local._bucket_name
  force_destroy = var.force_destroy
  tags          = var.tags
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.bucket

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.bucket

  rule {
    bucket_key_enabled = var.kms_key_arn != null

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket                  = aws_s3_bucket.this.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  bucket = aws_s3_bucket.this.bucket

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

# A resource of its own, not `object_lock_enabled` of the bucket: that would make the bucket anew when somebody wants a lock.
resource "aws_s3_bucket_object_lock_configuration" "this" {
  count = var.object_lock_days > 0 ? 1 : 0

  bucket = aws_s3_bucket.this.bucket

  rule {
    default_retention {
      mode = "GOVERNANCE"
      days = var.object_lock_days
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

# Versions that are not current stay for ever: they exist only if somebody deleted or replaced evidence.
resource "aws_s3_bucket_lifecycle_configuration" "this" {
  #checkov:skip=CKV_AWS_300: the rule abort-uploads does it for all objects; checkov looks at the other one
  bucket = aws_s3_bucket.this.bucket

  rule {
    id     = "abort-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  dynamic "rule" {
    for_each = var.archive_after_days > 0 ? [1] : []

    content {
      id     = "archive"
      status = "Enabled"

      filter {
        prefix = "evidence/"
      }

      transition {
        days          = var.archive_after_days
        storage_class = "GLACIER_IR" # the pages still open it at once
      }
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}
