variable "archive_after_days" {
  description = "Days after which what is below evidence/ moves to Glacier Instant Retrieval; 0: never. S3 leaves objects of less than 128 KB where they are."
  type        = number
  default     = 0
  nullable    = false
}

variable "force_destroy" {
  description = "Destroy the bucket with all evidence in it; otherwise it can only be destroyed while it is empty."
  type        = bool
  default     = false
  nullable    = false
}

variable "kms_key_arn" {
  description = "KMS key to encrypt with, in the bucket's region; null: keys of S3. Whoever writes needs kms:GenerateDataKey and kms:Decrypt, whoever reads kms:Decrypt."
  type        = string
  default     = null
}

variable "name" {
  description = "First part of the bucket's name; account and region follow."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]*$", var.name))
    error_message = "name must have lower-case letters, digits and hyphens only, such as model-approval-dev."
  }
}

variable "object_lock_days" {
  description = "Days for which nobody without s3:BypassGovernanceRetention can delete a version of an object; 0: no Object Lock."
  type        = number
  default     = 0
  nullable    = false
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
