output "rule_arn" {
  description = "ARN of the rule, for the policies of the queues."
  value       = aws_cloudwatch_event_rule.this.arn
}
