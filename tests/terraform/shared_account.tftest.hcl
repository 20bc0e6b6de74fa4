# Environments that share an account and region: their stacks keep apart, and the inference notifiers tell runs apart.

# The real provider renders the policies. At plan it asks AWS nothing but who it is, which is answered here.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
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

override_module {
  target  = module.evidence
  outputs = { bucket_arn = "arn:aws:s3:::evidence-bucket", bucket_name = "evidence-bucket" }
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

# dev alone; test, uat and stage in one account, of which stage is in another region; prod alone.
variables {
  environments = [
    { name = "dev", account_id = "111111111111", region = "eu-central-1", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
    { name = "test", account_id = "222222222222", region = "eu-central-1", approvers = ["ben@example.com"], approver_group = "test-approvers" },
    { name = "uat", account_id = "222222222222", region = "eu-central-1", approvers = ["ben@example.com"], approver_group = "uat-approvers" },
    { name = "stage", account_id = "222222222222", region = "eu-west-1", approvers = ["ben@example.com"], approver_group = "stage-approvers" },
    { name = "prod", account_id = "333333333333", region = "eu-central-1", approvers = ["cleo@example.com"], approver_group = "prod-approvers" },
  ]
  mail = { from = "model-approval@example.com" }
  oidc = { issuer = "https://login.example.com", client_id = "model-approval" }
}

run "an_environment_with_an_account_of_its_own_reads_no_tags_of_pipelines_and_has_no_neighbours" {
  command = plan

  variables {
    environment = "dev"
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "111111111111" }
  }

  assert {
    condition     = jsonencode(local.environments_here) == jsonencode(["dev"])
    error_message = "Alone in its account, an environment has no neighbours."
  }

  assert {
    condition = [
      for s in jsondecode(data.aws_iam_policy_document.inference_notifier.json).Statement :
      s.Resource if contains(flatten([s.Action]), "sagemaker:ListTags")
    ] == ["arn:aws:sagemaker:eu-central-1:111111111111:transform-job/*"]
    error_message = "Alone in its account, the inference notifier must read tags of transform jobs alone, for their executions."
  }
}

run "environments_of_one_account_and_region_know_each_other_and_read_whose_a_run_is" {
  command = plan

  variables {
    environment = "uat"
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "222222222222" }
  }

  assert {
    condition     = jsonencode(local.environments_here) == jsonencode(["test", "uat"])
    error_message = "The environments of this account and region must be named in their order; stage is in another region."
  }

  assert {
    condition = [
      for s in jsondecode(data.aws_iam_policy_document.inference_notifier.json).Statement :
      s.Resource if contains(flatten([s.Action]), "sagemaker:ListTags")
      ] == [
      "arn:aws:sagemaker:eu-central-1:222222222222:transform-job/*",
      "arn:aws:sagemaker:eu-central-1:222222222222:pipeline/*",
    ]
    error_message = "The inference notifier must read the tags of transform jobs and pipelines, and of nothing else."
  }

  assert {
    condition = flatten([
      for s in jsondecode(data.aws_iam_policy_document.inference_notifier.json).Statement :
      s.Resource if s.Effect == "Allow" && contains(flatten([s.Action]), "ssm:PutParameter")
      ]) == [
      "arn:aws:ssm:eu-central-1:222222222222:parameter/ml-models/stage/_waiting/*",
      "arn:aws:ssm:eu-central-1:222222222222:parameter/ml-models/stage/*/versions/*/request",
    ]
    error_message = "The inference notifier must create requests for the next environment alone, whatever else the account holds."
  }

  assert {
    condition = length([
      for s in jsondecode(data.aws_iam_policy_document.approval.json).Statement :
      s if s.Effect == "Allow" && contains(flatten([s.Action]), "ssm:PutParameter")
    ]) == 0
    error_message = "In the same account as well, decisions about another environment must go through its promotion role."
  }
}

run "an_environment_in_another_region_of_a_shared_account_is_alone" {
  command = plan

  variables {
    environment = "stage"
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "222222222222" }
  }

  override_data {
    target = data.aws_region.current
    values = { id = "eu-west-1" }
  }

  assert {
    condition     = jsonencode(local.environments_here) == jsonencode(["stage"])
    error_message = "EventBridge tells of the region's own runs alone, so that environments in other regions are no neighbours."
  }
}

run "tags_of_pipelines_are_not_read_where_pipelines_are_not_asked_after" {
  command = plan

  variables {
    environment      = "test"
    inference_events = ["batch_transform", "custom"]
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "222222222222" }
  }

  assert {
    condition = [
      for s in jsondecode(data.aws_iam_policy_document.inference_notifier.json).Statement :
      s.Resource if contains(flatten([s.Action]), "sagemaker:ListTags")
    ] == ["arn:aws:sagemaker:eu-central-1:222222222222:transform-job/*"]
    error_message = "The inference notifier must read the tags of transform jobs, to know whose they are, and of nothing else."
  }
}

run "tags_of_transform_jobs_are_not_read_where_these_are_not_asked_after" {
  command = plan

  variables {
    environment      = "test"
    inference_events = ["pipeline_execution"]
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "222222222222" }
  }

  assert {
    condition = [
      for s in jsondecode(data.aws_iam_policy_document.inference_notifier.json).Statement :
      s.Resource if contains(flatten([s.Action]), "sagemaker:ListTags")
    ] == ["arn:aws:sagemaker:eu-central-1:222222222222:pipeline/*"]
    error_message = "The inference notifier must read the tags of pipelines, to know whose they are, and of nothing else."
  }
}

run "for_custom_events_no_tags_are_read_in_a_shared_account_either" {
  command = plan

  variables {
    environment      = "test"
    inference_events = ["custom"]
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "222222222222" }
  }

  assert {
    condition     = !strcontains(data.aws_iam_policy_document.inference_notifier.json, "sagemaker:")
    error_message = "A custom event says itself what it is about, and whose."
  }
}
