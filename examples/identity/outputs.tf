output "api_urls" {
  description = "Addresses of the approval pages, by environment."
  value       = { dev = module.dev.api_url, prod = module.prod.api_url }
}

output "directory" {
  description = "What to enter at the directory."
  value       = module.identity.directory
}

output "dns_records" {
  description = "DNS records to make, by environment."
  value       = { dev = module.dev.dns_records, prod = module.prod.dns_records }
}

output "oidc" {
  description = "What the stacks know about their identity provider."
  value       = module.identity.oidc
}

output "user_pool_id" {
  description = "Id of the user pool."
  value       = module.identity.user_pool_id
}
