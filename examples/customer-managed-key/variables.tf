variable "deletion_window_days" {
  description = "Days that KMS waits after `terraform destroy` before it deletes the key, and with it all that it encrypted; 7 to 30."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.deletion_window_days >= 7 && var.deletion_window_days <= 30
    error_message = "deletion_window_days must be a number of days from 7 to 30."
  }
}

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
