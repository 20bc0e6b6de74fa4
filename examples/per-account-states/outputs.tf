output "alarm_topic_arns" {
  description = "SNS topics that alarms go to: subscribe to them."
  value       = module.model_approval.alarm_topic_arns
}

output "api_url" {
  description = "Address of this environment's approval pages."
  value       = module.model_approval.api_url
}

output "callback_url" {
  description = "Redirect URI to register with the identity provider."
  value       = module.model_approval.callback_url
}

output "dns_records" {
  description = "DNS records that prove the sender's domain to Amazon SES."
  value       = module.model_approval.dns_records
}

output "inference_pipeline_policy_json" {
  description = "Policy for the role of an inference pipeline of this environment."
  value       = module.model_approval.inference_pipeline_policy_json
}
