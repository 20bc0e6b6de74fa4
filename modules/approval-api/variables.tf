variable "function_invoke_arn" {
  description = "ARN by which API Gateway invokes the function that answers."
  type        = string
  nullable    = false
}

variable "function_name" {
  description = "Name of the function that answers."
  type        = string
  nullable    = false
}

variable "log_retention_days" {
  description = "Days that the access logs are kept."
  type        = number
  default     = 90
  nullable    = false
}

variable "name" {
  description = "Name of the API, and first part of its key's alias."
  type        = string
  nullable    = false
}

variable "session_role_arn" {
  description = "The role that may sign and verify sessions: the function's."
  type        = string
  nullable    = false
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
