variable "environment" {
  description = "Name of the environment, such as test. The provider must be in its account and region."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,15}$", var.environment))
    error_message = "environment must be a name as in the module's environments, such as test."
  }
}

variable "model_package_group" {
  description = "Name of the model package group, as it stands in the ARN of its model packages."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9](-*[A-Za-z0-9]){0,62}$", var.model_package_group))
    error_message = "model_package_group must be the name (not the ARN) of a model package group, such as churn."
  }
}

variable "parameter_prefix" {
  description = "Path in Parameter Store, as it was given to the module."
  type        = string
  default     = "/ml-models"
  nullable    = false

  validation {
    condition     = can(regex("^(/[A-Za-z0-9_.-]+){1,5}$", var.parameter_prefix))
    error_message = "parameter_prefix must be a path of 1 to 5 levels that starts with / and does not end with one, such as /ml-models."
  }
}
