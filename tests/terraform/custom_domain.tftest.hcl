# The approval pages' address: API Gateway's own, or the company's.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111111111111" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
}

variables {
  environment = "dev"
  environments = [
    { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
    { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers" },
  ]
  mail          = { from = "model-approval@example.com", identity_arn = "arn:aws:ses:eu-central-1:111111111111:identity/example.com" }
  oidc          = { issuer = "https://login.example.com", client_id = "model-approval" }
  custom_domain = { name = "approvals.example.com", certificate_arn = "arn:aws:acm:eu-central-1:111111111111:certificate/one" }
}

run "a_name_is_no_url" {
  command = plan

  variables {
    custom_domain = { name = "https://approvals.example.com", certificate_arn = "arn:aws:acm:eu-central-1:111111111111:certificate/one" }
  }

  expect_failures = [var.custom_domain]
}

run "a_certificate_is_one_of_acm" {
  command = plan

  variables {
    custom_domain = { name = "approvals.example.com", certificate_arn = "arn:aws:iam::111111111111:server-certificate/one" }
  }

  expect_failures = [var.custom_domain]
}

run "a_certificate_is_of_the_stacks_region" {
  command = plan

  variables {
    custom_domain = { name = "approvals.example.com", certificate_arn = "arn:aws:acm:us-east-1:111111111111:certificate/one" }
  }

  expect_failures = [aws_ssm_parameter.stack]
}

run "pages_and_sign_in_are_at_the_companys_name" {
  command = plan

  assert {
    condition     = output.api_url == "https://approvals.example.com" && output.callback_url == "https://approvals.example.com/auth/callback"
    error_message = "Links in mails and the redirect URI must use the company's name, and be known at plan."
  }

  assert {
    condition     = jsondecode(aws_ssm_parameter.stack.insecure_value).api_url == "https://approvals.example.com"
    error_message = "The other environments must link to the company's name."
  }
}

run "the_record_for_it_is_told_once_it_is_known" {
  command = apply

  module {
    source = "./modules/approval-api"
  }

  variables {
    name                = "model-approval-dev-approval"
    function_name       = "model-approval-dev-approval"
    function_invoke_arn = "arn:aws:lambda:eu-central-1:111111111111:function:model-approval-dev-approval"
    session_role_arn    = "arn:aws:iam::111111111111:role/model-approval-dev-approval"
  }

  override_resource {
    target = aws_apigatewayv2_api.this
    values = { execution_arn = "arn:aws:execute-api:eu-central-1:111111111111:abcdefghij" }
  }

  override_resource {
    target = aws_cloudwatch_log_group.access
    values = { arn = "arn:aws:logs:eu-central-1:111111111111:log-group:/aws/vendedlogs/model-approval-dev-approval-api" }
  }

  override_resource {
    target = aws_apigatewayv2_domain_name.this
    values = { domain_name_configuration = { target_domain_name = "d-1.execute-api.eu-central-1.amazonaws.com", hosted_zone_id = "Z1" } }
  }

  assert {
    condition = output.dns_records == [{
      name    = "approvals.example.com"
      type    = "CNAME"
      value   = "d-1.execute-api.eu-central-1.amazonaws.com"
      purpose = "the approval pages"
    }] && output.domain_hosted_zone_id == "Z1"
    error_message = "Whoever has the zone must be told what to enter."
  }

  assert {
    condition     = aws_apigatewayv2_api.this.disable_execute_api_endpoint && aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].security_policy == "TLS_1_2"
    error_message = "There must be one address, and no old TLS."
  }
}

run "without_one_api_gateways_address_serves" {
  command = plan

  module {
    source = "./modules/approval-api"
  }

  variables {
    custom_domain       = null
    name                = "model-approval-dev-approval"
    function_name       = "model-approval-dev-approval"
    function_invoke_arn = "arn:aws:lambda:eu-central-1:111111111111:function:model-approval-dev-approval"
    session_role_arn    = "arn:aws:iam::111111111111:role/model-approval-dev-approval"
    throttling          = { requests_per_second = 7, burst = 9 }
  }

  assert {
    condition     = length(aws_apigatewayv2_domain_name.this) == 0 && !aws_apigatewayv2_api.this.disable_execute_api_endpoint && output.dns_records == []
    error_message = "Without a name of the company's, API Gateway's must answer."
  }

  assert {
    condition     = aws_apigatewayv2_stage.default.default_route_settings[0].throttling_rate_limit == 7 && aws_apigatewayv2_stage.default.default_route_settings[0].throttling_burst_limit == 9
    error_message = "The limits must reach the stage."
  }

  # A query string may hold an authorization code, a cookie or header the session.
  assert {
    condition = [
      for value in values(jsondecode(aws_apigatewayv2_stage.default.access_log_settings[0].format)) : value
      if !contains([
        "$context.requestId", "$context.requestTime", "$context.identity.sourceIp", "$context.httpMethod", "$context.path",
        "$context.status", "$context.responseLatency", "$context.integrationErrorMessage",
      ], value)
    ] == []
    error_message = "Access logs must hold nothing that may be a secret."
  }
}
