variable "custom_domain" {
  description = <<-EOT
    A name of your own for this environment's approval pages; null: the name that API Gateway gives, which is fine.
      name            such as approvals-dev.example.com; the output `dns_records` says which record it needs
      certificate_arn ACM certificate for the name, in the stack's region
    With a name of your own, API Gateway's does not answer any more.
  EOT
  type = object({
    name            = string
    certificate_arn = string
  })
  default = null

  validation {
    condition     = var.custom_domain == null || can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.custom_domain.name)) && length(try(var.custom_domain.name, "")) <= 100
    error_message = "custom_domain.name must be a host name of at most 100 characters in lower case, such as approvals-dev.example.com, without https:// and without a path."
  }

  validation {
    condition     = var.custom_domain == null || can(regex("^arn:[^:]+:acm:[^:]+:[0-9]{12}:certificate/.+$", var.custom_domain.certificate_arn))
    error_message = "custom_domain.certificate_arn must be the ARN of an ACM certificate, such as arn:aws:acm:eu-west-1:111111111111:certificate/…, in the stack's region."
  }
}

variable "mail" {
  description = <<-EOT
    How approvers are written to, by Amazon SES.
      from         the sender's address
      identity_arn SES identity that may send for it (known at plan); null: the module creates one for the address's domain,
                   which can send once the DNS records of the output `dns_records` exist. Environments in one account and region share it
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
