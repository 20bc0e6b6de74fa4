# What an environment's approvers have approved, for whoever runs it: read, never written.

locals {
  _group    = "${var.parameter_prefix}/${var.environment}/${var.model_package_group}"
  _name     = "${local._group}/approved"
  _value    = nonsensitive(data.aws_ssm_parameters_by_path.this.values[index(data.aws_ssm_parameters_by_path.this.names, local._name)])
  _approved = jsondecode(local._value)
}

# A list of what stands directly below the group: `approved` alone. Unlike reading it by name, that does not fail where
# there is nothing, so that this can say what it means. No secret is in it, whatever the provider thinks of parameters.
data "aws_ssm_parameters_by_path" "this" {
  path            = local._group
  recursive       = false
  with_decryption = false

  lifecycle {
    postcondition {
      condition     = contains(self.names, local._name)
      error_message = "No version of ${var.model_package_group} is approved for ${var.environment}: there is no parameter ${local._name} in the provider's account and region. Either nobody has approved one yet, or all approvals were revoked, or this is not where ${var.environment} is."
    }

    postcondition {
      condition     = !contains(self.names, local._name) || try(jsondecode(nonsensitive(self.values[index(self.names, local._name)])).schema, null) == 1
      error_message = "The parameter ${local._name} is not what this module can read (JSON with \"schema\": 1); use the version of the module that the workflow was applied with."
    }
  }
}
