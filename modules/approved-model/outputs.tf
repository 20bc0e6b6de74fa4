output "approved_at" {
  description = "When it was approved: ISO 8601 in UTC."
  value       = local._approved.approved_at
}

output "approved_by" {
  description = "Who approved it."
  value       = local._approved.approved_by
}

output "comment" {
  description = "What the approver wrote."
  value       = local._approved.comment
}

output "containers" {
  description = "Its containers: image, image_digest, model_data_url and model_data, which pins the bytes in S3 (etag, version_id, checksum, size) as far as they were known; null otherwise."
  value       = local._approved.containers
}

output "environment" {
  description = "The environment that it is approved for."
  value       = local._approved.environment
}

output "metrics" {
  description = "The most important metrics that the approver was shown, by name."
  value       = local._approved.metrics
}

output "model_package_arn" {
  description = "ARN of the approved model package, to make a SageMaker model from."
  value       = local._approved.model_package_arn
}

output "parameter_name" {
  description = "Name of the parameter that says so."
  value       = local._name
}

output "value" {
  description = "All of it: the parameter's value, as JSON."
  value       = local._value
}

output "version" {
  description = "Number of the approved version in its model package group."
  value       = local._approved.version
}
