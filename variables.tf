variable "alarm_topic_arns" {
  description = "SNS topics that are told when a dead-letter queue is not empty, a message waits for long, a function fails, the workflow is bypassed, a gate is overridden or an artefact has changed."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.alarm_topic_arns : can(regex("^arn:[^:]+:sns:[^:]+:[0-9]{12}:.+$", arn))])
    error_message = "Each of alarm_topic_arns must be the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:111111111111:on-call."
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

variable "mail" {
  description = <<-EOT
    How approvers are written to, by Amazon SES.
      from         the sender's address
      identity_arn SES identity that may send for it (known at plan); null: the module creates one for the address's domain,
                   which can send once the DNS records of the output `ses_dkim_tokens` exist
  EOT
  type = object({
    from         = string
    identity_arn = optional(string)
  })
  nullable = false

  validation {
    condition     = can(regex("^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[A-Za-z]{2,}$", var.mail.from))
    error_message = "mail.from must be a bare e-mail address such as model-approval@example.com, without a display name or spaces."
  }

  validation {
    condition     = var.mail.identity_arn == null || can(regex("^arn:[^:]+:ses:[^:]+:[0-9]{12}:identity/.+$", var.mail.identity_arn))
    error_message = "mail.identity_arn must be the ARN of an SES identity, such as arn:aws:ses:eu-west-1:111111111111:identity/example.com, or null."
  }
}

variable "name" {
  description = "First part of every name in every stack; also the external id of the roles. The same in every account."
  type        = string
  default     = "model-approval"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,23}$", var.name))
    error_message = "name must start with a lower-case letter and have 2 to 24 lower-case letters, digits and hyphens."
  }
}

variable "on_bypass" {
  description = <<-EOT
    What to do when an approval status in the model registry was changed past this workflow, in Studio for instance; metric,
    alarm and a mail to the first environment's approvers come in any case. Only the first environment's stack uses it.
      warn   leave the registry as it is
      revert put back what the recorded decisions say
  EOT
  type        = string
  default     = "warn"
  nullable    = false

  validation {
    condition     = contains(["warn", "revert"], var.on_bypass)
    error_message = "on_bypass is \"${var.on_bypass}\"; give \"warn\" to be told of a change past the workflow, or \"revert\" to have it undone as well."
  }
}

variable "parameter_prefix" {
  description = "Path in Parameter Store under which requests, decisions and approved models are kept. The same in every account."
  type        = string
  default     = "/ml-models"
  nullable    = false

  # Parameter Store allows 15 levels and 1,011 characters with the ARN before the name; the records below the prefix take
  # 6 levels and at most 140 characters.
  validation {
    condition     = can(regex("^(/[A-Za-z0-9_.-]+){1,5}$", var.parameter_prefix))
    error_message = "parameter_prefix must be a path of 1 to 5 levels that starts with / and does not end with one, such as /ml-models."
  }

  validation {
    condition     = length(var.parameter_prefix) <= 200
    error_message = "parameter_prefix has ${length(var.parameter_prefix)} characters; give at most 200, so that the names of all records below it fit into Parameter Store."
  }

  validation {
    condition     = !can(regex("^/(aws|ssm)", lower(var.parameter_prefix)))
    error_message = "parameter_prefix must not start with /aws or /ssm: AWS keeps these for itself."
  }
}

variable "remind_after_days" {
  description = "Days after which approvers are asked again about a request that nobody has decided, 1 to 365; 0: never."
  type        = number
  default     = 3
  nullable    = false

  validation {
    condition     = contains(range(366), var.remind_after_days)
    error_message = "remind_after_days must be a whole number of days from 1 to 365, or 0 to send no reminders."
  }
}

variable "request_valid_days" {
  description = <<-EOT
    Days after which a request that nobody has decided can be neither approved nor rejected any more, 1 to 365; 0: never.
    Nothing is recorded when one expires, so that a larger number brings expired requests back.
  EOT
  type        = number
  default     = 90
  nullable    = false

  validation {
    condition     = contains(range(366), var.request_valid_days)
    error_message = "request_valid_days must be a whole number of days from 1 to 365, or 0 to let requests wait for ever."
  }
}

variable "tags" {
  description = "Tags for every resource, on top of the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
