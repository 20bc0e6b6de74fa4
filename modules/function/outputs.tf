output "alarm_arns" {
  description = "ARNs of the alarms."
  value = [
    aws_cloudwatch_metric_alarm.dead_letters.arn,
    aws_cloudwatch_metric_alarm.errors.arn,
    aws_cloudwatch_metric_alarm.throttles.arn,
    aws_cloudwatch_metric_alarm.waiting.arn,
  ]
}

output "dead_letter_queue_arn" {
  description = "ARN of the queue with the messages that could not be used."
  value       = aws_sqs_queue.dead_letters.arn
}

output "dead_letter_queue_url" {
  description = "URL of the queue with the messages that could not be used."
  value       = aws_sqs_queue.dead_letters.url
}

output "function_arn" {
  description = "ARN of the function."
  value       = aws_lambda_function.this.arn
}

output "function_invoke_arn" {
  description = "ARN by which API Gateway invokes the function."
  value       = aws_lambda_function.this.invoke_arn
}

output "function_name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "queue_arn" {
  description = "ARN of the input queue."
  value       = aws_sqs_queue.input.arn
}

output "queue_url" {
  description = "URL of the input queue."
  value       = aws_sqs_queue.input.url
}

output "role_arn" {
  description = "ARN of the function's role."
  value       = aws_iam_role.this.arn
}
