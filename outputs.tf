output "alarm_topic_arns" {
  description = "ARNs of the SNS topics that alarms go to: those that were given, or the one that was made."
  value       = local.alarm_topic_arns
}

output "api_url" {
  description = "Address of this environment's approval pages, without a trailing slash."
  value       = module.approval_api.api_url
}

output "approval_role_arn" {
  description = "ARN of the approval function's role; other environments' roles trust it."
  value       = module.approval.role_arn
}

# Depends on the API alone, so that the identity provider's client can be made from it and give its id to this module.
output "callback_url" {
  description = "Redirect URI to register with the identity provider."
  value       = "${module.approval_api.api_url}/auth/callback"
}

output "custom_domain_zone_id" {
  description = "Hosted zone of API Gateway that an alias record of Route 53 for the custom domain names; null without one."
  value       = module.approval_api.domain_hosted_zone_id
}

output "dashboard_name" {
  description = "Name of the CloudWatch dashboard."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}

output "dead_letter_queue_arns" {
  description = "ARNs of the dead-letter queues, by function."
  value       = { for function, attributes in local._functions : function => attributes.dead_letter_queue_arn }
}

output "dead_letter_queue_urls" {
  description = "URLs of the dead-letter queues, by function."
  value       = { for function, attributes in local._functions : function => attributes.dead_letter_queue_url }
}

output "dns_records" {
  description = "DNS records to make, as name, type, value and purpose: three that prove the sender's domain to SES, and the custom domain's."
  value       = concat(module.email.dns_records, module.approval_api.dns_records)
}

output "evidence_bucket" {
  description = "Name of the bucket with the complete evidence behind each request of this stack."
  value       = module.evidence.bucket_name
}

output "function_arns" {
  description = "ARNs of the functions."
  value       = { for function, attributes in local._functions : function => attributes.function_arn }
}

output "function_names" {
  description = "Names of the functions."
  value       = { for function, attributes in local._functions : function => attributes.function_name }
}

output "inference_event_policy_json" {
  description = "Policy for whoever runs inferences elsewhere and sends the event \"Model Inference Completed\" to this account's default event bus."
  value       = data.aws_iam_policy_document.inference_event.json
}

output "inference_pipeline_policy_json" {
  description = "Policy for the role of an inference pipeline of this environment: it reads which model version is approved."
  value       = data.aws_iam_policy_document.inference_pipeline.json
}

output "parameter_prefix" {
  description = "Path in Parameter Store. An inference pipeline reads {prefix}/{environment}/{model package group}/approved."
  value       = var.parameter_prefix
}

output "promotion_role_arn" {
  description = "ARN of the role by which the previous environment promotes to this one; null in the first environment."
  value       = one(module.promotion_role[*].role_arn)
}

output "queue_arns" {
  description = "ARNs of the input queues, by function."
  value       = { for function, attributes in local._functions : function => attributes.queue_arn }
}

output "queue_urls" {
  description = "URLs of the input queues, by function."
  value       = { for function, attributes in local._functions : function => attributes.queue_url }
}

output "reader_role_arn" {
  description = "ARN of the role by which the other environments read this one's records."
  value       = module.reader_role.role_arn
}

output "registry_role_arn" {
  description = "ARN of the role by which the later environments update the model registry; null in all but the first environment."
  value       = one(module.registry_role[*].role_arn)
}

output "role_arns" {
  description = "ARNs of the functions' roles."
  value       = { for function, attributes in local._functions : function => attributes.role_arn }
}

output "ses_configuration_set_name" {
  description = "Name of the SES configuration set that mail is sent with."
  value       = module.email.configuration_set_name
}

output "ses_identity_arn" {
  description = "ARN of the SES identity that mail is sent with."
  value       = module.email.identity_arn
}

locals {
  _functions = merge(
    { approval = module.approval, inference_notifier = module.inference_notifier },
    local.is_first ? { registration_notifier = module.registration_notifier[0] } : {},
  )
}
