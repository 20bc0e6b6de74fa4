variable "environment" {
  description = "Which of `environments` the stack is for: the one whose account the credentials are for."
  type        = string
  nullable    = false
}

variable "environments" {
  description = "The promotion path, as in the module. The same in every account."
  type = list(object({
    name           = string
    account_id     = string
    approvers      = list(string)
    approver_group = string
  }))
  nullable = false
}

variable "identity_provider" {
  description = <<-EOT
    Where approvers sign in.
      kind                    adfs, cognito, entra_id or okta
      issuer                  as in terraform.tfvars.example and in README.md
      client_id               that the provider gave the application
      client_secret_parameter name of a SecureString parameter with its secret, made out of band; null: a public client
      discovery_url           null: {issuer}/.well-known/openid-configuration
  EOT
  type = object({
    kind                    = string
    issuer                  = string
    client_id               = string
    client_secret_parameter = optional(string)
    discovery_url           = optional(string)
  })
  nullable = false

  validation {
    condition     = contains(["adfs", "cognito", "entra_id", "okta"], var.identity_provider.kind)
    error_message = "identity_provider.kind is ${var.identity_provider.kind}; give adfs, cognito, entra_id or okta, or use the module's oidc directly."
  }

  # What stands in the tokens' `iss`, to the letter: Okta's and Entra ID's have no slash at the end.
  validation {
    condition = can(regex(lookup({
      adfs     = "^https://[^/]+/adfs$"
      cognito  = "^https://cognito-idp[.][a-z0-9-]+[.]amazonaws[.]com([.]cn)?/[a-z0-9-]+_[A-Za-z0-9]+$"
      entra_id = "^https://login[.](microsoftonline[.]com|microsoftonline[.]us|partner[.]microsoftonline[.]cn)/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/v2[.]0$"
      okta     = "^https://[^/]+(/oauth2/[^/]+)?$"
    }, var.identity_provider.kind, "."), var.identity_provider.issuer))
    error_message = "identity_provider.issuer is ${var.identity_provider.issuer}, which is not what ${var.identity_provider.kind} calls itself: https://HOST/adfs of AD FS, https://cognito-idp.REGION.amazonaws.com/POOL of Cognito, https://login.microsoftonline.com/TENANT-ID/v2.0 of Entra ID (the tenant's id, not its name), https://HOST or https://HOST/oauth2/SERVER of Okta."
  }
}

variable "mail_from" {
  description = "The sender's address."
  type        = string
  nullable    = false
}

variable "name" {
  description = "First part of every name; the same in every account."
  type        = string
  default     = "model-approval"
  nullable    = false
}

variable "region" {
  description = "Region of the stack."
  type        = string
  nullable    = false
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
