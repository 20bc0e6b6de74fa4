# Who may act in another account, as whom, and what they may do there.

# The real provider renders the policies. At plan it asks AWS nothing but who it is, which is answered here.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

run "only_the_previous_approval_function_may_promote_and_only_with_an_identity" {
  command = plan

  module {
    source = "./modules/promotion-role"
  }

  variables {
    name             = "model-approval-test-promotion"
    environment      = "test"
    external_id      = "model-approval"
    trusted_role_arn = "arn:aws:iam::111111111111:role/model-approval-dev-approval"
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "222222222222" }
  }

  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy).Statement == [{
      Effect    = "Allow"
      Action    = ["sts:SetSourceIdentity", "sts:AssumeRole"]
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws:iam::111111111111:role/model-approval-dev-approval" }
        StringEquals = { "sts:ExternalId" = "model-approval" }
        StringLike   = { "sts:SourceIdentity" = "?*" }
      }
    }]
    error_message = "The promotion role must trust the previous environment's approval role alone, with external id and source identity."
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.this.policy).Statement == [
      {
        Sid      = "ReadRecords"
        Effect   = "Allow"
        Action   = "ssm:GetParameters"
        Resource = "arn:aws:ssm:eu-central-1:222222222222:parameter/ml-models/test/*"
      },
      {
        Sid    = "CreateRecords"
        Effect = "Allow"
        Action = "ssm:PutParameter"
        Resource = [
          "arn:aws:ssm:eu-central-1:222222222222:parameter/ml-models/test/*/versions/*/votes/*",
          "arn:aws:ssm:eu-central-1:222222222222:parameter/ml-models/test/*/versions/*/revocation",
          "arn:aws:ssm:eu-central-1:222222222222:parameter/ml-models/test/*/versions/*/decision",
        ]
      },
      {
        Sid       = "NeverChangeRecords"
        Effect    = "Deny"
        Action    = "ssm:PutParameter"
        Resource  = "arn:aws:ssm:eu-central-1:222222222222:parameter/ml-models/test/*/versions/*"
        Condition = { StringEquals = { "ssm:Overwrite" = "true" } }
      },
      {
        Sid      = "CountVotes"
        Effect   = "Allow"
        Action   = "ssm:GetParametersByPath"
        Resource = "arn:aws:ssm:eu-central-1:222222222222:parameter/ml-models/test/*/versions/*/votes"
      },
      {
        Sid      = "PublishApproved"
        Effect   = "Allow"
        Action   = ["ssm:PutParameter", "ssm:DeleteParameter"]
        Resource = "arn:aws:ssm:eu-central-1:222222222222:parameter/ml-models/test/*/approved"
      },
    ]
    error_message = "The promotion role must create records, never change or delete one, and write or remove what is approved."
  }
}

run "where_one_approval_is_enough_there_are_no_votes" {
  command = plan

  module {
    source = "./modules/promotion-role"
  }

  variables {
    name             = "model-approval-test-promotion"
    environment      = "test"
    external_id      = "model-approval"
    trusted_role_arn = "arn:aws:iam::111111111111:role/model-approval-dev-approval"
    votes            = false
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "222222222222" }
  }

  assert {
    condition     = !strcontains(aws_iam_role_policy.this.policy, "votes")
    error_message = "The promotion role must have nothing to do with votes that nobody casts."
  }
}

run "only_the_later_approval_functions_may_update_the_registry" {
  command = plan

  module {
    source = "./modules/registry-role"
  }

  variables {
    name        = "model-approval-dev-registry"
    external_id = "model-approval"
    trusted_role_arns = [
      "arn:aws:iam::222222222222:role/model-approval-test-approval",
      "arn:aws:iam::333333333333:role/model-approval-prod-approval",
    ]
    model_bucket_arns = ["arn:aws:s3:::models"]
    kms_key_arns      = ["arn:aws:kms:eu-central-1:111111111111:key/objects"]
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "111111111111" }
  }

  assert {
    condition = toset(jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Principal.AWS) == toset([
      "arn:aws:iam::222222222222:root", "arn:aws:iam::333333333333:root",
    ])
    error_message = "The registry role must trust the later environments' accounts."
  }

  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Condition == {
      ArnEquals = { "aws:PrincipalArn" = [
        "arn:aws:iam::222222222222:role/model-approval-test-approval",
        "arn:aws:iam::333333333333:role/model-approval-prod-approval",
      ] }
      StringEquals = { "sts:ExternalId" = "model-approval" }
      StringLike   = { "sts:SourceIdentity" = "?*" }
    }
    error_message = "The registry role must trust the approval roles alone, with external id and source identity."
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.this.policy).Statement == [
      {
        Sid      = "UpdateRegistry"
        Effect   = "Allow"
        Action   = ["sagemaker:UpdateModelPackage", "sagemaker:DescribeModelPackage"]
        Resource = "arn:aws:sagemaker:eu-central-1:111111111111:model-package/*"
      },
      {
        Sid      = "ListVersions"
        Effect   = "Allow"
        Action   = "sagemaker:ListModelPackages"
        Resource = "*"
      },
      {
        Sid      = "ListGroups"
        Effect   = "Allow"
        Action   = "sagemaker:ListModelPackageGroups"
        Resource = "*"
      },
      { Sid = "ReadModelData", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::models/*" },
      { Sid = "ListModelData", Effect = "Allow", Action = "s3:ListBucket", Resource = "arn:aws:s3:::models" },
      { Sid = "DecryptModelData", Effect = "Allow", Action = "kms:Decrypt", Resource = "arn:aws:kms:eu-central-1:111111111111:key/objects", Condition = { StringLike = { "kms:ViaService" = "s3.*" } } },
      { Sid = "ResolveImages", Effect = "Allow", Action = "ecr:BatchGetImage", Resource = "arn:aws:ecr:*:*:repository/*" },
    ]
    error_message = "The registry role must list, read and update model packages of its own account and region, list their groups, look what images and model data are, and do nothing else."
  }
}

run "only_the_other_environments_functions_may_read_and_only_with_an_identity" {
  command = plan

  module {
    source = "./modules/reader-role"
  }

  variables {
    name        = "model-approval-dev-reader"
    external_id = "model-approval"
    trusted_role_arns = [
      "arn:aws:iam::222222222222:role/model-approval-test-approval",
      "arn:aws:iam::222222222222:role/model-approval-test-inference-notifier",
      "arn:aws:iam::333333333333:role/model-approval-prod-approval",
      "arn:aws:iam::333333333333:role/model-approval-prod-inference-notifier",
    ]
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "111111111111" }
  }

  assert {
    condition = [for s in jsondecode(aws_iam_role.this.assume_role_policy).Statement : merge(s, { Principal = { AWS = sort(s.Principal.AWS) } })] == [{
      Effect    = "Allow"
      Action    = ["sts:SetSourceIdentity", "sts:AssumeRole"]
      Principal = { AWS = tolist(["arn:aws:iam::222222222222:root", "arn:aws:iam::333333333333:root"]) }
      Condition = {
        ArnEquals = { "aws:PrincipalArn" = [
          "arn:aws:iam::222222222222:role/model-approval-test-approval",
          "arn:aws:iam::222222222222:role/model-approval-test-inference-notifier",
          "arn:aws:iam::333333333333:role/model-approval-prod-approval",
          "arn:aws:iam::333333333333:role/model-approval-prod-inference-notifier",
        ] }
        StringEquals = { "sts:ExternalId" = "model-approval" }
        StringLike   = { "sts:SourceIdentity" = "?*" }
      }
    }]
    error_message = "The reader role must trust the other environments' approval functions and inference notifiers alone, with external id and source identity."
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.this.policy).Statement == [
      {
        Sid      = "ReadRecords"
        Effect   = "Allow"
        Action   = ["ssm:GetParametersByPath", "ssm:GetParameters"]
        Resource = "arn:aws:ssm:eu-central-1:111111111111:parameter/ml-models/*"
      },
    ]
    error_message = "The reader role must read what stands below the prefix, and do nothing else."
  }
}

run "where_nobody_is_asked_there_is_nothing_to_list" {
  command = plan

  module {
    source = "./modules/reader-role"
  }

  variables {
    name              = "model-approval-prod-reader"
    external_id       = "model-approval"
    trusted_role_arns = ["arn:aws:iam::111111111111:role/model-approval-dev-approval"]
    index             = false
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "333333333333" }
  }

  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.this.policy).Statement : s.Action] == ["ssm:GetParameters"]
    error_message = "The last environment's reader role must read by name alone."
  }
}

run "the_readers_of_ten_environments_fit_into_a_trust_policy" {
  command = plan

  module {
    source = "./modules/reader-role"
  }

  variables {
    name              = "model-approval-environment-no-0-reader"
    external_id       = "model-approval"
    trusted_role_arns = flatten([for n in range(1, 10) : [for function in ["approval", "inference-notifier"] : "arn:aws:iam::${n}11111111111:role/model-approval-environment-no-${n}-${function}"]])
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "111111111111" }
  }

  assert {
    condition     = length(jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Condition.ArnEquals["aws:PrincipalArn"]) == 18
    error_message = "The most and longest environments must be able to read, with the workflow's usual name."
  }
}

run "a_trust_policy_too_long_for_aws_is_refused" {
  command = plan

  module {
    source = "./modules/reader-role"
  }

  variables {
    name              = "a-name-of-24-characters-x-environment-no-0-reader"
    external_id       = "a-name-of-24-characters-x"
    trusted_role_arns = flatten([for n in range(1, 10) : [for function in ["approval", "inference-notifier"] : "arn:aws:iam::${n}11111111111:role/a-name-of-24-characters-x-environment-no-${n}-${function}"]])
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "111111111111" }
  }

  expect_failures = [aws_iam_role.this]
}

run "only_the_groups_own_schedules_may_send_reminders_and_only_to_the_two_queues" {
  command = plan

  module {
    source = "./modules/reminders"
  }

  variables {
    name                  = "model-approval-dev-reminders"
    queue_arn             = "arn:aws:sqs:eu-central-1:111111111111:model-approval-dev-approval"
    dead_letter_queue_arn = "arn:aws:sqs:eu-central-1:111111111111:model-approval-dev-approval-dead-letters"
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "111111111111" }
  }

  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy).Statement == [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "scheduler.amazonaws.com" }
      Condition = {
        ArnEquals    = { "aws:SourceArn" = "arn:aws:scheduler:eu-central-1:111111111111:schedule-group/model-approval-dev-reminders" }
        StringEquals = { "aws:SourceAccount" = "111111111111" }
      }
    }]
    error_message = "The reminders' role must trust the Scheduler for schedules of this account and group alone."
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.this.policy).Statement == [
      { Sid = "SendReminders", Effect = "Allow", Action = "sqs:SendMessage", Resource = "arn:aws:sqs:eu-central-1:111111111111:model-approval-dev-approval" },
      { Sid = "SendDeadLetters", Effect = "Allow", Action = "sqs:SendMessage", Resource = "arn:aws:sqs:eu-central-1:111111111111:model-approval-dev-approval-dead-letters" },
    ]
    error_message = "The reminders' role must send to the queue or to its dead-letter queue, and do nothing else."
  }

  assert {
    condition     = output.schedule_arns == "arn:aws:scheduler:eu-central-1:111111111111:schedule/model-approval-dev-reminders/*"
    error_message = "Functions must be able to create schedules in this group alone."
  }
}

run "other_accounts_may_use_model_versions_and_never_change_them" {
  command = plan

  module {
    source = "./modules/model-package-group"
  }

  variables {
    name                 = "churn"
    consumer_account_ids = ["222222222222"]
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "111111111111" }
  }

  assert {
    condition = jsondecode(aws_sagemaker_model_package_group_policy.this[0].resource_policy).Statement == [
      {
        Sid       = "DescribeGroup"
        Effect    = "Allow"
        Action    = "sagemaker:DescribeModelPackageGroup"
        Resource  = "arn:aws:sagemaker:eu-central-1:111111111111:model-package-group/churn"
        Principal = { AWS = "arn:aws:iam::222222222222:root" }
      },
      {
        Sid       = "UseVersions"
        Effect    = "Allow"
        Action    = ["sagemaker:ListModelPackages", "sagemaker:DescribeModelPackage", "sagemaker:CreateModel"]
        Resource  = "arn:aws:sagemaker:eu-central-1:111111111111:model-package/churn/*"
        Principal = { AWS = "arn:aws:iam::222222222222:root" }
      },
    ]
    error_message = "Other accounts must be able to describe, list and make models from versions, and nothing else."
  }
}
