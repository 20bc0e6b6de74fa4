variable "domain_name" {
  description = "The name of this environment's approval pages, such as approvals-dev.example.com."
  type        = string
  nullable    = false

  validation {
    condition     = endswith(var.domain_name, ".${trimsuffix(var.zone_name, ".")}")
    error_message = "domain_name is ${var.domain_name}, which is not in the zone ${var.zone_name}; give a name that ends with .${trimsuffix(var.zone_name, ".")}."
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
  description = "The sender's address, of a domain in the zone."
  type        = string
  nullable    = false

  validation {
    condition     = endswith(replace(var.mail_from, "@", "."), ".${trimsuffix(var.zone_name, ".")}")
    error_message = "mail_from is ${var.mail_from}, whose domain is not in the zone ${var.zone_name}; give an address of the zone, or make the sender's records where they belong."
  }
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

variable "zone_name" {
  description = "Public hosted zone of Route 53 in which the records are made, such as example.com; in this account."
  type        = string
  nullable    = false
}
