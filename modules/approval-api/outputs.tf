output "api_id" {
  description = "Id of the HTTP API."
  value       = aws_apigatewayv2_api.this.id
}

# The API alone, not its stage: function and identity provider need the address before they exist themselves.
output "api_url" {
  description = "Address of the approval pages, without a trailing slash."
  value       = var.custom_domain == null ? aws_apigatewayv2_api.this.api_endpoint : "https://${var.custom_domain.name}"
}

output "dns_records" {
  description = "The record that the custom domain needs, as name, type, value and purpose; in Route 53 an alias to the value serves as well. Empty without one."
  value = [
    for domain in aws_apigatewayv2_domain_name.this : {
      name    = domain.domain_name
      type    = "CNAME"
      value   = domain.domain_name_configuration[0].target_domain_name
      purpose = "the approval pages"
    }
  ]
}

output "domain_hosted_zone_id" {
  description = "Zone that an alias record for the custom domain must name; null without one."
  value       = one(aws_apigatewayv2_domain_name.this[*].domain_name_configuration[0].hosted_zone_id)
}

output "session_key_arns" {
  description = "ARNs of the KMS keys that verify sessions, the newest first: that one signs."
  value       = [for label in reverse(var.session_keys) : aws_kms_key.session[label].arn]
  depends_on  = [aws_kms_alias.session] # modules/guardrails looks after a key as long as the function knows it
}
