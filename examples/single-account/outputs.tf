output "callback_urls" {
  description = "Redirect URIs to register with the identity provider."
  value       = [for stack in module.model_approval : stack.callback_url]
}

output "dns_records" {
  description = "DNS records that prove the sender's domain to Amazon SES."
  value       = flatten([for stack in module.model_approval : stack.dns_records])
}

output "inference_pipeline_policy_json" {
  description = "Policy for the role of each environment's inference pipeline, by environment."
  value       = { for environment, policy in data.aws_iam_policy_document.inference_pipeline : environment => policy.json }
}

output "stacks" {
  description = "What else people wire on, by environment."
  value = {
    for environment, stack in module.model_approval : environment => {
      api_url                = stack.api_url
      dead_letter_queue_arns = stack.dead_letter_queue_arns
      dead_letter_queue_urls = stack.dead_letter_queue_urls
      parameter_prefix       = stack.parameter_prefix
      queue_arns             = stack.queue_arns
      queue_urls             = stack.queue_urls
      ses_identity_arn       = stack.ses_identity_arn
    }
  }
}
