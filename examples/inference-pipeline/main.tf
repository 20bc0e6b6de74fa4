# An inference pipeline that runs whenever something else is approved for its environment.

provider "aws" {
  region = var.region # credentials of the environment's own account

  default_tags {
    tags = var.tags
  }
}

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}

locals {
  _parameter = "${var.parameter_prefix}/${var.environment}/${var.model_package_group}/approved"
  _data      = "s3://${var.data_bucket}"
  _code      = file("${path.module}/evaluate.py")
}

# The parameter changes with each approval, and with each revocation that lets another version be the approved one. It is
# deleted when the last approved version is revoked: then there is nothing to run.
resource "aws_cloudwatch_event_rule" "approved" {
  name        = "${var.name}-approved"
  description = "Another version of ${var.model_package_group} is approved for ${var.environment}."

  event_pattern = jsonencode({
    source      = ["aws.ssm"]
    detail-type = ["Parameter Store Change"]
    detail      = { name = [local._parameter], operation = ["Create", "Update"] }
  })
}

resource "aws_cloudwatch_event_target" "pipeline" {
  rule     = aws_cloudwatch_event_rule.approved.name
  arn      = aws_sagemaker_pipeline.this.arn
  role_arn = aws_iam_role.starter.arn

  depends_on = [aws_iam_role_policy.starter]
}

# However it is started, by the rule, on a schedule or by hand, it runs what is approved at that moment.
resource "aws_sagemaker_pipeline" "this" {
  pipeline_name         = var.name
  pipeline_display_name = var.name
  pipeline_description  = "Runs what is approved for ${var.environment}."
  role_arn              = aws_iam_role.pipeline.arn

  pipeline_definition = templatefile("${path.module}/pipeline.json.tftpl", {
    code          = "${local._data}/${aws_s3_object.evaluate.key}"
    function_arn  = aws_lambda_function.read_approved.arn
    image_uri     = var.evaluation_image_uri
    input         = "${local._data}/${var.input_prefix}"
    instance_type = var.instance_type
    labels        = "${local._data}/${var.labels_prefix}"
    limits        = jsonencode(var.limits)
    output        = "${local._data}/${var.output_prefix}"
    parameter     = local._parameter
    role_arn      = aws_iam_role.pipeline.arn
  })

  depends_on = [aws_iam_role_policy.pipeline]
}

# EventBridge tells that the parameter has changed, but not what it holds.
resource "aws_lambda_function" "read_approved" {
  #checkov:skip=CKV_AWS_50: the pipeline's execution shows how the step went
  #checkov:skip=CKV_AWS_115: it runs once an execution, so there is nothing to keep for it
  #checkov:skip=CKV_AWS_116: the pipeline waits for its answer, and fails if there is none
  #checkov:skip=CKV_AWS_117: it calls Parameter Store and S3 alone
  #checkov:skip=CKV_AWS_272: a signing profile is yours to give; the package's hash is pinned here
  function_name    = "${var.name}-read-approved"
  description      = "Tells the pipeline which model package is approved, if its model data are still the approved ones."
  role             = aws_iam_role.read_approved.arn
  runtime          = "python3.13"
  handler          = "read_approved.handler"
  filename         = "${path.module}/read_approved.zip"
  source_code_hash = filebase64sha256("${path.module}/read_approved.zip")
  timeout          = 30

  depends_on = [aws_cloudwatch_log_group.read_approved, aws_iam_role_policy.read_approved]
}

resource "aws_cloudwatch_log_group" "read_approved" {
  #checkov:skip=CKV_AWS_158: nothing secret is logged, so AWS's key will do
  name              = "/aws/lambda/${var.name}-read-approved"
  retention_in_days = 365
}

# Under a name of its own whenever it changes, so that an execution never gets half of it.
resource "aws_s3_object" "evaluate" {
  bucket  = var.data_bucket
  key     = "${var.output_prefix}/code/${sha256(local._code)}/evaluate.py"
  content = local._code
}
