output "scp_json" {
  description = "Service control policies, as JSON: one if all fits into the 5,120 characters that AWS allows, up to four otherwise. Attach all of them."
  value       = local._scp_json

  precondition {
    condition     = length(local._scp_json) > 0
    error_message = "A service control policy of the workflow ${var.name} would have ${min(local._lengths...)} characters, but AWS Organizations allows ${local._quota}; give fewer or shorter exempt_principal_arns (a pattern such as arn:aws:iam::*:role/deploy), a shorter name or a shorter role_path."
  }
}
