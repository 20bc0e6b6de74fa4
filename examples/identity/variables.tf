variable "account_ids" {
  description = "The AWS account of each environment."
  type = object({
    dev  = string
    prod = string
  })
  nullable = false
}

variable "approvers" {
  description = "E-mail addresses that are asked to decide, by environment."
  type = object({
    dev  = list(string)
    prod = list(string)
  })
  nullable = false
}

variable "cognito_endpoint" {
  description = "Address of an emulated Cognito; null: AWS."
  type        = string
  default     = null
}

variable "deletion_protection" {
  description = "Whether AWS refuses to delete the user pool."
  type        = bool
  default     = true
  nullable    = false
}

variable "deploy_role_name" {
  description = "Role in each account that Terraform assumes."
  type        = string
  default     = "OrganizationAccountAccessRole"
  nullable    = false
}

variable "directory_groups" {
  description = "The directory's group of approvers of each environment, as the directory sends it: with Entra ID, its object id."
  type = object({
    dev  = string
    prod = string
  })
  nullable = false
}

variable "domain_prefix" {
  description = "First part of the host name of Cognito's sign-in pages, as in the module."
  type        = string
  nullable    = false
}

variable "mail_from" {
  description = "The sender's address. Each account gets an SES identity for its domain."
  type        = string
  nullable    = false
}

variable "name" {
  description = "First part of every name."
  type        = string
  default     = "model-approval"
  nullable    = false
}

variable "region" {
  description = "Region of both stacks."
  type        = string
  default     = "eu-west-1"
  nullable    = false
}

variable "saml" {
  description = "The directory, as in the module."
  type = object({
    metadata_url     = optional(string)
    metadata_xml     = optional(string)
    groups_attribute = optional(string, "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups")
    email_attribute  = optional(string, "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress")
    name_attribute   = optional(string, "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name")
    sign_requests    = optional(bool, false)
  })
  nullable = false
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
