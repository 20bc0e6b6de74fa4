variable "alarm_topic_arns" {
  description = "SNS topics that are told when mail bounces, is complained about or refused."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "create_identity" {
  description = "Whether to make an SES identity for the domain of the sender's address. A domain has one in an account and region."
  type        = bool
  default     = true
  nullable    = false
}

variable "from" {
  description = "The sender's address."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[^@]+@[^@]+$", var.from))
    error_message = "from must be a bare e-mail address such as model-approval@example.com."
  }
}

variable "identity_arn" {
  description = "SES identity that may send for the address; looked at only if none is made here."
  type        = string
  default     = null

  validation {
    condition     = var.create_identity || var.identity_arn != null
    error_message = "identity_arn must be the ARN of an SES identity that may send for ${var.from}, unless create_identity is true."
  }
}

variable "name" {
  description = "Name of the configuration set, and first part of the alarms' names."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,64}$", var.name))
    error_message = "name must have 1 to 64 letters, digits, underscores and hyphens."
  }
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
