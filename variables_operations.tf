variable "alarm_topic_arns" {
  description = "SNS topics that alarms go to, in the stack's region; empty: the module makes one, to which you subscribe (output `alarm_topic_arns`)."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.alarm_topic_arns : can(regex("^arn:[^:]+:sns:[^:]+:[0-9]{12}:.+$", arn))])
    error_message = "Each of alarm_topic_arns must be the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:111111111111:on-call."
  }
}

variable "kms_key_arn" {
  description = <<-EOT
    KMS key of the stack's region, for what the stack stores: logs, queues, evidence, and the alarm topic that the module makes;
    null: keys of AWS. CloudWatch Logs, EventBridge and CloudWatch must be let in by the key's policy, as in
    examples/customer-managed-key.
  EOT
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, not of an alias, such as arn:aws:kms:eu-west-1:111111111111:key/…, or null."
  }
}

variable "lambda_package" {
  description = "Where the Lambda packages of lambdas/dist are in S3 (new packages under new keys); null: the files that are committed in the module."
  type = object({
    bucket        = string
    functions_key = string
    layer_key     = string
  })
  default = null

  validation {
    condition     = var.lambda_package == null || alltrue([for value in values(coalesce(var.lambda_package, {})) : trimspace(coalesce(value, " ")) != ""])
    error_message = "lambda_package needs bucket, functions_key and layer_key; leave it out altogether to use the files that are committed in the module."
  }
}

variable "limits" {
  description = <<-EOT
    How much the approval pages take at once.
      requests_per_second on average; more are answered with 429
      burst               at once, for a moment
      concurrency         instances of the approval function, reserved from the account's; null: none are reserved
  EOT
  type = object({
    requests_per_second = optional(number, 20)
    burst               = optional(number, 50)
    concurrency         = optional(number)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.limits.requests_per_second > 0 && var.limits.burst >= var.limits.requests_per_second && floor(var.limits.burst) == var.limits.burst
    error_message = "limits must have requests_per_second above 0, and a whole number of at least as many as burst."
  }

  # Two instances may work off the queue, and the pages need one besides.
  validation {
    condition     = var.limits.concurrency == null || try(var.limits.concurrency >= 3 && floor(var.limits.concurrency) == var.limits.concurrency, false)
    error_message = "limits.concurrency must be a whole number of at least 3, or null to reserve none."
  }
}

variable "log_retention_days" {
  description = "Days that the logs of functions and API are kept."
  type        = number
  default     = 90
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a number of days that CloudWatch Logs offers, such as 30, 90, 365 or 3653."
  }
}

variable "roles" {
  description = <<-EOT
    For companies that bound which roles are made.
      path                     of every role in IAM, with a / at both ends. The same in every account: role ARNs are derived
      permissions_boundary_arn policy that bounds what the roles can ever do; null: none
  EOT
  type = object({
    path                     = optional(string, "/")
    permissions_boundary_arn = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^/([!-.0-~]+/)*$", var.roles.path)) && length(var.roles.path) <= 64
    error_message = "roles.path must begin and end with /, such as /ml/, and have at most 64 characters."
  }

  validation {
    condition     = var.roles.permissions_boundary_arn == null || can(regex("^arn:[^:]+:iam::([0-9]{12}|aws):policy/.+$", var.roles.permissions_boundary_arn))
    error_message = "roles.permissions_boundary_arn must be the ARN of a managed policy, such as arn:aws:iam::111111111111:policy/boundary, or null."
  }
}

variable "tracing" {
  description = "Trace the functions' invocations with AWS X-Ray."
  type        = bool
  default     = false
  nullable    = false
}
