variable "alarm_topic_arns" {
  description = "SNS topics that are told when a dead-letter queue is not empty, a message waits for long, a function fails or the workflow is bypassed."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.alarm_topic_arns : can(regex("^arn:[^:]+:sns:[^:]+:[0-9]{12}:.+$", arn))])
    error_message = "Each of alarm_topic_arns must be the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:111111111111:on-call."
  }
}

variable "environment" {
  description = "Name of the environment whose stack this is: one of the names in `environments`. The first one owns the model registry."
  type        = string
  nullable    = false

  validation {
    condition     = contains(var.environments[*].name, var.environment)
    error_message = "environment is \"${var.environment}\", which is not in environments (${join(", ", var.environments[*].name)}); give one of these names or add it to the list."
  }
}

variable "environments" {
  description = <<-EOT
    The promotion path, first to last; the same list goes into every account's stack.
      name               lower-case letters, digits and hyphens, at most 16 characters
      account_id         the AWS account of the environment, 12 digits
      region             null: the region of this stack's provider
      approvers          e-mail addresses that are asked to decide about this environment
      approver_group     a signed-in person must be in this group to decide about this environment
      required_approvals how many people must approve, 1 to 10; one rejection rejects
  EOT
  type = list(object({
    name               = string
    account_id         = string
    region             = optional(string)
    approvers          = list(string)
    approver_group     = string
    required_approvals = optional(number, 1)
  }))
  nullable = false

  validation {
    condition     = length(var.environments) >= 2 && length(var.environments) <= 10
    error_message = "environments has ${length(var.environments)} entries; give 2 to 10, in the order of promotion."
  }

  validation {
    condition     = alltrue([for e in var.environments : can(regex("^[a-z][a-z0-9-]{0,15}$", e.name))])
    error_message = "Each environment's name must start with a lower-case letter and go on with at most 15 lower-case letters, digits and hyphens, such as dev or pre-prod."
  }

  validation {
    condition     = length(distinct(var.environments[*].name)) == length(var.environments)
    error_message = "Two environments have the same name (${join(", ", var.environments[*].name)}); give each a name of its own."
  }

  validation {
    condition     = alltrue([for e in var.environments : can(regex("^[0-9]{12}$", e.account_id))])
    error_message = "Each account_id must be an AWS account id of 12 digits, in quotes so that leading zeros are kept."
  }

  validation {
    condition     = alltrue([for e in var.environments : e.region == null || can(regex("^[a-z]+(-[a-z]+)+-[0-9]+$", e.region))])
    error_message = "Each region must be an AWS region such as eu-west-1, or null for the region of this stack's provider."
  }

  validation {
    condition     = alltrue([for e in var.environments : length(e.approvers) > 0])
    error_message = "These environments have no approvers: ${join(", ", [for e in var.environments : e.name if length(e.approvers) == 0])}; give at least one e-mail address each."
  }

  validation {
    condition = alltrue(flatten([
      for e in var.environments : [for address in e.approvers : can(regex("^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[A-Za-z]{2,}$", address))]
    ]))
    error_message = "Each of approvers must be a bare e-mail address such as ada@example.com, without a display name or spaces."
  }

  validation {
    condition     = alltrue([for e in var.environments : trimspace(e.approver_group) != ""])
    error_message = "Each approver_group must name the group (or app role) that may decide, as the identity provider sends it in the groups claim."
  }

  validation {
    condition     = alltrue([for e in var.environments : contains(range(1, 11), e.required_approvals)])
    error_message = "Each required_approvals must be a whole number from 1 to 10: how many people must approve; leave it out for 1."
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

variable "metrics_bucket_arns" {
  description = "S3 buckets with the evaluations and inference metrics that approvers are shown."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.metrics_bucket_arns : can(regex("^arn:[^:]+:s3:::[^/*]+$", arn))])
    error_message = "Each of metrics_bucket_arns must be the ARN of a bucket without a path, such as arn:aws:s3:::my-metrics."
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

variable "oidc" {
  description = <<-EOT
    The OpenID Connect provider at which approvers sign in. Register the output `callback_url` with it.
      issuer                  as it stands in the `iss` claim
      client_id               of this application
      discovery_url           null: {issuer}/.well-known/openid-configuration
      client_secret_parameter name of a SecureString parameter made out of band (key aws/ssm); null: a public client, PKCE alone
      groups_claim            claim of the ID token that holds the groups
      identity_claims         claims that hold names by which other systems may know a person, the most important first
      scopes                  to ask for, separated by spaces
  EOT
  type = object({
    issuer                  = string
    client_id               = string
    discovery_url           = optional(string)
    client_secret_parameter = optional(string)
    groups_claim            = optional(string, "groups")
    identity_claims         = optional(list(string), ["sub", "email", "preferred_username", "upn", "cognito:username"])
    scopes                  = optional(string, "openid email profile")
  })
  nullable = false

  validation {
    condition = alltrue([
      for url in compact([var.oidc.issuer, var.oidc.discovery_url]) :
      can(regex("^(https://[^/?# ]+|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:[0-9]+)?)(/[^ ]*)?$", url))
    ]) && var.oidc.issuer != ""
    error_message = "oidc.issuer and oidc.discovery_url must start with https:// (http:// is accepted for localhost only)."
  }

  validation {
    condition     = trimspace(var.oidc.client_id) != ""
    error_message = "oidc.client_id must be the client id that the identity provider gave this application."
  }

  validation {
    condition     = var.oidc.client_secret_parameter == null || can(regex("^(/[A-Za-z0-9_.-]+)+$", var.oidc.client_secret_parameter))
    error_message = "oidc.client_secret_parameter must be the name of a parameter, such as /model-approval/oidc-client-secret, or null for a public client."
  }

  # The other environments' pages may read all that is below the prefix.
  validation {
    condition     = !startswith(coalesce(var.oidc.client_secret_parameter, "/"), "${var.parameter_prefix}/")
    error_message = "oidc.client_secret_parameter must not be below parameter_prefix (${var.parameter_prefix}), which other accounts may read; give it another name, such as /model-approval/oidc-client-secret."
  }

  validation {
    condition     = trimspace(var.oidc.groups_claim) != ""
    error_message = "oidc.groups_claim must name the claim that holds the groups, such as groups, roles or cognito:groups."
  }

  validation {
    condition     = length(var.oidc.identity_claims) > 0 && alltrue([for claim in var.oidc.identity_claims : trimspace(coalesce(claim, " ")) != ""])
    error_message = "oidc.identity_claims must name at least one claim and no blank one, such as [\"sub\", \"email\"]."
  }

  validation {
    condition     = contains(split(" ", var.oidc.scopes), "openid")
    error_message = "oidc.scopes must hold openid, such as \"openid email profile\"; without it there is no ID token."
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

variable "separation_of_duties" {
  description = <<-EOT
    Who may not approve a version, although they are in the environment's approver group. Anybody in it may still reject.
      prevent_self_approval nobody approves a version that they requested themselves: whom its CustomerMetadataProperties
                            name as `requested_by` (the claims in `oidc.identity_claims` tell who somebody is); a version
                            that names nobody cannot be approved at all
      one_environment_each  nobody approves one version for two environments
  EOT
  type = object({
    prevent_self_approval = optional(bool, false)
    one_environment_each  = optional(bool, false)
  })
  default  = {}
  nullable = false
}

variable "tags" {
  description = "Tags for every resource, on top of the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
