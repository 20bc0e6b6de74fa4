output "directory" {
  description = "What to enter at the directory: entity_id and acs_url for SAML, redirect_uri for OpenID Connect; the others are null."
  value = {
    entity_id    = var.saml != null ? "urn:amazon:cognito:sp:${aws_cognito_user_pool.this.id}" : null
    acs_url      = var.saml != null ? "https://${local.domain}/saml2/idpresponse" : null
    redirect_uri = var.oidc != null ? "https://${local.domain}/oauth2/idpresponse" : null
  }
}

output "domain" {
  description = "Host name of Cognito's sign-in pages."
  value       = local.domain
}

output "function_name" {
  description = "Name of the function that says which approver groups somebody is in; its log says why somebody is in none."
  value       = aws_lambda_function.this.function_name
}

output "oidc" {
  description = "The root module's variable oidc, as it is."
  value = {
    issuer       = "https://${aws_cognito_user_pool.this.endpoint}"
    client_id    = aws_cognito_user_pool_client.this.id
    groups_claim = "cognito:groups"
    scopes       = join(" ", ["openid", "email", "profile"])
  }
}

output "user_pool_arn" {
  description = "ARN of the user pool."
  value       = aws_cognito_user_pool.this.arn
}

output "user_pool_id" {
  description = "Id of the user pool."
  value       = aws_cognito_user_pool.this.id
}
