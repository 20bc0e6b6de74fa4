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
    condition     = aws_sqs_queue.input.sqs_managed_sse_enabled && aws_sqs_queue.dead_letters.sqs_managed_sse_enabled
    error_message = "Both queues must be encrypted."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.input.function_response_types == toset(["ReportBatchItemFailures"])
    error_message = "One message that fails must not bring back the others of its batch."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.dead_letters.threshold == 0 && aws_cloudwatch_metric_alarm.errors.threshold == 0
    error_message = "The first dead letter and the first error must raise an alarm."
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
