output "api_url" {
  description = "Address of the approval pages."
  value       = module.model_approval.api_url
}

output "callback_url" {
  description = "Redirect URI to register with the identity provider."
  value       = module.model_approval.callback_url
}

output "dns_records" {
  description = "The DNS records that the stack needs, all of them made here."
  value       = module.model_approval.dns_records
}
