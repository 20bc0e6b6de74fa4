output "role_arn" {
  description = "ARN of the reader role."
  value       = aws_iam_role.this.arn
}
