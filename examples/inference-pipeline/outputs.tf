output "parameter_name" {
  description = "The parameter whose change starts the pipeline."
  value       = local._parameter
}

output "pipeline_arn" {
  description = "ARN of the pipeline, to start it on a schedule or by hand as well."
  value       = aws_sagemaker_pipeline.this.arn
}

output "rule_arn" {
  description = "ARN of the rule that starts it."
  value       = aws_cloudwatch_event_rule.approved.arn
}
