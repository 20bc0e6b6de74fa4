variable "from" {
  description = "The sender's address."
  type        = string
  nullable    = false
}

variable "identity_arn" {
  description = "SES identity that may send for the address; null: the module creates one for its domain."
  type        = string
  default     = null
}

variable "name" {
  description = "Name of the configuration set."
  type        = string
  nullable    = false
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
