# GovCloud and China: every ARN is of the partition that the stack is in. (Literals: tests/terraform/test_partitions.py.)

# The real provider renders the policies and knows each region's partition. At plan it asks AWS nothing but who it is.
provider "aws" {
  region                      = "us-gov-west-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

provider "aws" {
  alias                       = "china"
  region                      = "cn-north-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

override_data {
  target = data.aws_caller_identity.current
  values = { account_id = "222222222222" }
}

override_module {
  target  = module.approval
  outputs = { dead_letter_queue_arn = "arn:dead-letters", function_name = "approval", queue_arn = "arn:queue" }
}

override_module {
  target  = module.approval_api
  outputs = { api_url = "https://api", dns_records = [], session_key_arns = ["arn:session-key"] }
}

override_module {
  target  = module.email
  outputs = { configuration_set_arn = "arn:configuration-set", configuration_set_name = "set", dns_records = [], identity_arn = "arn:identity" }
}

# Below, by itself.
override_module {
  target  = module.evidence
  outputs = { bucket_arn = "arn:evidence", bucket_name = "evidence" }
}

override_module {
  target = module.inference_events
}

override_module {
  target  = module.inference_notifier
  outputs = { queue_arn = "arn:inference-queue" }
}

override_module {
  target = module.promotion_role
}

override_module {
  target = module.reader_role
}

override_module {
  target = module.registration_events
}

override_module {
  target  = module.registration_notifier
  outputs = { function_name = "registration-notifier", queue_arn = "arn:registration-queue" }
}

override_module {
  target = module.registry_role
}

override_module {
  target  = module.reminders
  outputs = { group_name = "reminders", role_arn = "arn:reminders-role", schedule_arns = "arn:schedules/*" }
}

variables {
  environments = [
    { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
    { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers" },
    { name = "prod", account_id = "333333333333", approvers = ["cleo@example.com"], approver_group = "prod-approvers" },
  ]
  mail = { from = "model-approval@example.com" }
  oidc = { issuer = "https://login.example.com", client_id = "model-approval" }
}

run "the_first_stack_in_govcloud" {
  command = plan

  variables {
    environment = "dev"
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "111111111111" }
  }

  assert {
    condition = alltrue([
      for text in [
        data.aws_iam_policy_document.approval.json,
        data.aws_iam_policy_document.inference_notifier.json,
        data.aws_iam_policy_document.registration_notifier[0].json,
        output.inference_event_policy_json,
        output.inference_pipeline_policy_json,
        jsonencode(local.targets),
        jsonencode(local.inference_rule_arns),
        local.reader_variables.READER_ROLE,
      ] : strcontains(text, "arn:aws-us-gov:") && !strcontains(text, "arn:aws:")
    ])
    error_message = "A policy or an ARN of the first stack is of another partition."
  }

  assert {
    condition     = local.registry.region == "us-gov-west-1" && local.targets.test.region == "us-gov-west-1"
    error_message = "Without regions in environments, they are all in the provider's."
  }

}

run "a_later_stack_in_china" {
  command = plan

  providers = { aws = aws.china }

  variables {
    environment = "test"
  }

  assert {
    condition = alltrue([
      for text in [
        data.aws_iam_policy_document.approval.json,
        data.aws_iam_policy_document.inference_notifier.json,
        output.inference_event_policy_json,
        output.inference_pipeline_policy_json,
        jsonencode(local.targets),
        jsonencode(local.registry),
        local.reader_variables.READER_ROLE,
      ] : strcontains(text, "arn:aws-cn:") && !strcontains(text, "arn:aws:")
    ])
    error_message = "A policy or an ARN of a later stack is of another partition."
  }

  expect_failures = [check.mail]
}

run "functions_in_govcloud_have_no_tags_where_lambda_knows_none" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    name            = "notifier"
    description     = "Asks."
    handler         = "package.module.handler"
    timeout         = 60
    code            = { filename = "lambdas/dist/functions.zip", hash = "aGFzaA==" }
    layer_arn       = "arn:aws-us-gov:lambda:us-gov-west-1:222222222222:layer:dependencies:1"
    policy_json     = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
    event_rule_arns = ["arn:aws-us-gov:events:us-gov-west-1:222222222222:rule/registrations"]
    tags            = { team = "ml" }
  }

  assert {
    condition     = aws_lambda_event_source_mapping.input.tags == null && aws_lambda_function.this.tags == tomap({ team = "ml" })
    error_message = "Every plan would want to tag the event source mapping again."
  }

  assert {
    condition     = strcontains(aws_sqs_queue.input.policy, "arn:aws-us-gov:") && !strcontains(aws_sqs_queue.input.policy, "arn:aws:")
    error_message = "The queue's policy is of another partition."
  }
}

run "receiving_promotions_in_govcloud" {
  command = plan

  module {
    source = "./modules/promotion-role"
  }

  variables {
    name             = "model-approval-test-promotion"
    environment      = "test"
    external_id      = "model-approval"
    trusted_role_arn = "arn:aws-us-gov:iam::111111111111:role/model-approval-dev-approval"
  }

  assert {
    condition = alltrue([
      for text in [aws_iam_role.this.assume_role_policy, aws_iam_role_policy.this.policy] :
      strcontains(text, "arn:aws-us-gov:") && !strcontains(text, "arn:aws:")
    ])
    error_message = "A policy of the promotion role is of another partition."
  }
}

run "the_registry_in_china" {
  command = plan

  module {
    source = "./modules/registry-role"
  }

  providers = { aws = aws.china }

  variables {
    name              = "model-approval-dev-registry"
    external_id       = "model-approval"
    trusted_role_arns = ["arn:aws-cn:iam::222222222222:role/model-approval-test-approval"]
    model_bucket_arns = ["arn:aws-cn:s3:::models"]
    kms_key_arns      = ["arn:aws-cn:kms:cn-north-1:111111111111:key/objects"]
  }

  assert {
    condition = alltrue([
      for text in [aws_iam_role.this.assume_role_policy, aws_iam_role_policy.this.policy] :
      strcontains(text, "arn:aws-cn:") && !strcontains(text, "arn:aws:")
    ])
    error_message = "A policy of the registry role is of another partition."
  }
}

run "reading_in_govcloud" {
  command = plan

  module {
    source = "./modules/reader-role"
  }

  variables {
    name              = "model-approval-test-reader"
    external_id       = "model-approval"
    trusted_role_arns = ["arn:aws-us-gov:iam::111111111111:role/model-approval-dev-approval"]
  }

  assert {
    condition = alltrue([
      for text in [aws_iam_role.this.assume_role_policy, aws_iam_role_policy.this.policy] :
      strcontains(text, "arn:aws-us-gov:") && !strcontains(text, "arn:aws:")
    ])
    error_message = "A policy of the reader role is of another partition."
  }
}

run "a_group_for_consumers_in_china" {
  command = plan

  module {
    source = "./modules/model-package-group"
  }

  providers = { aws = aws.china }

  variables {
    name                 = "churn"
    consumer_account_ids = ["333333333333"]
  }

  assert {
    condition     = strcontains(data.aws_iam_policy_document.consumers.json, "arn:aws-cn:iam::333333333333:root") && !strcontains(data.aws_iam_policy_document.consumers.json, "arn:aws:")
    error_message = "The group's policy is of another partition."
  }
}

run "evidence_in_govcloud" {
  command = plan

  module {
    source = "./modules/evidence"
  }

  variables {
    name = "model-approval-test"
  }

  assert {
    condition     = output.bucket_arn == "arn:aws-us-gov:s3:::model-approval-test-evidence-222222222222-us-gov-west-1" && !strcontains(data.aws_iam_policy_document.this.json, "arn:aws:")
    error_message = "The evidence bucket or its policy is of another partition."
  }
}

run "reminders_in_china" {
  command = plan

  module {
    source = "./modules/reminders"
  }

  providers = { aws = aws.china }

  variables {
    name                  = "model-approval-test-reminders"
    queue_arn             = "arn:aws-cn:sqs:cn-north-1:222222222222:queue"
    dead_letter_queue_arn = "arn:aws-cn:sqs:cn-north-1:222222222222:dead-letters"
  }

  assert {
    condition     = strcontains(aws_iam_role.this.assume_role_policy, "arn:aws-cn:scheduler:cn-north-1:222222222222:") && startswith(output.schedule_arns, "arn:aws-cn:")
    error_message = "The reminders' role or schedules are of another partition."
  }
}
