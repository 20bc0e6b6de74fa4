# A packaged Lambda function that works off its own queue.

locals {
  _kept_for_addresses = 1208 # with the longest names, region, partition, path and custom domain
  _room               = 4096 - local._kept_for_addresses

  # Bytes as Lambda counts them: the JSON of all variables, in UTF-8. Where they are too many, long values are compressed:
  # the functions can tell by a value's beginning.
  _plain_bytes       = length(base64encode(jsonencode(var.environment))) * 3 / 4
  _environment       = local._plain_bytes <= local._room ? var.environment : local._compressed
  _compressed        = { for name, value in var.environment : name => length(value) > 256 ? base64gzip(value) : value }
  _environment_bytes = length(base64encode(jsonencode(local._environment))) * 3 / 4
}

resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_116: its events come from a queue, whose own dead-letter queue keeps what failed
  #checkov:skip=CKV_AWS_117: it calls AWS and the identity provider over TLS, and needs nothing in a VPC
  #checkov:skip=CKV_AWS_173: the variables hold names and addresses, no secret
  #checkov:skip=CKV_AWS_272: a signing profile is the company's own; the packages' hashes are committed and checked
  function_name = var.name
  description   = var.description
  role          = aws_iam_role.this.arn

  filename         = var.code.filename
  source_code_hash = var.code.hash
  s3_bucket        = var.code.s3_bucket
  s3_key           = var.code.s3_key
  layers           = [var.layer_arn]

  runtime       = "python3.13"
  architectures = ["x86_64"]
  handler       = var.handler
  memory_size   = 512
  timeout       = var.timeout

  reserved_concurrent_executions = var.reserved_concurrency == null ? -1 : var.reserved_concurrency # -1: none reserved

  environment {
    variables = merge(
      local._environment,
      var.addresses,
      { DEAD_LETTER_QUEUE_URL = aws_sqs_queue.dead_letters.url, POWERTOOLS_SERVICE_NAME = var.name },
    )
  }

  # Also what Lambda and libraries write; what the code writes is JSON, which Lambda leaves as it is.
  logging_config {
    log_format            = "JSON"
    application_log_level = "INFO"
    system_log_level      = "INFO"
    log_group             = aws_cloudwatch_log_group.this.name
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  tags = var.tags

  lifecycle {
    precondition {
      condition     = local._environment_bytes <= local._room
      error_message = "The settings of ${var.name} take ${floor(local._environment_bytes)} bytes, compressed, but AWS Lambda has room for ${local._room}; give fewer or shorter approvers' addresses (a distribution list, for instance), gate rules or metric directions."
    }
  }
}

resource "aws_lambda_event_source_mapping" "input" {
  event_source_arn        = aws_sqs_queue.input.arn
  function_name           = aws_lambda_function.this.arn
  batch_size              = 5 # the timeout is for the whole batch
  function_response_types = ["ReportBatchItemFailures"]

  # Parameter Store takes few writes a second; a burst waits in the queue instead of being throttled.
  scaling_config {
    maximum_concurrency = 2
  }

  # In GovCloud and China, Lambda does not know tags here, and every plan would want to set them again.
  tags = data.aws_partition.current.partition == "aws" ? var.tags : null

  depends_on = [aws_iam_role_policy.this] # AWS tries the permission when it makes the mapping
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}
