# What is denied, by subject. Each statement as JSON, so that lists of them can be joined. A denial is best wide: accounts and
# regions are left open where the workflow's names say enough.

# Approval: nobody but the workflow says that a version is approved or rejected. Not even who deploys it: Terraform need not.
locals {
  _registry = [for statement in [
    {
      Sid      = "SetApprovalStatus"
      Effect   = "Deny"
      Action   = ["sagemaker:UpdateModelPackage"]
      Resource = [local._versions]
      Condition = {
        Null       = { "sagemaker:ModelApprovalStatus" = "false" }
        ArnNotLike = { "aws:PrincipalArn" = local._approvers }
      }
    },
    # Pipelines register versions, but as pending.
    {
      Sid       = "RegisterAsDecided"
      Effect    = "Deny"
      Action    = ["sagemaker:CreateModelPackage"]
      Resource  = [local._versions, local._groups]
      Condition = { StringEquals = { "sagemaker:ModelApprovalStatus" = ["Approved", "Rejected"] } }
    },
    # A group's policy can let an account update versions that these policies do not bind.
    {
      Sid       = "LetOthersIn"
      Effect    = "Deny"
      Action    = ["sagemaker:DeleteModelPackageGroupPolicy", "sagemaker:PutModelPackageGroupPolicy"]
      Resource  = [local._groups]
      Condition = { ArnNotLike = { "aws:PrincipalArn" = var.exempt_principal_arns } }
    },
    {
      Sid      = "RemoveKeys"
      Effect   = "Deny"
      Action   = ["sagemaker:UpdateModelPackage"]
      Resource = [local._versions]
      Condition = {
        "ForAnyValue:StringEquals" = { "sagemaker:CustomerMetadataPropertiesToRemove" = var.environments[*].name }
        ArnNotLike                 = { "aws:PrincipalArn" = local._approvers }
      }
    },
  ] : jsonencode(statement)]
}

# The environments' keys in CustomerMetadataProperties. A statement each: conditions on several keys must all hold, and one is
# enough here.
locals {
  _keys = [for number, e in var.environments : jsonencode({
    Sid      = "WriteKey${number + 1}"
    Effect   = "Deny"
    Action   = ["sagemaker:CreateModelPackage", "sagemaker:UpdateModelPackage"]
    Resource = [local._versions]
    Condition = {
      Null       = { "sagemaker:CustomerMetadataProperties/${e.name}" = "false" }
      ArnNotLike = { "aws:PrincipalArn" = local._initialisers }
    }
  })]
}

# The records, `approved`, the index, and each stack's address, which Terraform writes.
locals {
  _records = [jsonencode({
    Sid    = "WriteRecords"
    Effect = "Deny"
    Action = [
      "ssm:DeleteParameter", "ssm:DeleteParameters", "ssm:LabelParameterVersion", "ssm:PutParameter",
      "ssm:PutResourcePolicy", "ssm:UnlabelParameterVersion",
    ]
    Resource  = local._parameters
    Condition = { ArnNotLike = { "aws:PrincipalArn" = concat(local._writers, var.exempt_principal_arns) } }
  })]
}

# The stack: whoever could make a role of the workflow's, change it, hand it to a function of their own, or change what the
# functions do, would be let through by the statements above.
locals {
  # In every account: these names are let through wherever they are.
  _stack = [for statement in [
    {
      Sid    = "ChangeRoles"
      Effect = "Deny"
      Action = [
        "iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRole*", "iam:DetachRolePolicy", "iam:PutRole*",
        "iam:UpdateAssumeRolePolicy",
      ]
      Resource = [for name in local._role_names : "arn:*:iam::*:role${var.role_path}${name}"]
    },
    {
      Sid      = "PassRoles"
      Effect   = "Deny"
      Action   = ["iam:PassRole"]
      Resource = [for name in local._function_names : "arn:*:iam::*:role${var.role_path}${name}"]
    },
    {
      Sid    = "ChangeFunctions"
      Effect = "Deny"
      Action = [
        "lambda:AddPermission", "lambda:CreateFunction", "lambda:DeleteFunction", "lambda:RemovePermission",
        "lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration",
      ]
      Resource = [for name in local._function_names : "arn:*:lambda:*:*:function:${name}"]
    },
    # Whoever can sign a session can be any approver. The key's own policy lets the approval function alone.
    {
      Sid       = "SignSessions"
      Effect    = "Deny"
      Action    = ["kms:CreateGrant", "kms:PutKeyPolicy"]
      Resource  = ["*"] # keys have no names in ARNs: the alias says which
      Condition = { "ForAnyValue:StringLike" = { "kms:ResourceAliases" = ["alias/${local._any}-approval-session*"] } }
    },
    {
      Sid      = "RenameKeys"
      Effect   = "Deny"
      Action   = ["kms:DeleteAlias", "kms:UpdateAlias"]
      Resource = ["arn:*:kms:*:*:alias/${local._any}-approval-session*"]
    },
    # Evidence is created by functions, once; the bucket's own policy sees to that as long as it stands.
    {
      Sid    = "ChangeEvidence"
      Effect = "Deny"
      Action = [
        "s3:BypassGovernanceRetention", "s3:DeleteBucket*", "s3:DeleteObject*", "s3:PutBucket*", "s3:PutLifecycleConfiguration",
      ]
      Resource = local._buckets
    },
    {
      Sid    = "EmptyQueues"
      Effect = "Deny"
      Action = ["sqs:AddPermission", "sqs:DeleteQueue", "sqs:PurgeQueue", "sqs:SetQueueAttributes"]
      Resource = flatten([
        for name in local._function_names : ["arn:*:sqs:*:*:${name}", "arn:*:sqs:*:*:${name}-dead-letters"]
      ])
    },
    ] : jsonencode(merge(statement, {
      Condition = merge(try(statement.Condition, {}), { ArnNotLike = { "aws:PrincipalArn" = var.exempt_principal_arns } })
  }))]
}
