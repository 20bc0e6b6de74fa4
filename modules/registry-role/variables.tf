variable "external_id" {
  description = "External id that the caller must give."
  type        = string
  nullable    = false
}

variable "kms_key_arns" {
  description = "KMS keys with which model data are encrypted."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "model_bucket_arns" {
  description = "Buckets with model data, so that approved bytes can be told from others."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "name" {
  description = "Name of the role."
  type        = string
  nullable    = false
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "trusted_role_arns" {
  description = "Roles of the later environments' approval functions. They need not exist yet."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.trusted_role_arns) > 0
    error_message = "trusted_role_arns must name at least one role."
  }
}
