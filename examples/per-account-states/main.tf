# One environment's stack. This root is applied once in each account, with a state of its own; `environment` says which one it is.

locals {
  own      = one([for e in var.environments : e if e.name == var.environment])
  is_first = var.environment == var.environments[0].name
  others   = toset([for e in var.environments : e.account_id if e.account_id != local.own.account_id])
}

# The caller's own credentials are in this account. In another one, the plan fails.
provider "aws" {
  region = local.own.region
}

module "model_approval" {
  source = "../../"

  name         = var.name
  environments = var.environments
  environment  = var.environment
  mail         = { from = var.mail_from }
  oidc         = var.oidc
  evidence     = var.evidence
  tags         = var.tags
}

# The first environment's account owns the registry; the others use its model versions.
module "model_package_group" {
  source   = "../../modules/model-package-group"
  for_each = local.is_first ? var.model_package_groups : {}

  name                 = each.key
  description          = each.value
  consumer_account_ids = local.others
  tags                 = var.tags
}
