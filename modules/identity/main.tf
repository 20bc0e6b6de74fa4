# People sign in at the company's directory; Amazon Cognito turns that into an ID token for the approval pages.

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

# Provider 5 knows a region as `id`; provider 6 as `region`, and calls `id` deprecated.
locals {
  region = try(lookup(data.aws_region.current, "region"), lookup(data.aws_region.current, "id"))
}

locals {
  _groups_name     = "directory_groups"
  groups_attribute = "custom:${local._groups_name}"

  # What the directory sends, by the attribute of the pool that keeps it.
  mapping = {
    (local.groups_attribute) = local._directory.groups
    email                    = local._directory.email
    name                     = local._directory.name
  }
  _directory = var.saml != null ? {
    groups = var.saml.groups_attribute
    email  = var.saml.email_attribute
    name   = var.saml.name_attribute
    } : {
    groups = try(var.oidc.groups_claim, null)
    email  = try(var.oidc.email_claim, null)
    name   = try(var.oidc.name_claim, null)
  }

  # GovCloud has no other endpoints than those for FIPS.
  _subdomain = data.aws_partition.current.partition == "aws-us-gov" ? "auth-fips" : "auth"
  domain     = "${aws_cognito_user_pool_domain.this.domain}.${local._subdomain}.${local.region}.amazoncognito.com"
}

# Threat protection stays off: it looks at passwords, and the pool has none.
resource "aws_cognito_user_pool" "this" {
  name                = var.name
  deletion_protection = var.deletion_protection ? "ACTIVE" : "INACTIVE"
  mfa_configuration   = "OFF" # the directory's business

  admin_create_user_config {
    allow_admin_create_user_only = true
  }

  account_recovery_setting {
    recovery_mechanism {
      name     = "admin_only"
      priority = 1
    }
  }

  # Two people of the directory must never become one user.
  username_configuration {
    case_sensitive = true
  }

  # Cognito refuses every sign-in after a user's first one if a mapped attribute is not mutable.
  schema {
    name                = local._groups_name
    attribute_data_type = "String"
    mutable             = true

    string_attribute_constraints {
      min_length = "0"
      max_length = "2048"
    }
  }

  lambda_config {
    pre_authentication   = aws_lambda_function.this.arn
    pre_token_generation = aws_lambda_function.this.arn
  }

  tags = var.tags
}

resource "aws_cognito_user_pool_domain" "this" {
  domain       = var.domain_prefix
  user_pool_id = aws_cognito_user_pool.this.id
}

resource "aws_cognito_identity_provider" "this" {
  user_pool_id      = aws_cognito_user_pool.this.id
  provider_name     = var.provider_name
  provider_type     = var.saml != null ? "SAML" : "OIDC"
  attribute_mapping = merge(local.mapping, var.oidc != null ? { username = "sub" } : {})

  provider_details = merge(
    { for name, value in merge(local._saml_details, local._oidc_details) : name => value if value != null },
    local._secret_details,
  )

  lifecycle {
    # Cognito adds what it found at the directory, and renews it.
    ignore_changes = [
      provider_details["ActiveEncryptionCertificate"],
      provider_details["IDPSSOEndpoint"],
      provider_details["SLORedirectBindingURI"],
      provider_details["SSORedirectBindingURI"],
      provider_details["attributes_url"],
      provider_details["attributes_url_add_attributes"],
      provider_details["authorize_url"],
      provider_details["jwks_uri"],
      provider_details["token_url"],
    ]
  }
}

locals {
  _saml_details = var.saml == null ? {} : {
    MetadataURL             = var.saml.metadata_url
    MetadataFile            = var.saml.metadata_xml
    RequestSigningAlgorithm = var.saml.sign_requests ? "rsa-sha256" : null
    IDPSignout              = "false" # whoever leaves these pages is not signed out of everything else
  }
  _oidc_details = var.oidc == null ? {} : {
    oidc_issuer               = var.oidc.issuer
    client_id                 = var.oidc.client_id
    authorize_scopes          = var.oidc.scopes
    attributes_request_method = "GET"
  }
  _secret_details = var.oidc == null ? {} : { client_secret = var.oidc_client_secret }
}

# A public client: the approval function proves with PKCE that it is the one who asked, and no secret exists.
resource "aws_cognito_user_pool_client" "this" {
  name         = var.name
  user_pool_id = aws_cognito_user_pool.this.id

  supported_identity_providers = [aws_cognito_identity_provider.this.provider_name]
  generate_secret              = false

  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  # Never aws.cognito.signin.user.admin: with it, a user's own access token changes the user's attributes.
  allowed_oauth_scopes = ["openid", "email", "profile"]
  callback_urls        = var.callback_urls
  logout_urls          = var.logout_urls

  # No password flows. An empty list would mean Cognito's default, which has one.
  explicit_auth_flows           = ["ALLOW_REFRESH_TOKEN_AUTH"]
  prevent_user_existence_errors = "ENABLED"
  enable_token_revocation       = true

  # Cognito takes nothing over from the directory unless the client may write it.
  read_attributes  = keys(local.mapping)
  write_attributes = keys(local.mapping)

  # The pages read the ID token once and keep a session of their own. One hour is the shortest that Cognito has for refreshing.
  id_token_validity      = 5
  access_token_validity  = 5
  refresh_token_validity = 60

  token_validity_units {
    id_token      = "minutes"
    access_token  = "minutes"
    refresh_token = "minutes"
  }
}
