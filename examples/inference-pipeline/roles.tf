# Who may do what: EventBridge starts the pipeline, the pipeline runs its steps, and its function reads.

locals {
  _arn       = "arn:${data.aws_partition.current.partition}"
  _account   = data.aws_caller_identity.current.account_id
  _sagemaker = "${local._arn}:sagemaker:${var.region}:${local._account}"
  _versions  = "${local._arn}:sagemaker:${var.region}:${var.registry_account_id}:model-package/${var.model_package_group}/*" # whichever is approved
  _bucket    = "${local._arn}:s3:::${var.data_bucket}"
}

data "aws_iam_policy_document" "trust" {
  for_each = toset(["events", "lambda", "sagemaker"])

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["${each.key}.amazonaws.com"]
    }

    # On behalf of this account alone. Lambda says nothing of this kind.
    dynamic "condition" {
      for_each = each.key == "lambda" ? [] : [1]

      content {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [local._account]
      }
    }
  }
}

resource "aws_iam_role" "starter" {
  name               = "${var.name}-starter"
  assume_role_policy = data.aws_iam_policy_document.trust["events"].json
}

resource "aws_iam_role_policy" "starter" {
  name   = "start"
  role   = aws_iam_role.starter.name
  policy = data.aws_iam_policy_document.starter.json
}

data "aws_iam_policy_document" "starter" {
  statement {
    actions   = ["sagemaker:StartPipelineExecution"]
    resources = [aws_sagemaker_pipeline.this.arn]
  }
}

resource "aws_iam_role" "read_approved" {
  name               = "${var.name}-read-approved"
  assume_role_policy = data.aws_iam_policy_document.trust["lambda"].json
}

resource "aws_iam_role_policy" "read_approved" {
  name   = "read"
  role   = aws_iam_role.read_approved.name
  policy = data.aws_iam_policy_document.read_approved.json
}

data "aws_iam_policy_document" "read_approved" {
  statement {
    actions   = ["ssm:GetParameter"]
    resources = ["${local._arn}:ssm:${var.region}:${local._account}:parameter${local._parameter}"]
  }

  statement {
    actions   = ["s3:GetObject"]
    resources = [for arn in var.model_bucket_arns : "${arn}/*"] # whichever model is approved
  }

  # Without it S3 answers that access is denied where there is nothing.
  statement {
    actions   = ["s3:ListBucket"]
    resources = var.model_bucket_arns
  }

  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.read_approved.arn}:*"] # the group's streams
  }
}

resource "aws_iam_role" "pipeline" {
  name               = "${var.name}-pipeline"
  assume_role_policy = data.aws_iam_policy_document.trust["sagemaker"].json
}

resource "aws_iam_role_policy" "pipeline" {
  name   = "run"
  role   = aws_iam_role.pipeline.name
  policy = data.aws_iam_policy_document.pipeline.json
}

data "aws_iam_policy_document" "pipeline" {
  statement {
    actions   = ["lambda:InvokeFunction"]
    resources = [aws_lambda_function.read_approved.arn]
  }

  # The pipeline names what its steps make: pipelines-EXECUTION-STEP-....
  statement {
    actions = [
      "sagemaker:AddTags",
      "sagemaker:CreateModel",
      "sagemaker:CreateProcessingJob",
      "sagemaker:CreateTransformJob",
      "sagemaker:DescribeModel",
      "sagemaker:DescribeProcessingJob",
      "sagemaker:DescribeTransformJob",
      "sagemaker:StopProcessingJob",
      "sagemaker:StopTransformJob",
    ]
    resources = [for kind in ["model", "processing-job", "transform-job"] : "${local._sagemaker}:${kind}/pipelines-*"]
  }

  statement {
    actions   = ["sagemaker:CreateModel", "sagemaker:DescribeModelPackage"]
    resources = [local._versions]
  }

  statement {
    actions   = ["iam:PassRole"]
    resources = [aws_iam_role.pipeline.arn]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["sagemaker.amazonaws.com"]
    }
  }

  statement {
    actions   = ["s3:GetObject"]
    resources = concat(["${local._bucket}/*"], [for arn in var.model_bucket_arns : "${arn}/*"]) # any data, any model
  }

  statement {
    actions   = ["s3:ListBucket"]
    resources = concat([local._bucket], tolist(var.model_bucket_arns))
  }

  statement {
    actions   = ["s3:PutObject"]
    resources = ["${local._bucket}/${var.output_prefix}/*"] # each run has a folder of its own
  }

  # Images, and the jobs' own logs and metrics; ecr:GetAuthorizationToken and cloudwatch:PutMetricData know no resources.
  statement {
    actions = [
      "cloudwatch:PutMetricData",
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:GetAuthorizationToken",
      "ecr:GetDownloadUrlForLayer",
    ]
    resources = ["*"]
  }

  statement {
    actions   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    resources = ["${local._arn}:logs:${var.region}:${local._account}:log-group:/aws/sagemaker/*"] # SageMaker names the groups and streams of its jobs
  }
}
