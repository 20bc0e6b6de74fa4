# The user pool between the company's directory and the approval pages: applied by a provider that makes nothing.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111111111111" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
  mock_resource "aws_iam_role" {
    defaults = { id = "identity-group-claim", arn = "arn:aws:iam::111111111111:role/identity-group-claim" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:111111111111:log-group:/aws/lambda/identity-group-claim" }
  }
  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-central-1:111111111111:function:identity-group-claim" }
  }
  mock_resource "aws_cognito_user_pool" {
    defaults = {
      id       = "eu-central-1_EXAMPLE11"
      arn      = "arn:aws:cognito-idp:eu-central-1:111111111111:userpool/eu-central-1_EXAMPLE11"
      endpoint = "cognito-idp.eu-central-1.amazonaws.com/eu-central-1_EXAMPLE11"
    }
  }
  mock_resource "aws_cognito_user_pool_client" {
    defaults = { id = "1example23456789" }
  }
}

variables {
  name          = "identity"
  domain_prefix = "example-approval"
  callback_urls = ["https://a1b2c3.execute-api.eu-central-1.amazonaws.com/auth/callback"]
  saml          = { metadata_url = "https://login.example.com/metadata" }
  groups        = { "22222222-2222-2222-2222-222222222222" = "approvers-dev" }
}

run "only_the_directory_lets_people_in" {
  module {
    source = "./modules/identity"
  }

  assert {
    condition     = aws_cognito_user_pool.this.admin_create_user_config[0].allow_admin_create_user_only && one(aws_cognito_user_pool.this.account_recovery_setting[0].recovery_mechanism[*].name) == "admin_only"
    error_message = "Nobody may sign up, or get a password by way of a mail."
  }

  assert {
    condition     = join(" ", aws_cognito_user_pool_client.this.supported_identity_providers) == "CompanyDirectory" && join(" ", aws_cognito_user_pool_client.this.explicit_auth_flows) == "ALLOW_REFRESH_TOKEN_AUTH"
    error_message = "The client must know the directory alone, and no flow with a password."
  }

  assert {
    condition     = aws_cognito_user_pool.this.username_configuration[0].case_sensitive
    error_message = "Two people whose names differ in case must not become one user."
  }

  assert {
    condition     = aws_cognito_user_pool.this.deletion_protection == "ACTIVE" && aws_cognito_user_pool_client.this.prevent_user_existence_errors == "ENABLED"
    error_message = "The pool must be protected, and tell nobody who is in it."
  }
}

run "people_cannot_change_what_is_kept_about_them" {
  module {
    source = "./modules/identity"
  }

  assert {
    condition     = toset(aws_cognito_user_pool_client.this.allowed_oauth_scopes) == toset(["openid", "email", "profile"])
    error_message = "A token with aws.cognito.signin.user.admin changes its user's attributes."
  }

  assert {
    condition     = toset(aws_cognito_user_pool_client.this.write_attributes) == toset(keys(aws_cognito_identity_provider.this.attribute_mapping))
    error_message = "Cognito refuses sign-ins if a mapped attribute is not writable; and nothing else must be."
  }

  assert {
    condition     = one(aws_cognito_user_pool.this.schema).mutable && one(aws_cognito_user_pool.this.schema).string_attribute_constraints[0].max_length == "2048"
    error_message = "Cognito refuses every second sign-in if a mapped attribute is not mutable, and values that are longer than it may be."
  }
}

run "the_function_is_asked_at_each_sign_in_and_may_do_no_more_than_forget" {
  module {
    source = "./modules/identity"
  }

  assert {
    condition     = aws_cognito_user_pool.this.lambda_config[0].pre_authentication == aws_lambda_function.this.arn && aws_cognito_user_pool.this.lambda_config[0].pre_token_generation == aws_lambda_function.this.arn
    error_message = "Old groups must be forgotten before each sign-in, and groups be looked at before each token."
  }

  assert {
    condition     = [aws_lambda_permission.cognito.principal, aws_lambda_permission.cognito.source_arn, aws_lambda_permission.cognito.source_account] == ["cognito-idp.amazonaws.com", aws_cognito_user_pool.this.arn, "111111111111"]
    error_message = "Cognito may call the function for this pool alone."
  }

  assert {
    condition = [for statement in data.aws_iam_policy_document.this.statement : [statement.actions, statement.resources]] == [
      [toset(["logs:CreateLogStream", "logs:PutLogEvents"]), toset(["arn:aws:logs:eu-central-1:111111111111:log-group:/aws/lambda/identity-group-claim:*"])],
      [toset(["cognito-idp:AdminDeleteUserAttributes"]), toset(["arn:aws:cognito-idp:eu-central-1:111111111111:userpool/eu-central-1_EXAMPLE11"])],
    ]
    error_message = "The function may write its log, and remove attributes of this pool's users."
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables == tomap({ GROUPS = jsonencode(var.groups), GROUPS_ATTRIBUTE = "custom:directory_groups", IDENTITY_PROVIDER = "CompanyDirectory" }) && aws_lambda_function.this.timeout == 5 && aws_lambda_function.this.layers == null
    error_message = "The function must know the groups, and answer within the five seconds that Cognito waits."
  }
}

run "the_client_is_public_and_its_tokens_are_short" {
  module {
    source = "./modules/identity"
  }

  assert {
    condition     = !aws_cognito_user_pool_client.this.generate_secret && join(" ", aws_cognito_user_pool_client.this.allowed_oauth_flows) == "code" && toset(aws_cognito_user_pool_client.this.callback_urls) == var.callback_urls
    error_message = "There must be no secret, only the code flow, and no other address than the pages'."
  }

  assert {
    condition = [
      aws_cognito_user_pool_client.this.id_token_validity, aws_cognito_user_pool_client.this.access_token_validity, aws_cognito_user_pool_client.this.refresh_token_validity,
      join(" ", distinct(values(aws_cognito_user_pool_client.this.token_validity_units[0]))),
    ] == [5, 5, 60, "minutes"]
    error_message = "Tokens must be as short as Cognito has them."
  }
}

run "saml_is_told_to_cognito_and_to_the_directory" {
  module {
    source = "./modules/identity"
  }

  assert {
    condition     = aws_cognito_identity_provider.this.provider_type == "SAML" && aws_cognito_identity_provider.this.provider_details == tomap({ MetadataURL = "https://login.example.com/metadata", IDPSignout = "false" })
    error_message = "Cognito must read the directory's metadata, and let nobody in who was not asked for."
  }

  assert {
    condition = aws_cognito_identity_provider.this.attribute_mapping == tomap({
      "custom:directory_groups" = "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups"
      email                     = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"
      name                      = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name"
    })
    error_message = "The defaults must be what Entra ID sends."
  }

  assert {
    condition = jsonencode(output.directory) == jsonencode({
      entity_id    = "urn:amazon:cognito:sp:eu-central-1_EXAMPLE11"
      acs_url      = "https://example-approval.auth.eu-central-1.amazoncognito.com/saml2/idpresponse"
      redirect_uri = null
    })
    error_message = "The outputs must say what to enter at the directory."
  }

  assert {
    condition = output.oidc == {
      issuer       = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_EXAMPLE11"
      client_id    = "1example23456789"
      groups_claim = "cognito:groups"
      scopes       = "openid email profile"
    }
    error_message = "The root module must be able to take the output as it is."
  }
}

run "saml_as_somebody_else_has_it" {
  module {
    source = "./modules/identity"
  }

  variables {
    saml          = { metadata_xml = "<EntityDescriptor/>", groups_attribute = "groups", email_attribute = "mail", name_attribute = "cn", sign_requests = true }
    provider_name = "Okta"
  }

  assert {
    condition     = aws_cognito_identity_provider.this.provider_details == tomap({ MetadataFile = "<EntityDescriptor/>", IDPSignout = "false", RequestSigningAlgorithm = "rsa-sha256" })
    error_message = "The metadata may be given as they stand, and requests be signed."
  }

  assert {
    condition     = join(" ", values(aws_cognito_identity_provider.this.attribute_mapping)) == "groups mail cn" && aws_lambda_function.this.environment[0].variables.IDENTITY_PROVIDER == "Okta"
    error_message = "The attributes may have other names, and so may the directory."
  }
}

run "oidc_is_told_to_cognito_and_to_the_directory" {
  module {
    source = "./modules/identity"
  }

  variables {
    saml               = null
    oidc               = { issuer = "https://login.example.com", client_id = "pool", groups_claim = "roles" }
    oidc_client_secret = "secret"
  }

  assert {
    condition = aws_cognito_identity_provider.this.provider_type == "OIDC" && nonsensitive(aws_cognito_identity_provider.this.provider_details) == tomap({
      oidc_issuer               = "https://login.example.com"
      client_id                 = "pool"
      client_secret             = "secret"
      authorize_scopes          = "openid email profile"
      attributes_request_method = "GET"
    })
    error_message = "Cognito must know its client at the directory."
  }

  assert {
    condition     = aws_cognito_identity_provider.this.attribute_mapping == tomap({ "custom:directory_groups" = "roles", email = "email", name = "name", username = "sub" })
    error_message = "The claims must be mapped, and whoever signs in be known by what never changes."
  }

  assert {
    condition     = !contains(aws_cognito_user_pool_client.this.write_attributes, "username")
    error_message = "The user's name is no attribute of the client."
  }

  assert {
    condition     = jsonencode(output.directory) == jsonencode({ entity_id = null, acs_url = null, redirect_uri = "https://example-approval.auth.eu-central-1.amazoncognito.com/oauth2/idpresponse" })
    error_message = "The outputs must say what to enter at the directory."
  }
}

run "a_company_has_its_standards" {
  module {
    source = "./modules/identity"
  }

  variables {
    alarm_topic_arns         = ["arn:aws:sns:eu-central-1:111111111111:on-call"]
    deletion_protection      = false
    kms_key_arn              = "arn:aws:kms:eu-central-1:111111111111:key/company"
    log_retention_days       = 365
    logout_urls              = ["https://example.com/"]
    permissions_boundary_arn = "arn:aws:iam::111111111111:policy/boundary"
    role_path                = "/ml/"
    tags                     = { cost-center = "4711" }
    tracing                  = true
  }

  assert {
    condition     = [aws_iam_role.this.path, aws_iam_role.this.permissions_boundary, aws_cloudwatch_log_group.this.kms_key_id, aws_cloudwatch_log_group.this.retention_in_days] == ["/ml/", "arn:aws:iam::111111111111:policy/boundary", "arn:aws:kms:eu-central-1:111111111111:key/company", 365]
    error_message = "Role and log must be as the company wants them."
  }

  assert {
    condition     = alltrue([for tags in [aws_iam_role.this.tags, aws_cloudwatch_log_group.this.tags, aws_lambda_function.this.tags, aws_cognito_user_pool.this.tags, aws_cloudwatch_metric_alarm.errors.tags] : tags == tomap({ cost-center = "4711" })])
    error_message = "Whatever can have tags must have them."
  }

  assert {
    condition     = aws_lambda_function.this.tracing_config[0].mode == "Active" && data.aws_iam_policy_document.this.statement[2].actions == toset(["xray:PutTelemetryRecords", "xray:PutTraceSegments"])
    error_message = "X-Ray must be on, and allowed."
  }

  assert {
    condition     = toset(aws_cloudwatch_metric_alarm.errors.alarm_actions) == toset(var.alarm_topic_arns) && aws_cloudwatch_metric_alarm.errors.dimensions.FunctionName == aws_lambda_function.this.function_name
    error_message = "Whoever is on call must hear that people cannot sign in."
  }

  assert {
    condition     = aws_cognito_user_pool.this.deletion_protection == "INACTIVE" && toset(aws_cognito_user_pool_client.this.logout_urls) == toset(["https://example.com/"])
    error_message = "The pool may be given up, and people be sent elsewhere when they leave."
  }
}

run "govcloud_has_endpoints_for_fips_alone" {
  module {
    source = "./modules/identity"
  }

  override_data {
    target = data.aws_partition.current
    values = { partition = "aws-us-gov" }
  }

  assert {
    condition     = output.domain == "example-approval.auth-fips.eu-central-1.amazoncognito.com"
    error_message = "In GovCloud the sign-in pages' host name has auth-fips in it."
  }
}
