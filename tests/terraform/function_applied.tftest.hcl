# What is known of a function and its queues only after they are applied: to a provider that makes nothing.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111111111111" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111111111111:role/notifier" }
  }
  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-central-1:111111111111:function:notifier" }
  }
  mock_resource "aws_sqs_queue" {
    defaults = {
      arn = "arn:aws:sqs:eu-central-1:111111111111:notifier"
      url = "https://sqs.ap-southeast-1.amazonaws.com/111111111111/a-name-of-24-characters-x-environment-16-c-registration-notifier-dead-letters"
    }
  }
}

variables {
  name        = "notifier"
  description = "Asks."
  handler     = "package.module.handler"
  timeout     = 60
  code        = { filename = "lambdas/dist/functions.zip", hash = "aGFzaA==" }
  layer_arn   = "arn:aws:lambda:eu-central-1:111111111111:layer:dependencies:1"
  policy_json = "{}"
}

run "a_message_is_tried_ten_times_before_it_is_dead" {
  module {
    source = "./modules/function"
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.input.redrive_policy).maxReceiveCount == 10
    error_message = "A message must be tried ten times."
  }
}

run "what_is_known_after_apply_fits_into_what_is_kept_for_it" {
  module {
    source = "./modules/function"
  }

  # The registration notifier's, which are the longest, with the longest names that the module allows.
  variables {
    name        = "a-name-of-24-characters-x-environment-16-c-registration-notifier"
    environment = { ENVIRONMENT = "environment-16-c" }
    addresses = {
      BASE_URL          = "https://dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd.example.com"
      INTENTS_QUEUE_URL = "https://sqs.ap-southeast-1.amazonaws.com/111111111111/a-name-of-24-characters-x-environment-16-c-approval"
      MAIL_QUEUE_URL    = "https://sqs.ap-southeast-1.amazonaws.com/111111111111/a-name-of-24-characters-x-environment-16-c-registration-notifier"
      REMINDERS = jsonencode({
        days            = 365
        group           = "a-name-of-24-characters-x-environment-16-c-reminders"
        role_arn        = "arn:aws-us-gov:iam::111111111111:role/pppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp/a-name-of-24-characters-x-environment-16-c-reminders"
        queue_arn       = "arn:aws-us-gov:sqs:ap-southeast-1:111111111111:a-name-of-24-characters-x-environment-16-c-approval"
        dead_letter_arn = "arn:aws-us-gov:sqs:ap-southeast-1:111111111111:a-name-of-24-characters-x-environment-16-c-approval-dead-letters"
      })
    }
  }

  assert {
    condition = length(jsonencode({
      for name, value in aws_lambda_function.this.environment[0].variables : name => value if name != "ENVIRONMENT"
    })) <= local._kept_for_addresses
    error_message = "What is kept must suffice for the longest URLs and ARNs, or Lambda refuses at apply what was planned."
  }
}

run "so_does_what_the_approval_function_is_told_while_its_session_key_is_rotated" {
  module {
    source = "./modules/function"
  }

  variables {
    name        = "a-name-of-24-characters-x-environment-16-c-approval"
    environment = { ENVIRONMENT = "environment-16-c" }
    addresses = {
      BASE_URL          = "https://dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd.example.com"
      INTENTS_QUEUE_URL = "https://sqs.ap-southeast-1.amazonaws.com/111111111111/a-name-of-24-characters-x-environment-16-c-approval"
      MAIL_QUEUE_URL    = "https://sqs.ap-southeast-1.amazonaws.com/111111111111/a-name-of-24-characters-x-environment-16-c-inference-notifier"
      SESSION_KEY_IDS = jsonencode([
        "arn:aws-us-gov:kms:ap-southeast-1:111111111111:key/11111111-2222-3333-4444-555555555555",
        "arn:aws-us-gov:kms:ap-southeast-1:111111111111:key/66666666-7777-8888-9999-000000000000",
      ])
    }
  }

  assert {
    condition = length(jsonencode({
      for name, value in aws_lambda_function.this.environment[0].variables : name => value if name != "ENVIRONMENT"
    })) <= local._kept_for_addresses
    error_message = "What is kept must suffice for two keys' ARNs as well."
  }
}
