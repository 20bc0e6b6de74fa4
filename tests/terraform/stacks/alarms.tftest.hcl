# Whole stacks, applied without AWS. test_alarms.py reads what they have, in all modules.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111111111111" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws-us-gov" }
  }
  mock_data "aws_region" {
    defaults = { id = "us-gov-east-1" }
  }
  mock_resource "aws_apigatewayv2_api" {
    defaults = { id = "a1b2c3", api_endpoint = "https://a1b2c3.execute-api.us-gov-east-1.amazonaws.com", execution_arn = "arn:aws-us-gov:execute-api:us-gov-east-1:111111111111:a1b2c3" }
  }
  mock_resource "aws_cloudwatch_event_rule" {
    defaults = { arn = "arn:aws-us-gov:events:us-gov-east-1:111111111111:rule/rule" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws-us-gov:logs:us-gov-east-1:111111111111:log-group:group" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws-us-gov:iam::111111111111:role/role" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws-us-gov:kms:us-gov-east-1:111111111111:key/key" }
  }
  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws-us-gov:lambda:us-gov-east-1:111111111111:function:function", invoke_arn = "arn:aws-us-gov:apigateway:us-gov-east-1:lambda:path/2015-03-31/functions/function/invocations" }
  }
  mock_resource "aws_lambda_layer_version" {
    defaults = { arn = "arn:aws-us-gov:lambda:us-gov-east-1:111111111111:layer:layer:1" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws-us-gov:sns:us-gov-east-1:111111111111:made" }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws-us-gov:sqs:us-gov-east-1:111111111111:queue" }
  }
}

variables {
  environments = [
    { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
    { name = "test", account_id = "111111111111", approvers = ["ben@example.com"], approver_group = "test-approvers" },
    { name = "prod", account_id = "111111111111", approvers = ["cleo@example.com"], approver_group = "prod-approvers" },
  ]
  mail = { from = "model-approval@example.com" }
  oidc = { issuer = "https://login.example.com", client_id = "model-approval" }
}

run "the_first_stack" {
  variables {
    environment = "dev"
  }
}

run "a_stack_in_the_middle" {
  variables {
    environment      = "test"
    inference_events = ["custom"]
    alarm_topic_arns = ["arn:aws-us-gov:sns:us-gov-east-1:111111111111:on-call", "arn:aws-us-gov:sns:us-gov-east-1:111111111111:chat"]
  }
}

run "a_stack_without_reminders" {
  variables {
    environment       = "test"
    remind_after_days = 0
  }
}

run "the_last_stack" {
  variables {
    environment = "prod"
  }
}
