# A function and its queues.

# The real provider renders the policies. At plan it asks AWS nothing but who it is, which is answered here.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

override_data {
  target = data.aws_caller_identity.current
  values = { account_id = "111111111111" }
}

variables {
  name            = "notifier"
  description     = "Asks."
  handler         = "package.module.handler"
  timeout         = 60
  code            = { filename = "lambdas/dist/functions.zip", hash = "aGFzaA==" }
  layer_arn       = "arn:aws:lambda:eu-central-1:111111111111:layer:dependencies:1"
  policy_json     = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  event_rule_arns = ["arn:aws:events:eu-central-1:111111111111:rule/registrations"]
}

run "a_message_has_time_is_tried_again_and_is_never_lost" {
  command = plan

  module {
    source = "./modules/function"
  }

  assert {
    condition     = aws_sqs_queue.input.visibility_timeout_seconds == 360
    error_message = "A message must stay hidden for six times the function's timeout."
  }

  assert {
    condition     = aws_sqs_queue.dead_letters.message_retention_seconds == 1209600
    error_message = "Dead letters must wait for a person as long as SQS keeps messages: 14 days."
  }

  assert {
    condition     = aws_lambda_function.this.logging_config[0].log_format == "JSON" && aws_lambda_function.this.logging_config[0].system_log_level == "INFO"
    error_message = "What Lambda itself logs must be JSON as well, and must say how an invocation ended."
  }

  assert {
    condition     = aws_sqs_queue.input.sqs_managed_sse_enabled && aws_sqs_queue.dead_letters.sqs_managed_sse_enabled
    error_message = "Both queues must be encrypted."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.input.function_response_types == toset(["ReportBatchItemFailures"])
    error_message = "One message that fails must not bring back the others of its batch."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.dead_letters.threshold == 0 && aws_cloudwatch_metric_alarm.errors.threshold == 0 && aws_cloudwatch_metric_alarm.throttles.threshold == 0
    error_message = "The first dead letter, the first error and the first throttled call must raise an alarm."
  }

  assert {
    condition     = [aws_cloudwatch_metric_alarm.throttles.namespace, aws_cloudwatch_metric_alarm.throttles.metric_name, aws_cloudwatch_metric_alarm.throttles.dimensions.FunctionName] == ["AWS/Lambda", "Throttles", "notifier"]
    error_message = "Calls that Lambda throttles must raise an alarm."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.waiting.metric_name == "ApproximateAgeOfOldestMessage" && aws_cloudwatch_metric_alarm.waiting.threshold == 1800 && aws_cloudwatch_metric_alarm.waiting.dimensions == tomap({ QueueName = "notifier" })
    error_message = "A message that waits in the input queue for more than half an hour must raise an alarm."
  }
}

run "only_the_rule_may_send_from_outside" {
  command = plan

  module {
    source = "./modules/function"
  }

  assert {
    condition = { for queue in [aws_sqs_queue.input, aws_sqs_queue.dead_letters] : queue.name => jsondecode(queue.policy).Statement[0] } == {
      for name in ["notifier", "notifier-dead-letters"] : name => {
        Sid       = "ReceiveEvents"
        Effect    = "Allow"
        Action    = "sqs:SendMessage"
        Principal = { Service = "events.amazonaws.com" }
        Resource  = "arn:aws:sqs:eu-central-1:111111111111:${name}"
        Condition = { ArnEquals = { "aws:SourceArn" = "arn:aws:events:eu-central-1:111111111111:rule/registrations" } }
      }
    }
    error_message = "Each queue must let the one rule send."
  }
}

run "settings_that_fit_are_plain" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    environment = { NAME = "dev", TARGETS = jsonencode([for n in range(100) : "approver-${n}@example.com"]) }
  }

  assert {
    condition     = local._environment == tomap(var.environment)
    error_message = "Settings must be readable for people as long as Lambda has room for them."
  }
}

run "settings_that_do_not_fit_are_compressed_where_that_helps" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    environment = { NAME = "dev", TARGETS = jsonencode([for n in range(200) : "approver-${n}@example.com"]) }
  }

  assert {
    condition     = local._environment == tomap({ NAME = "dev", TARGETS = base64gzip(var.environment.TARGETS) })
    error_message = "Long settings must be compressed if Lambda has no room for all of them, and short ones left alone."
  }

  assert {
    condition     = startswith(local._environment.TARGETS, "H4sI")
    error_message = "The functions tell compressed settings by how they begin."
  }
}

run "settings_too_long_for_lambda_are_refused" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    environment = { TARGETS = jsonencode([for n in range(200) : "${sha256("${n}")}@example.com"]) }
  }

  expect_failures = [aws_lambda_function.this]
}

run "by_default_nothing_is_reserved_or_traced" {
  command = plan

  module {
    source = "./modules/function"
  }

  assert {
    condition     = aws_lambda_function.this.reserved_concurrent_executions == -1 && aws_lambda_function.this.tracing_config[0].mode == "PassThrough"
    error_message = "Unless somebody asks for it, no concurrency is taken from the account, and nothing is traced."
  }

  assert {
    condition     = aws_lambda_function.this.runtime == "python3.13" && aws_lambda_function.this.architectures == tolist(["x86_64"])
    error_message = "The packages are made for one runtime and one architecture."
  }
}

run "a_key_is_for_logs_and_both_queues" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:111111111111:key/one"
  }

  assert {
    condition = [
      aws_cloudwatch_log_group.this.kms_key_id, aws_sqs_queue.input.kms_master_key_id, aws_sqs_queue.dead_letters.kms_master_key_id,
    ] == [for _ in range(3) : "arn:aws:kms:eu-central-1:111111111111:key/one"]
    error_message = "Logs and both queues must be encrypted with the given key."
  }
}

run "what_companies_ask_for_reaches_function_and_role" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    permissions_boundary_arn = "arn:aws:iam::111111111111:policy/boundary"
    reserved_concurrency     = 5
    role_path                = "/ml/"
    tracing                  = true
  }

  assert {
    condition     = aws_iam_role.this.path == "/ml/" && aws_iam_role.this.permissions_boundary == "arn:aws:iam::111111111111:policy/boundary"
    error_message = "Path and boundary must reach the role."
  }

  assert {
    condition     = aws_lambda_function.this.reserved_concurrent_executions == 5 && aws_lambda_function.this.tracing_config[0].mode == "Active"
    error_message = "Concurrency and tracing must reach the function."
  }
}

# The policy is rendered once the log group is known; what it will be rendered from is known before.
run "what_is_not_asked_for_is_not_allowed" {
  command = plan

  module {
    source = "./modules/function"
  }

  assert {
    condition     = data.aws_iam_policy_document.this.statement[*].sid == tolist(["WriteLogs", "WorkOffQueue", "SendDeadLetters"])
    error_message = "Without a key and without tracing the role needs neither."
  }
}

run "what_is_asked_for_is_allowed_as_narrowly_as_aws_offers" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:111111111111:key/one"
    tracing     = true
  }

  assert {
    condition = jsonencode([
      for statement in data.aws_iam_policy_document.this.statement : [statement.sid, sort(statement.actions), statement.resources, statement.condition[*].values]
      if contains(["UseKeyOfQueues", "Trace"], statement.sid)
      ]) == jsonencode([
      ["UseKeyOfQueues", ["kms:Decrypt", "kms:GenerateDataKey"], ["arn:aws:kms:eu-central-1:111111111111:key/one"], [["sqs.*"]]],
      ["Trace", ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], ["*"], []],
    ])
    error_message = "The key serves through SQS alone, and traces can only be sent."
  }
}

run "a_package_is_in_one_place" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    code = { filename = "functions.zip", s3_bucket = "packages", s3_key = "functions.zip" }
  }

  expect_failures = [var.code]
}

run "a_name_fits_into_lambda" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    name = "a-name-of-more-than-sixty-four-characters-does-not-fit-into-lambda"
  }

  expect_failures = [var.name]
}

run "a_boundary_is_a_policy" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    permissions_boundary_arn = "boundary"
  }

  expect_failures = [var.permissions_boundary_arn]
}

run "a_path_has_slashes_at_both_ends" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    role_path = "ml"
  }

  expect_failures = [var.role_path]
}

run "a_function_ends_within_15_minutes" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    timeout = 901
  }

  expect_failures = [var.timeout]
}
