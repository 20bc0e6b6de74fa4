# The sender's domain, where no identity is given. It is proved by DNS records, which the caller makes.

data "aws_region" "current" {}

# Provider 5 knows a region as `id`; provider 6 as `region`, and calls `id` deprecated.
locals {
  region = try(lookup(data.aws_region.current, "region"), lookup(data.aws_region.current, "id"))
}

resource "aws_sesv2_email_identity" "this" {
  count = var.create_identity ? 1 : 0

  email_identity = local._domain
  tags           = var.tags
}

locals {
  _domain = split("@", var.from)[1]

  # Where Amazon SES publishes the keys (AWS General Reference, "Amazon SES endpoints and quotas", DKIM domains). The
  # provider does not say it; `SigningHostedZone` of `aws sesv2 get-email-identity` does.
  _own_key_zones = [
    "af-south-1", "ap-northeast-3", "ap-south-2", "ap-southeast-3", "ap-southeast-5", "ca-west-1", "eu-central-2",
    "eu-south-1", "il-central-1", "me-central-1", "us-gov-east-1",
  ]
  _region   = local.region
  _key_zone = contains(local._own_key_zones, local._region) ? "dkim.${local._region}.amazonses.com" : "dkim.amazonses.com"

  # Always three, so that a caller can use positions as keys before the names are known; a mocked provider has none.
  _tokens = var.create_identity ? [
    for position in range(3) : try(aws_sesv2_email_identity.this[0].dkim_signing_attributes[0].tokens[position], "")
  ] : []
}
