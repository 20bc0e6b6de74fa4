output "api_url" {
  description = "Address of the approval pages."
  value       = module.model_approval.api_url
}

output "callback_url" {
  description = "Redirect URI to register with the identity provider."
  value       = module.model_approval.callback_url
}

output "post_logout_url" {
  description = "Where people come back to after they have signed out; to be registered as well."
  value       = "${module.model_approval.api_url}/"
}
