variable "account_ids" {
  description = "The AWS account of each environment."
  type = object({
    dev  = string
    test = string
    uat  = string
    prod = string
  })
  nullable = false
}

variable "alarm_topic_arns" {
  description = "SNS topics for alarms, by environment; where nothing is said, the module makes one."
  type        = map(list(string))
  default     = {}
  nullable    = false
}

variable "approver_groups" {
  description = "Groups (as in the groups claim) whose members may decide, by environment."
  type        = map(string)
  default = {
    dev  = "model-approvers-dev"
    test = "model-approvers-test"
    uat  = "model-approvers-uat"
    prod = "model-approvers-prod"
  }
  nullable = false

  validation {
    condition     = alltrue([for name in ["dev", "test", "uat", "prod"] : contains(keys(var.approver_groups), name)])
    error_message = "approver_groups must have an entry for each of dev, test, uat and prod."
  }
}

variable "approvers" {
  description = "E-mail addresses that are asked to decide, by environment."
  type        = map(list(string))
  nullable    = false

  validation {
    condition     = alltrue([for name in ["dev", "test", "uat", "prod"] : contains(keys(var.approvers), name)])
    error_message = "approvers must have an entry for each of dev, test, uat and prod."
  }
}

variable "deploy_role_name" {
  description = "Role in each account that Terraform assumes."
  type        = string
  default     = "OrganizationAccountAccessRole"
  nullable    = false
}

variable "evidence" {
  description = "Where metrics and models are and how the evidence is kept, as in the module; the buckets with metrics by environment. Buckets and keys of other accounts must let the functions' roles in."
  type = object({
    metrics_bucket_arns = optional(map(set(string)), {})
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

variable "gates" {
  description = "What a version's metrics must fulfil before it may be approved, by environment, as in the module; none where nothing is said."
  type = map(object({
    rules             = optional(list(string), [])
    on_failure        = optional(string, "block")
    break_glass_group = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(setsubtract(keys(var.gates), ["dev", "test", "uat", "prod"])) == 0
    error_message = "gates may have entries for dev, test, uat and prod only; correct or remove ${join(", ", setsubtract(keys(var.gates), ["dev", "test", "uat", "prod"]))}."
  }
}

variable "inference_events" {
  description = "What asks the next environment's approvers, as in the module."
  type        = set(string)
  default     = ["batch_transform", "custom", "pipeline_execution"]
  nullable    = false
}

variable "mail_from" {
  description = "The sender's address. Each account gets an SES identity for its domain."
  type        = string
  nullable    = false
}

variable "metric_directions" {
  description = "Which of your metrics are better when \"higher\" or \"lower\", as in the module."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "model_package_groups" {
  description = "Model package groups to make in the first account, name to description; the other accounts may use their versions."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "name" {
  description = "First part of every name."
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

variable "on_bypass" {
  description = "What to do when an approval status was changed past the workflow, besides telling: \"warn\" does no more, \"revert\" undoes it."
  type        = string
  default     = "warn"
  nullable    = false
}

variable "parameter_prefix" {
  description = "Path in Parameter Store."
  type        = string
  default     = "/ml-models"
  nullable    = false
}

variable "region" {
  description = "Region of all four stacks."
  type        = string
  default     = "eu-west-1"
  nullable    = false
}

variable "remind_after_days" {
  description = "Days after which approvers are asked again about a request that nobody has decided; 0: never."
  type        = number
  default     = 3
  nullable    = false
}

variable "request_valid_days" {
  description = "Days after which a request that nobody has decided can be neither approved nor rejected any more; 0: never."
  type        = number
  default     = 90
  nullable    = false
}

variable "required_approvals" {
  description = "How many people must approve, by environment; 1 where nothing is said."
  type        = map(number)
  default     = {}
  nullable    = false

  validation {
    condition     = length(setsubtract(keys(var.required_approvals), ["dev", "test", "uat", "prod"])) == 0
    error_message = "required_approvals may have entries for dev, test, uat and prod only; correct or remove ${join(", ", setsubtract(keys(var.required_approvals), ["dev", "test", "uat", "prod"]))}."
  }
}

variable "separation_of_duties" {
  description = "Who may not approve a version although they are approvers, as in the module."
  type = object({
    prevent_self_approval = optional(bool, false)
    one_environment_each  = optional(bool, false)
  })
  default  = {}
  nullable = false
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
