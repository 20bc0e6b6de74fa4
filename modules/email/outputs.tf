output "configuration_set_arn" {
  description = "ARN of the configuration set."
  value       = aws_sesv2_configuration_set.this.arn
}

output "configuration_set_name" {
  description = "Name of the configuration set."
  value       = aws_sesv2_configuration_set.this.configuration_set_name
}

output "dkim_tokens" {
  description = "For each token T of the created identity: CNAME T._domainkey.DOMAIN to T.dkim.amazonses.com. Empty with a given identity."
  value       = flatten(aws_sesv2_email_identity.this[*].dkim_signing_attributes[*].tokens)
}

output "identity_arn" {
  description = "ARN of the SES identity that sends."
  value       = one(concat(aws_sesv2_email_identity.this[*].arn, var.identity_arn[*]))
}
