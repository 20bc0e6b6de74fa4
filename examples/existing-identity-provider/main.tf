# Approvers sign in where the company's people always do. README.md says how to register the application there.

provider "aws" {
  region = var.region
}

locals {
  # What the providers call the same things.
  oidc = {
    # App roles: they are never left out of a token, as groups are for people who are in more than 200.
    entra_id = {
      groups_claim    = "roles"
      scopes          = "openid email profile"
      identity_claims = ["oid", "preferred_username", "email", "upn"] # sub is another one for each application
    }
    # What the claim rules issue under this name. allatclaims puts it into the ID token.
    adfs = {
      groups_claim    = "groups"
      scopes          = "openid email profile allatclaims"
      identity_claims = ["upn", "email", "sub"]
    }
    okta = {
      groups_claim    = "groups"
      scopes          = "openid email profile groups"
      identity_claims = ["sub", "email", "preferred_username"]
    }
    cognito = {
      groups_claim    = "cognito:groups"
      scopes          = "openid email profile"
      identity_claims = ["sub", "email", "cognito:username"]
    }
  }
}

module "model_approval" {
  source = "../../"

  name         = var.name
  environments = var.environments
  environment  = var.environment
  mail         = { from = var.mail_from }
  tags         = var.tags

  oidc = merge(local.oidc[var.identity_provider.kind], {
    issuer                  = var.identity_provider.issuer
    client_id               = var.identity_provider.client_id
    client_secret_parameter = var.identity_provider.client_secret_parameter
    discovery_url           = var.identity_provider.discovery_url
  })
}
