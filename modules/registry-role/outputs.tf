output "role_arn" {
  description = "ARN of the registry role."
  value       = aws_iam_role.this.arn
}
