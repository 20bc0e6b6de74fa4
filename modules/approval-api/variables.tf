variable "custom_domain" {
  description = "The pages' own name, and an ACM certificate of this region for it; null: the name that API Gateway gives."
  type = object({
    name            = string
    certificate_arn = string
  })
  default = null
}

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

variable "kms_key_arn" {
  description = "KMS key, in the same region, for the access logs; null: a key of AWS."
  type        = string
  default     = null
}

variable "log_retention_days" {
  description = "Days that the access logs are kept."
  type        = number
  default     = 90
  nullable    = false
}

variable "name" {
  description = "Name of the API, and first part of its keys' aliases."
  type        = string
  nullable    = false
}

variable "session_keys" {
  description = "Labels of the keys that verify sessions; the last one's signs as well."
  type        = list(string)
  default     = ["1"]
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

variable "throttling" {
  description = "Requests a second that the API lets through on average, and how many at once for a moment."
  type = object({
    requests_per_second = optional(number, 20)
    burst               = optional(number, 50)
  })
  default  = {}
  nullable = false
}
