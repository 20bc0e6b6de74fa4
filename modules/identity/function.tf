# What Cognito asks at each sign-in: which approver groups the directory's groups stand for.

locals {
  _package       = "${path.module}/../../lambdas/dist/functions.zip"
  _function_name = "${var.name}-group-claim"
}

resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_116:Cognito waits for the answer; nothing is queued that could be dead
  #checkov:skip=CKV_AWS_117:It talks to Cognito alone, which has no endpoint in a VPC for this
  #checkov:skip=CKV_AWS_115:Reserved concurrency would only let sign-ins fail
  #checkov:skip=CKV_AWS_173:The variables hold names of groups, no secret
  #checkov:skip=CKV_AWS_272:The package's hash is pinned
  function_name = local._function_name
  description   = "Lets only groups that the directory sent count, and turns them into approver groups."
  role          = aws_iam_role.this.arn

  filename         = local._package
  source_code_hash = filebase64sha256(local._package)

  runtime       = "python3.13"
  architectures = ["x86_64"]
  handler       = "model_approval.handlers.group_claim.handler"
  memory_size   = 512
  timeout       = 5 # Cognito waits no longer

  environment {
    variables = {
      GROUPS            = jsonencode(var.groups)
      GROUPS_ATTRIBUTE  = local.groups_attribute
      IDENTITY_PROVIDER = var.provider_name
    }
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
}

resource "aws_lambda_permission" "cognito" {
  statement_id   = "Cognito"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.this.function_name
  principal      = "cognito-idp.amazonaws.com"
  source_account = data.aws_caller_identity.current.account_id
  source_arn     = aws_cognito_user_pool.this.arn
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_338:The caller says how long
  name              = "/aws/lambda/${local._function_name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

resource "aws_iam_role" "this" {
  name                 = local._function_name
  path                 = var.role_path
  description          = "Role of the function ${local._function_name}."
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "this" {
  name   = "function"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.this.json
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "WriteLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this.arn}:*"] # the group's streams
  }

  # Groups that are left over from an earlier sign-in.
  statement {
    sid       = "ForgetGroups"
    actions   = ["cognito-idp:AdminDeleteUserAttributes"]
    resources = [aws_cognito_user_pool.this.arn]
  }

  dynamic "statement" {
    for_each = var.tracing ? [1] : []

    content {
      sid       = "Trace"
      actions   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
      resources = ["*"] # X-Ray knows no resources for these
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "${local._function_name}-errors"
  alarm_description   = "${local._function_name} failed, and somebody could not sign in: Amazon Cognito refused to forget their old groups, did not get an answer within five seconds, or asked something that the function does not know. Its log says which."
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = { FunctionName = aws_lambda_function.this.function_name }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  tags                = var.tags
}
