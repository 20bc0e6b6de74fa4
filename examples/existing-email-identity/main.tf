# Another team has proved the company's domain to SES already. The stack sends with their identity and makes none.

provider "aws" {
  region = var.region
}

# Looked up rather than put together, so that what is missing or not verified yet shows in the plan, and not in mails
# that nobody gets. It is only read: who made it keeps it.
data "aws_sesv2_email_identity" "company" {
  email_identity = var.identity

  lifecycle {
    postcondition {
      condition     = self.verified_for_sending_status
      error_message = "SES has not verified ${var.identity} in ${var.region} yet, so nothing can be sent with it; ask whoever made it for its DNS records."
    }
  }
}

module "model_approval" {
  source = "../../"

  name         = var.name
  environments = var.environments
  environment  = var.environment
  oidc         = var.oidc
  tags         = var.tags

  # The functions may send with this identity alone.
  mail = {
    from         = var.mail_from
    identity_arn = data.aws_sesv2_email_identity.company.arn
  }
}
