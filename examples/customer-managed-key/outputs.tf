output "alarm_topic_arns" {
  description = "ARN of the topic that alarms go to."
  value       = module.model_approval.alarm_topic_arns
}

output "callback_url" {
  description = "Redirect URI to register with the identity provider."
  value       = module.model_approval.callback_url
}

output "evidence_bucket" {
  description = "Name of the bucket with the evidence."
  value       = module.model_approval.evidence_bucket
}

output "key_arn" {
  description = "ARN of the key."
  value       = aws_kms_key.model_approval.arn
}

output "queue_urls" {
  description = "URLs of all queues."
  value       = concat(values(module.model_approval.queue_urls), values(module.model_approval.dead_letter_queue_urls))
}
