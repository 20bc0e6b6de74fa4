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

variable "session_keys" {
  description = <<-EOT
    Labels of the KMS keys that sign the approvers' sessions: one, or two while the key is rotated. The last one's key signs,
    both verify. docs/operations.md says how to rotate, and how to end all sessions at once.
  EOT
  type        = list(string)
  default     = ["1"]
  nullable    = false

  validation {
    condition     = contains([1, 2], length(var.session_keys))
    error_message = "session_keys has ${length(var.session_keys)} labels; give one, such as [\"1\"], or the old and the new one while you rotate, such as [\"1\", \"2\"]."
  }

  validation {
    condition     = length(distinct(var.session_keys)) == length(var.session_keys)
    error_message = "session_keys has the same label twice; to rotate, add another one, such as [\"1\", \"2\"]."
  }

  validation {
    condition     = alltrue([for label in var.session_keys : can(regex("^[a-z0-9-]{1,16}$", label))])
    error_message = "Each of session_keys must be a label of 1 to 16 lower-case letters, digits and hyphens, such as \"2\" or \"2027-01\"."
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
