variable "consumer_account_ids" {
  description = "Accounts that may read the group's versions and make models from them."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for id in var.consumer_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "Each of consumer_account_ids must be an AWS account id of 12 digits."
  }
}

variable "description" {
  description = "What the models in the group are for."
  type        = string
  default     = null
}

variable "name" {
  description = "Name of the model package group."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9](-*[A-Za-z0-9]){0,62}$", var.name))
    error_message = "name must have at most 63 letters, digits and inner hyphens, such as churn."
  }
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
