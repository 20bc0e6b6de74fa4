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

variable "identity" {
  description = "The identity in SES that may send for `mail_from`: its domain, or the address itself."
  type        = string
  nullable    = false

  validation {
    condition     = var.mail_from == var.identity || endswith(var.mail_from, "@${var.identity}") || endswith(var.mail_from, ".${var.identity}")
    error_message = "identity is ${var.identity}, which may not send for ${var.mail_from}; give the address itself, its domain or a domain above that."
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

variable "oidc" {
  description = "The OpenID Connect provider, as in the module."
  type = object({
    issuer                  = string
    client_id               = string
    discovery_url           = optional(string)
    client_secret_parameter = optional(string)
    groups_claim            = optional(string, "groups")
  })
  nullable = false
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
