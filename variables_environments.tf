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
      account_id         the AWS account of the environment, 12 digits; environments may share one (examples/single-account)
      region             null: the region of this stack's provider; for all of them or for none
      approvers          e-mail addresses that are asked to decide about this environment
      approver_group     a signed-in person must be in this group to decide about this environment
      required_approvals how many people must approve, 1 to 10; one rejection rejects
      gates              what a version's metrics must fulfil before it may be approved for this environment
        rules             at most 10, such as "auc >= 0.85", "auc >= approved - 0.01" (the version that is approved there
                          now), "rmse <= training * 1.1" (the same version, when it was trained) and
                          "no constraint violations"
        on_failure        "block": cannot be approved; "warn": approvers are told
        break_glass_group group whose members may approve all the same, with a reason; null: nobody may
  EOT
  type = list(object({
    name               = string
    account_id         = string
    region             = optional(string)
    approvers          = list(string)
    approver_group     = string
    required_approvals = optional(number, 1)
    gates = optional(object({
      rules             = optional(list(string), [])
      on_failure        = optional(string, "block")
      break_glass_group = optional(string)
    }), {})
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

  # A stack in another region would look for those without one in its own.
  validation {
    condition     = length(distinct([for e in var.environments : e.region == null])) <= 1
    error_message = "These environments have no region, although others have one: ${join(", ", [for e in var.environments : e.name if e.region == null])}; give all of them their regions, or none if they are all in one."
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

  validation {
    condition = alltrue(flatten([
      for e in var.environments : [for rule in e.gates.rules : rule == local._gate_in_words || can(regex(local._gate_rule, rule))]
    ]))
    error_message = "These gate rules cannot be read: ${join("; ", flatten([
      for e in var.environments : [
        for rule in e.gates.rules : "${e.name}: \"${rule == null ? "null" : rule}\"" if !(rule == local._gate_in_words || can(regex(local._gate_rule, rule)))
      ]
    ]))}. Write METRIC OPERATOR VALUE with one space between, such as \"auc >= 0.85\", \"auc >= approved - 0.01\" or \"rmse <= training * 1.1\", or \"no constraint violations\"."
  }

  validation {
    condition = alltrue(flatten([for e in var.environments : [for rule in e.gates.rules : length(rule == null ? "" : rule) <= 100]]))
    error_message = "These gate rules have more than 100 characters: ${join("; ", flatten([
      for e in var.environments : [for rule in e.gates.rules : "${e.name}: \"${rule}\"" if length(rule == null ? "" : rule) > 100]
    ]))}; shorten the metric's name or the number."
  }

  validation {
    condition     = alltrue([for e in var.environments : length(e.gates.rules) <= 10])
    error_message = "These environments have more than 10 gate rules: ${join(", ", [for e in var.environments : e.name if length(e.gates.rules) > 10])}; keep the 10 that matter most."
  }

  validation {
    condition     = alltrue([for e in var.environments : length(distinct(e.gates.rules)) == length(e.gates.rules)])
    error_message = "These environments have the same gate rule twice: ${join(", ", [for e in var.environments : e.name if length(distinct(e.gates.rules)) < length(e.gates.rules)])}; remove one of them."
  }

  validation {
    condition     = alltrue([for e in var.environments : contains(["block", "warn"], e.gates.on_failure)])
    error_message = "Each gates.on_failure must be \"block\" (cannot be approved while a rule fails) or \"warn\" (approvers are told)."
  }

  validation {
    condition     = alltrue([for e in var.environments : e.gates.break_glass_group == null || trimspace(coalesce(e.gates.break_glass_group, "-")) != ""])
    error_message = "Each gates.break_glass_group must name a group as the identity provider sends it in the groups claim, or be null so that nobody may approve what a gate blocks."
  }
}

locals {
  # The functions read rules with the same patterns (domain/gates.py); a test compares them.
  _gate_rule = join("", [
    "^(?P<metric>[A-Za-z0-9_][A-Za-z0-9_./:@%-]{0,63}) (?P<operator>>=|<=|>|<) ",
    "(?:(?P<number>-?[0-9]{1,15}(?:\\.[0-9]{1,15})?)",
    "|(?P<reference>approved|training)(?: (?P<change>[-+*]) (?P<by>[0-9]{1,15}(?:\\.[0-9]{1,15})?))?)$",
  ])
  _gate_in_words = "no constraint violations"
}
