# What somebody could give the user pool that would not work, or not be safe.

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

run "neither_saml_nor_oidc_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    saml = null
  }

  expect_failures = [var.saml]
}

run "both_saml_and_oidc_are_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    oidc               = { issuer = "https://login.example.com", client_id = "pool" }
    oidc_client_secret = "secret"
  }

  expect_failures = [var.saml]
}

run "saml_without_metadata_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    saml = {}
  }

  expect_failures = [var.saml]
}

run "saml_with_metadata_twice_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    saml = { metadata_url = "https://login.example.com/metadata", metadata_xml = "<EntityDescriptor/>" }
  }

  expect_failures = [var.saml]
}

run "saml_metadata_that_anybody_could_change_are_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    saml = { metadata_url = "http://login.example.com/metadata" }
  }

  expect_failures = [var.saml]
}

run "oidc_over_http_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    saml               = null
    oidc               = { issuer = "http://login.example.com", client_id = "pool" }
    oidc_client_secret = "secret"
  }

  expect_failures = [var.oidc]
}

run "oidc_without_a_client_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    saml               = null
    oidc               = { issuer = "https://login.example.com", client_id = " " }
    oidc_client_secret = "secret"
  }

  expect_failures = [var.oidc]
}

run "oidc_without_openid_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    saml               = null
    oidc               = { issuer = "https://login.example.com", client_id = "pool", scopes = "email profile" }
    oidc_client_secret = "secret"
  }

  expect_failures = [var.oidc]
}

run "oidc_without_a_secret_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    saml = null
    oidc = { issuer = "https://login.example.com", client_id = "pool" }
  }

  expect_failures = [var.oidc_client_secret]
}

run "a_secret_for_nothing_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    oidc_client_secret = "secret"
  }

  expect_failures = [var.oidc_client_secret]
}

run "no_callback_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    callback_urls = []
  }

  expect_failures = [var.callback_urls]
}

run "a_callback_over_http_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    callback_urls = ["http://example.com/auth/callback"]
  }

  expect_failures = [var.callback_urls]
}

run "a_callback_that_only_begins_like_localhost_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    callback_urls = ["http://localhost.example.com/auth/callback"]
  }

  expect_failures = [var.callback_urls]
}

run "a_logout_over_http_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    logout_urls = ["http://example.com/"]
  }

  expect_failures = [var.logout_urls]
}

run "a_domain_with_capitals_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    domain_prefix = "Example"
  }

  expect_failures = [var.domain_prefix]
}

run "a_domain_with_awss_words_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    domain_prefix = "our-cognito"
  }

  expect_failures = [var.domain_prefix]
}

run "no_groups_are_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    groups = {}
  }

  expect_failures = [var.groups]
}

run "a_blank_group_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    groups = { " " = "approvers-dev" }
  }

  expect_failures = [var.groups]
}

run "a_group_that_stands_for_nothing_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    groups = { "ML" = "" }
  }

  expect_failures = [var.groups]
}

run "a_group_that_looks_like_a_list_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    groups = { "[ML] Approvers" = "approvers-dev" }
  }

  expect_failures = [var.groups]
}

run "more_groups_than_lambda_has_room_for_are_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    groups = { for n in range(100) : "22222222-2222-2222-2222-${n + 100000}" => "approvers-dev" }
  }

  expect_failures = [var.groups]
}

run "a_key_that_is_none_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    kms_key_arn = "alias/company"
  }

  expect_failures = [var.kms_key_arn]
}

run "a_retention_that_cloudwatch_lacks_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    log_retention_days = 100
  }

  expect_failures = [var.log_retention_days]
}

run "a_name_with_spaces_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    name = "model approval"
  }

  expect_failures = [var.name]
}

run "a_name_that_leaves_no_room_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    name = "a23456789012345678901234567890123456789012345678901234"
  }

  expect_failures = [var.name]
}

run "a_boundary_that_is_no_policy_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    permissions_boundary_arn = "boundary"
  }

  expect_failures = [var.permissions_boundary_arn]
}

run "cognitos_own_name_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    provider_name = "COGNITO"
  }

  expect_failures = [var.provider_name]
}

run "a_provider_with_an_underscore_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    provider_name = "our_directory"
  }

  expect_failures = [var.provider_name]
}

run "a_path_without_slashes_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    role_path = "ml"
  }

  expect_failures = [var.role_path]
}

run "an_alarm_that_goes_to_no_topic_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    alarm_topic_arns = ["on-call"]
  }

  expect_failures = [var.alarm_topic_arns]
}
