variable "environments" {
  description = "The promotion path, first to last, as it was given to the workflow: of each environment its name and its account."
  type = list(object({
    name       = string
    account_id = string
  }))
  nullable = false

  validation {
    condition     = length(var.environments) >= 2 && length(var.environments) <= 10
    error_message = "environments has ${length(var.environments)} entries; give the same 2 to 10 as to the workflow, in the order of promotion."
  }

  validation {
    condition     = alltrue([for e in var.environments : can(regex("^[a-z][a-z0-9-]{0,15}$", e.name))])
    error_message = "Each environment's name must be a name as in the workflow's environments, such as dev."
  }

  validation {
    condition     = alltrue([for e in var.environments : can(regex("^[0-9]{12}$", e.account_id))])
    error_message = "Each account_id must be an AWS account id of 12 digits, in quotes so that leading zeros are kept."
  }
}

variable "exempt_principal_arns" {
  description = "Roles that apply the workflow with Terraform, as ARNs or patterns of ARNs, such as arn:aws:iam::*:role/deploy. They may change what is deployed; to approve they may not."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.exempt_principal_arns) > 0
    error_message = "exempt_principal_arns must name at least one role, such as arn:aws:iam::*:role/deploy: otherwise nobody could apply or remove the workflow any more."
  }

  validation {
    condition     = alltrue([for arn in var.exempt_principal_arns : can(regex("^arn:[^:]+:iam::([0-9]{12}|\\*):(role|user)/[^*].*$", arn))])
    error_message = "Each of exempt_principal_arns must be the ARN of a role or user whose name does not begin with *, such as arn:aws:iam::*:role/deploy: a pattern that anybody's role fits would let anybody through."
  }
}

variable "name" {
  description = "First part of every name, as it was given to the workflow."
  type        = string
  default     = "model-approval"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,23}$", var.name))
    error_message = "name must be the workflow's name: 2 to 24 lower-case letters, digits and hyphens, a letter first."
  }
}

variable "parameter_prefix" {
  description = "Path in Parameter Store, as it was given to the workflow."
  type        = string
  default     = "/ml-models"
  nullable    = false

  validation {
    condition     = can(regex("^(/[A-Za-z0-9_.-]+){1,5}$", var.parameter_prefix))
    error_message = "parameter_prefix must be a path of 1 to 5 levels that starts with / and does not end with one, such as /ml-models."
  }
}

variable "role_path" {
  description = "Path of the workflow's roles in IAM, with a / at both ends, as it was given to the workflow (roles.path)."
  type        = string
  default     = "/"
  nullable    = false

  validation {
    condition     = can(regex("^/([!-.0-~]+/)*$", var.role_path))
    error_message = "role_path must begin and end with /, such as /ml/ or /."
  }
}
