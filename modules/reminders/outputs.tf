output "group_name" {
  description = "Name of the schedule group."
  value       = aws_scheduler_schedule_group.this.name
}

output "role_arn" {
  description = "ARN of the role that the schedules send with; whoever creates a schedule must be allowed to pass it."
  value       = aws_iam_role.this.arn
}

output "schedule_arns" {
  description = "Pattern of the ARNs of all schedules in the group, for the policy of whoever creates them."
  value       = "${local._scheduler}:schedule/${aws_scheduler_schedule_group.this.name}/*" # each request has its own
}
