variable "external_id" {
  description = "External id that the caller must give."
  type        = string
  nullable    = false
}

variable "name" {
  description = "Name of the role."
  type        = string
  nullable    = false
}

variable "parameter_prefix" {
  description = "Path in Parameter Store, such as /ml-models."
  type        = string
  default     = "/ml-models"
  nullable    = false
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
}
