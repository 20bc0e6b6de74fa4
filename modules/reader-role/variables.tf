variable "external_id" {
  description = "External id that the caller must give."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9+=,.@:/-]{2,}$", var.external_id)) && length(var.external_id) <= 1224
    error_message = "external_id must have 2 to 1,224 letters, digits and characters of +=,.@:/-; the workflow gives its `name`."
  }
}

variable "index" {
  description = "Whether somebody is asked in this account, so that there is an index of what waits, which is listed."
  type        = bool
  default     = true
  nullable    = false
}

variable "name" {
  description = "Name of the role."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9+=,.@_-]{1,64}$", var.name))
    error_message = "name must be a role's name: 1 to 64 letters, digits and characters of +=,.@_-."
  }
}

variable "parameter_prefix" {
  description = "Path in Parameter Store, such as /ml-models."
  type        = string
  default     = "/ml-models"
  nullable    = false

  validation {
    condition     = can(regex("^(/[A-Za-z0-9_.-]+){1,5}$", var.parameter_prefix))
    error_message = "parameter_prefix must be a path of 1 to 5 levels that starts with / and does not end with one, such as /ml-models."
  }
}

variable "permissions_boundary_arn" {
  description = "Policy that bounds what the role can ever do; null: none."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:[^:]+:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of a managed policy, such as arn:aws:iam::111111111111:policy/boundary, or null."
  }
}

variable "role_path" {
  description = "Path of the role in IAM, with a / at both ends."
  type        = string
  default     = "/"
  nullable    = false

  validation {
    condition     = can(regex("^/([!-.0-~]+/)*$", var.role_path))
    error_message = "role_path must begin and end with /, such as /ml/ or /."
  }
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "trusted_role_arns" {
  description = "Roles of the other environments' functions that may read here. They need not exist yet."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.trusted_role_arns) > 0
    error_message = "trusted_role_arns must name at least one role."
  }

  validation {
    condition     = alltrue([for arn in var.trusted_role_arns : can(regex("^arn:[^:]+:iam::[0-9]{12}:role/[^*?]+$", arn))])
    error_message = "Each of trusted_role_arns must be the ARN of a role, such as arn:aws:iam::222222222222:role/model-approval-test-approval."
  }
}
