# What nobody but the workflow may do in the environments' accounts, whatever their own policies allow: service control
# policies, for the organisation to attach. There are no resources here; statements.tf says what is denied.

locals {
  _quota = 5120 # characters that AWS Organizations allows in one policy

  # As few documents as the quota allows, without cutting a subject in two.
  _packings = [
    [concat(local._registry, local._keys, local._records, local._stack)],
    [concat(local._registry, local._keys), concat(local._records, local._stack)],
    [concat(local._registry, local._keys), local._records, local._stack],
    [concat(local._registry, local._records), local._keys, local._stack],
    [concat(local._registry, slice(local._keys, 0, local._half)), slice(local._keys, local._half, length(local._keys)), local._records, local._stack],
  ]
  _half = floor(length(local._keys) / 2)
  _documents = [
    for packing in local._packings : [
      for statements in packing : "{\"Version\":\"2012-10-17\",\"Statement\":[${join(",", statements)}]}"
    ]
  ]
  _lengths  = [for documents in local._documents : max([for document in documents : length(document)]...)]
  _fits     = [for length in local._lengths : length <= local._quota]
  _scp_json = contains(local._fits, true) ? local._documents[index(local._fits, true)] : []
}

# Whom the statements let through. Other partitions' ARNs would do as well: an organisation is in one partition, and AWS's own
# policies leave it open like this.
locals {
  # The workflow's roles in each environment's account.
  _roles       = { for e in var.environments : e.name => "arn:*:iam::${e.account_id}:role${var.role_path}${var.name}-${e.name}" }
  _first       = var.environments[0]
  _first_roles = local._roles[local._first.name]

  # Who sets approval statuses (the registry role does it for the later environments), and who initialises the rest besides.
  _approvers    = ["${local._first_roles}-approval", "${local._first_roles}-registry"]
  _initialisers = concat(local._approvers, ["${local._first_roles}-registration-notifier"])

  # Who writes requests, votes, decisions, revocations, `approved`, and the index of what waits.
  _writers = concat(
    ["${local._first_roles}-registration-notifier"],
    flatten([
      for e in var.environments : [
        for part in concat(["approval", "inference-notifier"], e == local._first ? [] : ["promotion"]) : "${local._roles[e.name]}-${part}"
      ]
    ]),
  )
}

# What the statements are about.
locals {
  # Any version of any group, in any region: groups come and go without Terraform.
  _versions = "arn:*:sagemaker:*:${local._first.account_id}:model-package/*"
  # Any group, likewise.
  _groups = "arn:*:sagemaker:*:${local._first.account_id}:model-package-group/*"

  # In any region, all below the prefix.
  _parameters = [for id in distinct(var.environments[*].account_id) : "arn:*:ssm:*:${id}:parameter${var.parameter_prefix}/*"]

  # The workflow's own names, not all that begin with its name: that may be as short as "ml".
  _functions      = ["approval", "inference-notifier", "registration-notifier"]
  _any            = "${var.name}-*" # of any environment
  _function_names = [for part in local._functions : "${local._any}-${part}"]
  _role_names     = concat(local._function_names, [for part in ["promotion", "reader", "registry", "reminders"] : "${local._any}-${part}"])

  # Evidence buckets have a name of their own or, where that would be too long, one that ends in a hash (modules/evidence).
  _stacks = { for e in var.environments : "${var.name}-${e.name}" => e.account_id }
  # In any region, and what is in them.
  _buckets = [for stack, id in local._stacks : "arn:*:s3:::${length(stack) <= 26 ? stack : "${substr(stack, 0, 17)}*"}-evidence-${id}-*"]
}
