output "api_id" {
  description = "Id of the HTTP API."
  value       = aws_apigatewayv2_api.this.id
}

# The API alone, not its stage: function and identity provider need the address before they exist themselves.
output "api_url" {
  description = "Address of the approval pages, without a trailing slash."
  value       = aws_apigatewayv2_api.this.api_endpoint
}

output "session_key_arn" {
  description = "ARN of the KMS key that signs sessions."
  value       = aws_kms_key.session.arn
}
