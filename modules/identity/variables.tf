variable "alarm_topic_arns" {
  description = "SNS topics, in the pool's account and region, that are told when the function fails: then people cannot sign in."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.alarm_topic_arns : can(regex("^arn:[^:]+:sns:[^:]+:[0-9]{12}:[^:]+$", arn))])
    error_message = "Each of alarm_topic_arns must be the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:111111111111:on-call."
  }
}

variable "callback_urls" {
  description = "Where Cognito sends people back to: the output callback_url of each environment's stack."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.callback_urls) > 0 && alltrue([for url in var.callback_urls : can(regex("^(https://|http://([a-z0-9-]+\\.)*localhost(:[0-9]+)?/)", url))])
    error_message = "callback_urls must name at least one address, and each must start with https:// (http:// is accepted for localhost only); give the stacks' output callback_url."
  }
}

variable "deletion_protection" {
  description = "Whether AWS refuses to delete the pool; set it to false and apply before you destroy the module."
  type        = bool
  default     = true
  nullable    = false
}

variable "domain_prefix" {
  description = "First part of the host name of Cognito's sign-in pages; nobody else in the region may have it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.domain_prefix)) && !can(regex("aws|amazon|cognito", var.domain_prefix))
    error_message = "domain_prefix must have 1 to 63 lower-case letters, digits and hyphens, no hyphen at either end, and none of the words aws, amazon and cognito, such as example-model-approval."
  }
}

variable "groups" {
  description = "Approver group by group of the directory, as the directory sends it, with its case; groups that are not here do not count. Object ids are better than names: nobody can make a second group with the same one."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(var.groups) > 0 && alltrue([for from, to in var.groups : trimspace(from) != "" && trimspace(to) != ""])
    error_message = "groups must map at least one group of the directory to an approver group, and neither may be blank."
  }

  # What Cognito sends for several groups: a list in brackets.
  validation {
    condition     = alltrue([for from in keys(var.groups) : !startswith(from, "[") && !endswith(from, "]")])
    error_message = "A group whose name starts with [ or ends with ] cannot be told from a list of groups; name another group of the directory in groups, or its object id."
  }

  validation {
    condition     = length(jsonencode(var.groups)) <= 3500
    error_message = "groups takes ${length(jsonencode(var.groups))} characters, but AWS Lambda has room for 3500; map fewer groups, or give them shorter names."
  }
}

variable "kms_key_arn" {
  description = "KMS key for the function's logs; null: CloudWatch's own."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, such as arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab, or null."
  }
}

variable "log_retention_days" {
  description = "Days that the function's logs are kept."
  type        = number
  default     = 90
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a number of days that CloudWatch Logs knows, such as 30, 90, 365 or 3653."
  }
}

variable "logout_urls" {
  description = "Where Cognito may send people after they signed out there."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for url in var.logout_urls : can(regex("^(https://|http://([a-z0-9-]+\\.)*localhost(:[0-9]+)?/)", url))])
    error_message = "Each of logout_urls must start with https:// (http:// is accepted for localhost only)."
  }
}

variable "name" {
  description = "Name of the user pool and first part of every other name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,52}$", var.name))
    error_message = "name must have 1 to 52 letters, digits, hyphens and underscores, such as model-approval."
  }
}

variable "oidc" {
  description = <<-EOT
    The directory, if it speaks OpenID Connect. Register the output `directory.redirect_uri` with it. Prefer `saml`, which has no secret.
      issuer        as it stands in the `iss` claim
      client_id     that the directory gave to the user pool
      scopes        to ask for, separated by spaces
      groups_claim  claim that holds the groups
      email_claim   claim that holds the mail address
      name_claim    claim that holds the name to show
  EOT
  type = object({
    issuer       = string
    client_id    = string
    scopes       = optional(string, "openid email profile")
    groups_claim = optional(string, "groups")
    email_claim  = optional(string, "email")
    name_claim   = optional(string, "name")
  })
  default = null

  validation {
    condition     = var.oidc == null || can(regex("^https://[^/?# ]+", var.oidc.issuer)) && trimspace(try(var.oidc.client_id, "")) != ""
    error_message = "oidc.issuer must start with https://, and oidc.client_id must be the client id that the directory gave to the user pool."
  }

  validation {
    condition     = var.oidc == null || contains(split(" ", try(var.oidc.scopes, "")), "openid")
    error_message = "oidc.scopes must hold openid, such as \"openid email profile\"; without it there is no ID token."
  }
}

variable "oidc_client_secret" {
  description = "Secret of oidc.client_id. Cognito wants one, and Terraform's state keeps it in the clear."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = (var.oidc != null) == (var.oidc_client_secret != null)
    error_message = "oidc_client_secret belongs to oidc: give both, or neither."
  }
}

variable "permissions_boundary_arn" {
  description = "Policy that bounds what the function's role can ever do; null: none."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:[^:]+:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of a managed policy, such as arn:aws:iam::111111111111:policy/boundary, or null."
  }
}

variable "provider_name" {
  description = "What Cognito calls the directory; user names begin with it, so it stays as it is once somebody has signed in."
  type        = string
  default     = "CompanyDirectory"
  nullable    = false

  # Cognito's own identity providers, and those of social networks, have names that are taken.
  validation {
    condition     = can(regex("^[A-Za-z0-9-]{3,32}$", var.provider_name)) && !contains(["cognito", "facebook", "google", "loginwithamazon", "signinwithapple"], lower(var.provider_name))
    error_message = "provider_name must have 3 to 32 letters, digits and hyphens, and be none of Cognito's own (COGNITO, Facebook, Google, LoginWithAmazon, SignInWithApple)."
  }
}

variable "role_path" {
  description = "Path of the function's role in IAM, with a / at both ends."
  type        = string
  default     = "/"
  nullable    = false

  validation {
    condition     = can(regex("^/([!-.0-~]+/)*$", var.role_path))
    error_message = "role_path must begin and end with /, such as /ml/ or /."
  }
}

variable "saml" {
  description = <<-EOT
    The directory, if it speaks SAML 2.0. Enter the output `directory` there. The defaults are what Entra ID sends.
      metadata_url      address of the directory's metadata, which Cognito reads again every few hours; or
      metadata_xml      the metadata itself
      groups_attribute  attribute that holds the groups
      email_attribute   attribute that holds the mail address
      name_attribute    attribute that holds the name to show
      sign_requests     sign requests; the directory must then know the pool's certificate
  EOT
  type = object({
    metadata_url     = optional(string)
    metadata_xml     = optional(string)
    groups_attribute = optional(string, "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups")
    email_attribute  = optional(string, "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress")
    name_attribute   = optional(string, "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name")
    sign_requests    = optional(bool, false)
  })
  default = null

  validation {
    condition     = (var.saml != null) != (var.oidc != null)
    error_message = "Give either saml or oidc: the directory speaks one of them."
  }

  validation {
    condition     = var.saml == null || (try(var.saml.metadata_url, null) != null) != (try(var.saml.metadata_xml, null) != null)
    error_message = "saml must have either metadata_url or metadata_xml."
  }

  validation {
    condition     = try(var.saml.metadata_url, null) == null || can(regex("^https://", var.saml.metadata_url))
    error_message = "saml.metadata_url must start with https://: whoever could change the metadata could sign in as anybody."
  }
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "tracing" {
  description = "Trace the function with X-Ray."
  type        = bool
  default     = false
  nullable    = false
}
