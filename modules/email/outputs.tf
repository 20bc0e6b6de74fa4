output "alarm_arns" {
  description = "ARNs of the alarms."
  value       = [for name in sort(keys(aws_cloudwatch_metric_alarm.this)) : aws_cloudwatch_metric_alarm.this[name].arn]
}

output "configuration_set_arn" {
  description = "ARN of the configuration set."
  value       = aws_sesv2_configuration_set.this.arn
}

output "configuration_set_name" {
  description = "Name of the configuration set."
  value       = aws_sesv2_configuration_set.this.configuration_set_name
}

output "dns_records" {
  description = "The three DNS records that prove the created identity's domain and sign its mail (DKIM). Empty with a given identity."
  value = [
    for token in local._tokens : {
      name    = "${token}._domainkey.${local._domain}"
      type    = "CNAME"
      value   = "${token}.${local._key_zone}"
      purpose = "Amazon SES may send mail from ${local._domain}, and signs it (DKIM)"
    }
  ]
}

output "identity_arn" {
  description = "ARN of the SES identity that sends."
  value       = var.create_identity ? aws_sesv2_email_identity.this[0].arn : var.identity_arn
}
