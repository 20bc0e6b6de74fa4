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
      condition     = local.own.region == null || local.own.region == try(lookup(self, "region"), lookup(self, "id"))
      error_message = "The AWS provider is in region ${try(lookup(self, "region"), lookup(self, "id"))}, but environment ${var.environment} is in ${coalesce(local.own.region, "that one")}; give the module a provider of that region."
    }
  }
}

# Provider 5 knows a region as `id`; provider 6 as `region`, and calls `id` deprecated.
locals {
  region = try(lookup(data.aws_region.current, "region"), lookup(data.aws_region.current, "id"))
}

# Said at plan, where the apply would only end half-way. A warning, because AWS may bring Amazon SES there some day.
check "mail" {
  assert {
    condition     = !startswith(local.region, "cn-")
    error_message = "Amazon SES is not in the regions of China, so that no mail could be sent: the apply will fail. docs/platform-engineer.md says what does not work where."
  }
}
