variable "environment" {
  description = "Which of `environments` this application is."
  type        = string
  nullable    = false

  validation {
    condition     = contains(var.environments[*].name, var.environment)
    error_message = "environment is ${var.environment}, but environments has ${join(", ", var.environments[*].name)}; give one of these."
  }
}

variable "environments" {
  description = "The promotion path, as in the module. The same in every account; here each one names its region."
  type = list(object({
    name               = string
    account_id         = string
    region             = string
    approvers          = list(string)
    approver_group     = string
    required_approvals = optional(number, 1)
    gates = optional(object({
      rules             = optional(list(string), [])
      on_failure        = optional(string, "block")
      break_glass_group = optional(string)
    }), {})
  }))
  nullable = false
}

variable "evidence" {
  description = "Where metrics and models are and how the evidence is kept, as in the module."
  type = object({
    metrics_bucket_arns = optional(set(string), [])
    model_bucket_arns   = optional(set(string), [])
    kms_key_arns        = optional(set(string), [])
    bucket = optional(object({
      object_lock_days   = optional(number, 0)
      archive_after_days = optional(number, 0)
      force_destroy      = optional(bool, false)
    }), {})
  })
  default  = {}
  nullable = false
}

variable "mail_from" {
  description = "The sender's address. Each account and region gets an SES identity for its domain."
  type        = string
  nullable    = false
}

variable "model_package_groups" {
  description = "Model package groups to make in the first account, name to description; the other accounts may use their versions."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "name" {
  description = "First part of every name; the same in every account."
  type        = string
  default     = "model-approval"
  nullable    = false
}

variable "oidc" {
  description = "The OpenID Connect provider, as in the module. A client secret's parameter has the same name in every account."
  type = object({
    issuer                  = string
    client_id               = string
    discovery_url           = optional(string)
    client_secret_parameter = optional(string)
    groups_claim            = optional(string, "groups")
    identity_claims         = optional(list(string), ["sub", "email", "preferred_username", "upn", "cognito:username"])
    scopes                  = optional(string, "openid email profile")
  })
  nullable = false
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
