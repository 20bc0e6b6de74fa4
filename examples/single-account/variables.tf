variable "approver_groups" {
  description = "Groups (as in the groups claim) whose members may decide, by environment."
  type        = object({ dev = string, test = string, uat = string, prod = string })
  default     = { dev = "model-approvers-dev", test = "model-approvers-test", uat = "model-approvers-uat", prod = "model-approvers-prod" }
  nullable    = false
}

variable "approvers" {
  description = "E-mail addresses that are asked to decide, by environment."
  type        = object({ dev = list(string), test = list(string), uat = list(string), prod = list(string) })
  nullable    = false
}

variable "evidence" {
  description = "Where metrics and models are and how the evidence is kept, as in the module."
  type = object({
    metrics_bucket_arns = optional(set(string), [])
    model_bucket_arns   = optional(set(string), [])
    kms_key_arns        = optional(set(string), [])
    bucket              = optional(object({ force_destroy = optional(bool, false) }), {})
  })
  default  = {}
  nullable = false
}

variable "mail_from" {
  description = "The sender's address."
  type        = string
  nullable    = false
}

variable "name" {
  description = "First part of every name."
  type        = string
  default     = "single-account"
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
  description = "Region of all four stacks."
  type        = string
  default     = "eu-west-1"
  nullable    = false
}
