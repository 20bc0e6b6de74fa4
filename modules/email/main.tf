# The way out for mail. No tracking: rewritten links would break what approvers see.

resource "aws_sesv2_configuration_set" "this" {
  configuration_set_name = var.name

  delivery_options {
    tls_policy = "REQUIRE"
  }

  tags = var.tags
}

resource "aws_sesv2_email_identity" "this" {
  count = var.identity_arn == null ? 1 : 0

  email_identity = split("@", var.from)[1]
  tags           = var.tags
}
