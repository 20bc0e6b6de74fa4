# Where the provider is. A stack in the wrong account would work, on the wrong models: so the plan fails.

data "aws_partition" "current" {}

data "aws_caller_identity" "current" {
  lifecycle {
    postcondition {
      condition     = self.account_id == local.own.account_id
      error_message = "The AWS provider is in account ${self.account_id}, but environment ${var.environment} is account ${local.own.account_id}; give the module a provider of that account."
    }
  }
}

data "aws_region" "current" {
  lifecycle {
    postcondition {
      condition     = self.id == coalesce(local.own.region, self.id)
      error_message = "The AWS provider is in region ${self.id}, but environment ${var.environment} is in ${coalesce(local.own.region, self.id)}; give the module a provider of that region."
    }
  }
}
