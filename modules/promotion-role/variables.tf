variable "environment" {
  description = "The environment that promotions are received for: this account's."
  type        = string
  nullable    = false
}

variable "external_id" {
  description = "External id that the caller must give."
  type        = string
  nullable    = false
}

variable "name" {
  description = "Name of the role."
  type        = string
  nullable    = false
}

variable "parameter_prefix" {
  description = "Path in Parameter Store, such as /ml-models."
  type        = string
  default     = "/ml-models"
  nullable    = false
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "trusted_role_arn" {
  description = "Role of the previous environment's approval function. It need not exist yet."
  type        = string
  nullable    = false
}
