output "role_arn" {
  description = "ARN of the promotion role."
  value       = aws_iam_role.this.arn
}
