variable "addresses" {
  description = "Environment variables whose values are known only after apply (URLs, ARNs); 1,208 bytes are kept for them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "alarm_topic_arns" {
  description = "SNS topics that are told when a message is dead or waits for long, or the function fails or is throttled."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "code" {
  description = "The package: a local file and its hash (base64 of SHA-256), or an object in S3."
  type = object({
    filename  = optional(string)
    hash      = optional(string)
    s3_bucket = optional(string)
    s3_key    = optional(string)
  })
  nullable = false

  validation {
    condition     = (var.code.filename == null) != (var.code.s3_bucket == null || var.code.s3_key == null)
    error_message = "code must have either a filename or both s3_bucket and s3_key."
  }
}

variable "description" {
  description = "What the function is for."
  type        = string
  nullable    = false
}

variable "environment" {
  description = "Environment variables whose values are known at plan. Long ones are compressed if they do not fit."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "event_rule_arns" {
  description = "EventBridge rules that may send to the input queue and to the dead-letter queue."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "handler" {
  description = "Python name of the handler."
  type        = string
  nullable    = false
}

variable "kms_key_arn" {
  description = "KMS key, in the same region, for the logs and the queues; null: keys of AWS."
  type        = string
  default     = null
}

variable "layer_arn" {
  description = "Version of the layer with third-party code."
  type        = string
  nullable    = false
}

variable "log_retention_days" {
  description = "Days that the function's logs are kept."
  type        = number
  default     = 90
  nullable    = false
}

variable "name" {
  description = "Name of function, role and input queue."
  type        = string
  nullable    = false

  validation {
    condition     = length(var.name) <= 64
    error_message = "A function's name has at most 64 characters; ${var.name} has ${length(var.name)}."
  }
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

variable "policy_json" {
  description = "What the function may do, beyond its own logs and queues."
  type        = string
  nullable    = false
}

variable "reserved_concurrency" {
  description = "Instances of the function that may run at once, taken from the account's; null: as many as the account has."
  type        = number
  default     = null
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

variable "timeout" {
  description = "Seconds that one invocation may take."
  type        = number
  nullable    = false

  validation {
    condition     = var.timeout >= 1 && var.timeout <= 900
    error_message = "timeout must be 1 to 900 seconds."
  }
}

variable "tracing" {
  description = "Trace invocations with X-Ray."
  type        = bool
  default     = false
  nullable    = false
}
