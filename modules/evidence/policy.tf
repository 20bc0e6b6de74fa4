resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.bucket
  policy = data.aws_iam_policy_document.this.json

  depends_on = [aws_s3_bucket_public_access_block.this] # AWS refuses changes to both at once
}

# Nobody is allowed anything here: the roles' own policies do that. This holds for everybody, administrators included.
data "aws_iam_policy_document" "this" {
  statement {
    sid       = "OnlyOverTls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local._bucket_arn, "${local._bucket_arn}/*"] # a denial is best wide

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  # With the header If-None-Match S3 writes only where there is nothing yet. The calls that begin and fill a multipart upload
  # cannot have it, so they are refused as well; a document is written in one piece.
  statement {
    sid       = "OnlyCreate"
    effect    = "Deny"
    actions   = ["s3:PutObject"]
    resources = ["${local._bucket_arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Null"
      variable = "s3:if-none-match"
      values   = ["true"]
    }
  }
}
