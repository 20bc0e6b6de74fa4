variable "dead_letter_queue_arn" {
  description = "Queue for the reminders that EventBridge Scheduler cannot deliver."
  type        = string
  nullable    = false
}

variable "kms_key_arn" {
  description = "KMS key that the queues are encrypted with; null: keys of SQS."
  type        = string
  default     = null
}

variable "name" {
  description = "Name of the schedule group and of its role."
  type        = string
  nullable    = false
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

variable "queue_arn" {
  description = "Queue that gets a message when a reminder is due."
  type        = string
  nullable    = false
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
