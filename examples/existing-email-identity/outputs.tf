output "callback_url" {
  description = "Redirect URI to register with the identity provider."
  value       = module.model_approval.callback_url
}

output "dns_records" {
  description = "DNS records that are still to be made: none, the identity has its own."
  value       = module.model_approval.dns_records
}

output "ses_identity_arn" {
  description = "ARN of the identity that mail is sent with."
  value       = module.model_approval.ses_identity_arn
}
