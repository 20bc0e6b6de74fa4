# Approvers sign in at the company's directory. Amazon Cognito stands between it and the pages of both environments.

locals {
  environments = [
    { name = "dev", account_id = var.account_ids.dev, region = var.region, approvers = var.approvers.dev, approver_group = "approvers-dev" },
    { name = "prod", account_id = var.account_ids.prod, region = var.region, approvers = var.approvers.prod, approver_group = "approvers-prod" },
  ]

  # The module's output as it is. Only an emulated AWS has its discovery document somewhere else.
  oidc = merge(module.identity.oidc, var.cognito_endpoint == null ? {} : {
    discovery_url = "${coalesce(var.cognito_endpoint, "-")}/${module.identity.user_pool_id}/.well-known/openid-configuration"
  })
}

# In the most guarded account: whoever can change the pool decides who approves.
module "identity" {
  source    = "../../modules/identity"
  providers = { aws = aws.prod }

  name          = var.name
  domain_prefix = var.domain_prefix
  saml          = var.saml
  callback_urls = [module.dev.callback_url, module.prod.callback_url]

  groups = {
    (var.directory_groups.dev)  = "approvers-dev"
    (var.directory_groups.prod) = "approvers-prod"
  }

  alarm_topic_arns    = module.prod.alarm_topic_arns
  deletion_protection = var.deletion_protection
  tags                = var.tags
}

module "dev" {
  source    = "../../"
  providers = { aws = aws.dev }

  name         = var.name
  environments = local.environments
  environment  = "dev"
  mail         = { from = var.mail_from }
  oidc         = local.oidc
  tags         = var.tags
}

module "prod" {
  source    = "../../"
  providers = { aws = aws.prod }

  name         = var.name
  environments = local.environments
  environment  = "prod"
  mail         = { from = var.mail_from }
  oidc         = local.oidc
  tags         = var.tags
}

provider "aws" {
  alias  = "dev"
  region = var.region

  assume_role {
    role_arn = "arn:aws:iam::${var.account_ids.dev}:role/${var.deploy_role_name}"
  }
}

provider "aws" {
  alias  = "prod"
  region = var.region

  assume_role {
    role_arn = "arn:aws:iam::${var.account_ids.prod}:role/${var.deploy_role_name}"
  }
}
