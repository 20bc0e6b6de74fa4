# What each function may do, and what it must never be able to do.

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

variables {
  environments = [
    { name = "dev", account_id = "111111111111", approvers = ["ada@example.com"], approver_group = "dev-approvers" },
    { name = "test", account_id = "222222222222", approvers = ["ben@example.com"], approver_group = "test-approvers" },
    { name = "prod", account_id = "333333333333", approvers = ["cleo@example.com"], approver_group = "prod-approvers" },
  ]
  mail = { from = "model-approval@example.com" }
  oidc = { issuer = "https://login.example.com", client_id = "model-approval" }
}

run "while_the_session_key_is_rotated_the_new_one_alone_signs" {
  command = plan

  variables {
    environment = "dev"
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "111111111111" }
  }

  override_module {
    target  = module.approval_api
    outputs = { api_url = "https://api", dns_records = [], session_key_arns = ["arn:new-key", "arn:old-key"] }
  }

  assert {
    condition = [
      for statement in jsondecode(data.aws_iam_policy_document.approval.json).Statement : statement
      if anytrue([for action in flatten([statement.Action]) : startswith(action, "kms:")])
      ] == [
      { Sid = "SignSessions", Effect = "Allow", Action = "kms:GenerateMac", Resource = "arn:new-key" },
      { Sid = "VerifySessions", Effect = "Allow", Action = "kms:VerifyMac", Resource = ["arn:old-key", "arn:new-key"] },
    ]
    error_message = "With the old key nothing may be signed any more, but its sessions must be good until they end."
  }
}

run "the_registration_notifier_asks_and_never_approves" {
  command = plan

  variables {
    environment = "dev"
    evidence = {
      metrics_bucket_arns = ["arn:aws:s3:::metrics"]
      model_bucket_arns   = ["arn:aws:s3:::models"]
      kms_key_arns        = ["arn:aws:kms:eu-central-1:111111111111:key/objects"]
    }
    kms_key_arn = "arn:aws:kms:eu-central-1:111111111111:key/evidence"
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "111111111111" }
  }

  assert {
    condition = jsondecode(data.aws_iam_policy_document.registration_notifier[0].json).Statement == [
      { Sid = "ReadMetrics", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::metrics/*" },
      { Sid = "ListMetrics", Effect = "Allow", Action = "s3:ListBucket", Resource = "arn:aws:s3:::metrics" },
      { Sid = "DecryptObjects", Effect = "Allow", Action = "kms:Decrypt", Resource = "arn:aws:kms:eu-central-1:111111111111:key/objects", Condition = { StringLike = { "kms:ViaService" = "s3.*" } } },
      { Sid = "KeepEvidence", Effect = "Allow", Action = "s3:PutObject", Resource = "arn:aws:s3:::evidence-bucket/evidence/*" },
      { Sid = "EncryptEvidence", Effect = "Allow", Action = ["kms:GenerateDataKey", "kms:Decrypt"], Resource = "arn:aws:kms:eu-central-1:111111111111:key/evidence", Condition = { StringLike = { "kms:ViaService" = "s3.*" } } },
      { Sid = "SendMail", Effect = "Allow", Action = "ses:SendEmail", Resource = ["arn:identity", "arn:configuration-set"] },
      { Sid = "ScheduleReminders", Effect = "Allow", Action = "scheduler:CreateSchedule", Resource = "arn:schedules/*" },
      { Sid = "LetSchedulerSend", Effect = "Allow", Action = "iam:PassRole", Resource = "arn:reminders-role", Condition = { StringEquals = { "iam:PassedToService" = "scheduler.amazonaws.com" } } },
      { Sid = "NeverOverwrite", Effect = "Deny", Action = "ssm:PutParameter", Resource = "*", Condition = { StringEquals = { "ssm:Overwrite" = "true" } } },
      { Sid = "ReadModelData", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::models/*" },
      { Sid = "ListModelData", Effect = "Allow", Action = "s3:ListBucket", Resource = "arn:aws:s3:::models" },
      { Sid = "DecryptModelData", Effect = "Allow", Action = "kms:Decrypt", Resource = "arn:aws:kms:eu-central-1:111111111111:key/objects", Condition = { StringLike = { "kms:ViaService" = "s3.*" } } },
      { Sid = "ResolveImages", Effect = "Allow", Action = "ecr:BatchGetImage", Resource = "arn:aws:ecr:*:*:repository/*" },
      { Sid = "InitialiseVersions", Effect = "Allow", Action = ["sagemaker:UpdateModelPackage", "sagemaker:DescribeModelPackage"], Resource = "arn:aws:sagemaker:eu-central-1:111111111111:model-package/*" },
      { Sid = "NeverApprove", Effect = "Deny", Action = "sagemaker:UpdateModelPackage", Resource = "*", Condition = { Null = { "sagemaker:ModelApprovalStatus" = "false" } } },
      { Sid = "ReadRecords", Effect = "Allow", Action = "ssm:GetParameters", Resource = "arn:aws:ssm:eu-central-1:111111111111:parameter/ml-models/dev/*" },
      { Sid = "CreateRecords", Effect = "Allow", Action = "ssm:PutParameter", Resource = [
        "arn:aws:ssm:eu-central-1:111111111111:parameter/ml-models/dev/_waiting/*",
        "arn:aws:ssm:eu-central-1:111111111111:parameter/ml-models/dev/*/versions/*/request",
        "arn:aws:ssm:eu-central-1:111111111111:parameter/ml-models/dev/*/versions/*/bypasses/*",
      ] },
      { Sid = "SendMailJobs", Effect = "Allow", Action = "sqs:SendMessage", Resource = "arn:registration-queue" },
    ]
    error_message = "The registration notifier must create requests and bypasses of the first environment, and never change a record or an approval status."
  }
}

run "the_registration_notifier_has_bypasses_put_back_by_the_approval_function" {
  command = plan

  variables {
    environment = "dev"
    on_bypass   = "revert"
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "111111111111" }
  }

  assert {
    condition = [for s in jsondecode(data.aws_iam_policy_document.registration_notifier[0].json).Statement : s.Resource if s.Action == "sqs:SendMessage"] == [
      "arn:registration-queue", "arn:queue",
    ]
    error_message = "To revert a bypass, the registration notifier must be able to send to the approval function's queue."
  }

  assert {
    condition     = contains([for s in jsondecode(data.aws_iam_policy_document.registration_notifier[0].json).Statement : s.Sid], "NeverApprove")
    error_message = "Even if bypasses are reverted, the registration notifier must not be able to approve."
  }
}

run "without_reminders_the_notifiers_schedule_nothing" {
  command = plan

  variables {
    environment       = "dev"
    remind_after_days = 0
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "111111111111" }
  }

  assert {
    condition = !anytrue([
      for policy in [data.aws_iam_policy_document.registration_notifier[0], data.aws_iam_policy_document.inference_notifier] :
      anytrue([for s in jsondecode(policy.json).Statement : anytrue([for action in flatten([s.Action]) : can(regex("^(scheduler|iam):", action))])])
    ])
    error_message = "With 0 days the notifiers need neither schedules nor a role to pass."
  }
}

run "the_first_approval_function_creates_records_and_never_changes_one" {
  command = plan

  variables {
    environment = "dev"
    evidence = {
      model_bucket_arns = ["arn:aws:s3:::models"]
      kms_key_arns      = ["arn:aws:kms:eu-central-1:111111111111:key/objects"]
    }
    kms_key_arn = "arn:aws:kms:eu-central-1:111111111111:key/evidence"
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "111111111111" }
  }

  assert {
    condition = jsondecode(data.aws_iam_policy_document.approval.json).Statement == [
      { Sid = "CreateRecords", Effect = "Allow", Action = "ssm:PutParameter", Resource = [
        "arn:aws:ssm:eu-central-1:111111111111:parameter/ml-models/dev/*/versions/*/revocation",
        "arn:aws:ssm:eu-central-1:111111111111:parameter/ml-models/dev/*/versions/*/decision",
      ] },
      { Sid = "NeverChangeRecords", Effect = "Deny", Action = "ssm:PutParameter", Resource = "arn:aws:ssm:eu-central-1:111111111111:parameter/ml-models/dev/*/versions/*", Condition = { StringEquals = { "ssm:Overwrite" = "true" } } },
      { Sid = "PublishApproved", Effect = "Allow", Action = ["ssm:PutParameter", "ssm:DeleteParameter"], Resource = "arn:aws:ssm:eu-central-1:111111111111:parameter/ml-models/dev/*/approved" },
      { Sid = "UpdateRegistry", Effect = "Allow", Action = ["sagemaker:UpdateModelPackage", "sagemaker:DescribeModelPackage"], Resource = "arn:aws:sagemaker:eu-central-1:111111111111:model-package/*" },
      { Sid = "ListVersions", Effect = "Allow", Action = "sagemaker:ListModelPackages", Resource = "*" },
      { Sid = "ListGroups", Effect = "Allow", Action = "sagemaker:ListModelPackageGroups", Resource = "*" },
      { Sid = "ReadModelData", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::models/*" },
      { Sid = "ListModelData", Effect = "Allow", Action = "s3:ListBucket", Resource = "arn:aws:s3:::models" },
      { Sid = "DecryptModelData", Effect = "Allow", Action = "kms:Decrypt", Resource = "arn:aws:kms:eu-central-1:111111111111:key/objects", Condition = { StringLike = { "kms:ViaService" = "s3.*" } } },
      { Sid = "ResolveImages", Effect = "Allow", Action = "ecr:BatchGetImage", Resource = "arn:aws:ecr:*:*:repository/*" },
      { Sid = "ReadEvidence", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::evidence-bucket/evidence/*" },
      { Sid = "ListEvidence", Effect = "Allow", Action = "s3:ListBucket", Resource = "arn:aws:s3:::evidence-bucket" },
      { Sid = "DecryptEvidence", Effect = "Allow", Action = "kms:Decrypt", Resource = "arn:aws:kms:eu-central-1:111111111111:key/evidence", Condition = { StringLike = { "kms:ViaService" = "s3.*" } } },
      { Sid = "SignSessions", Effect = "Allow", Action = "kms:GenerateMac", Resource = "arn:session-key" },
      { Sid = "VerifySessions", Effect = "Allow", Action = "kms:VerifyMac", Resource = "arn:session-key" },
      { Sid = "SendIntents", Effect = "Allow", Action = "sqs:SendMessage", Resource = "arn:queue" },
      { Sid = "ReadRecords", Effect = "Allow", Action = ["ssm:GetParametersByPath", "ssm:GetParameters"], Resource = "arn:aws:ssm:eu-central-1:111111111111:parameter/ml-models/*" },
      { Sid = "RemoveFromIndex", Effect = "Allow", Action = "ssm:DeleteParameter", Resource = [
        "arn:aws:ssm:eu-central-1:111111111111:parameter/ml-models/test/_waiting/*",
        "arn:aws:ssm:eu-central-1:111111111111:parameter/ml-models/dev/_waiting/*",
      ] },
      { Sid = "SendMailJobs", Effect = "Allow", Action = "sqs:SendMessage", Resource = "arn:inference-queue" },
      { Sid = "ActInOtherAccounts", Effect = "Allow", Action = ["sts:SetSourceIdentity", "sts:AssumeRole"], Resource = [
        "arn:aws:iam::333333333333:role/model-approval-prod-reader",
        "arn:aws:iam::222222222222:role/model-approval-test-reader",
        "arn:aws:iam::222222222222:role/model-approval-test-promotion",
      ] },
    ]
    error_message = "The first approval function must decide in its own account, promote to the next account by the promotion role, and read all others."
  }
}

run "votes_are_recorded_where_one_approval_is_not_enough" {
  command = plan

  variables {
    environment = "dev"
    environments = [
      { name = "dev", account_id = "111111111111", approvers = ["ada@example.com", "ben@example.com"], approver_group = "dev-approvers", required_approvals = 2 },
      { name = "prod", account_id = "333333333333", approvers = ["cleo@example.com"], approver_group = "prod-approvers" },
    ]
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "111111111111" }
  }

  assert {
    condition = [for s in jsondecode(data.aws_iam_policy_document.approval.json).Statement : toset(s.Resource) if s.Sid == "CreateRecords"] == [toset([
      for record in ["decision", "revocation", "votes/*"] : "arn:aws:ssm:eu-central-1:111111111111:parameter/ml-models/dev/*/versions/*/${record}"
    ])]
    error_message = "Where several approvals are required, the approval function must be able to record each of them."
  }
}

run "a_stack_tells_the_others_where_its_pages_are" {
  command = plan

  variables {
    environment = "test"
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "222222222222" }
  }

  assert {
    condition     = aws_ssm_parameter.stack.name == "/ml-models/test/_stack" && aws_ssm_parameter.stack.type == "String"
    error_message = "The stack's parameter must stand where the other environments look, and be no secret."
  }

  assert {
    condition     = jsondecode(aws_ssm_parameter.stack.insecure_value) == { schema = 1, environment = "test", api_url = "https://api" }
    error_message = "The stack's parameter must say where its pages are."
  }
}

run "later_functions_write_nothing_but_requests_and_their_index_in_their_own_account" {
  command = plan

  variables {
    environment = "test"
    oidc        = { issuer = "https://login.example.com", client_id = "model-approval", client_secret_parameter = "/oidc/client-secret" }
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "222222222222" }
  }

  assert {
    condition = jsondecode(data.aws_iam_policy_document.approval.json).Statement == [
      { Sid = "ReadEvidence", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::evidence-bucket/evidence/*" },
      { Sid = "ListEvidence", Effect = "Allow", Action = "s3:ListBucket", Resource = "arn:aws:s3:::evidence-bucket" },
      { Sid = "SignSessions", Effect = "Allow", Action = "kms:GenerateMac", Resource = "arn:session-key" },
      { Sid = "VerifySessions", Effect = "Allow", Action = "kms:VerifyMac", Resource = "arn:session-key" },
      { Sid = "SendIntents", Effect = "Allow", Action = "sqs:SendMessage", Resource = "arn:queue" },
      { Sid = "ReadRecords", Effect = "Allow", Action = ["ssm:GetParametersByPath", "ssm:GetParameters"], Resource = "arn:aws:ssm:eu-central-1:222222222222:parameter/ml-models/*" },
      { Sid = "RemoveFromIndex", Effect = "Allow", Action = "ssm:DeleteParameter", Resource = "arn:aws:ssm:eu-central-1:222222222222:parameter/ml-models/prod/_waiting/*" },
      { Sid = "SendMailJobs", Effect = "Allow", Action = "sqs:SendMessage", Resource = "arn:inference-queue" },
      { Sid = "ReadClientSecret", Effect = "Allow", Action = "ssm:GetParameter", Resource = "arn:aws:ssm:eu-central-1:222222222222:parameter/oidc/client-secret" },
      { Sid = "ActInOtherAccounts", Effect = "Allow", Action = ["sts:SetSourceIdentity", "sts:AssumeRole"], Resource = [
        "arn:aws:iam::333333333333:role/model-approval-prod-reader",
        "arn:aws:iam::333333333333:role/model-approval-prod-promotion",
        "arn:aws:iam::111111111111:role/model-approval-dev-registry",
        "arn:aws:iam::111111111111:role/model-approval-dev-reader",
      ] },
    ]
    error_message = "A later approval function must write through the roles in the next and in the first account alone, and only read the others."
  }

  assert {
    condition = jsondecode(data.aws_iam_policy_document.inference_notifier.json).Statement == [
      { Sid = "KeepEvidence", Effect = "Allow", Action = "s3:PutObject", Resource = "arn:aws:s3:::evidence-bucket/evidence/*" },
      { Sid = "SendMail", Effect = "Allow", Action = "ses:SendEmail", Resource = ["arn:identity", "arn:configuration-set"] },
      { Sid = "ScheduleReminders", Effect = "Allow", Action = "scheduler:CreateSchedule", Resource = "arn:schedules/*" },
      { Sid = "LetSchedulerSend", Effect = "Allow", Action = "iam:PassRole", Resource = "arn:reminders-role", Condition = { StringEquals = { "iam:PassedToService" = "scheduler.amazonaws.com" } } },
      { Sid = "NeverOverwrite", Effect = "Deny", Action = "ssm:PutParameter", Resource = "*", Condition = { StringEquals = { "ssm:Overwrite" = "true" } } },
      { Sid = "FindModelVersion", Effect = "Allow", Action = "sagemaker:DescribeModel", Resource = "arn:aws:sagemaker:eu-central-1:222222222222:model/*" },
      { Sid = "ReadTransformJobs", Effect = "Allow", Action = ["sagemaker:ListTags", "sagemaker:DescribeTransformJob"], Resource = "arn:aws:sagemaker:eu-central-1:222222222222:transform-job/*" },
      { Sid = "ReadExecutions", Effect = "Allow", Action = ["sagemaker:ListPipelineParametersForExecution", "sagemaker:ListPipelineExecutionSteps"], Resource = "arn:aws:sagemaker:eu-central-1:222222222222:pipeline/*/execution/*" },
      { Sid = "ReadProcessingJobs", Effect = "Allow", Action = "sagemaker:DescribeProcessingJob", Resource = "arn:aws:sagemaker:eu-central-1:222222222222:processing-job/*" },
      { Sid = "ReadRecords", Effect = "Allow", Action = "ssm:GetParameters", Resource = [
        "arn:aws:ssm:eu-central-1:222222222222:parameter/ml-models/test/*",
        "arn:aws:ssm:eu-central-1:222222222222:parameter/ml-models/prod/*",
      ] },
      { Sid = "CreateRecords", Effect = "Allow", Action = "ssm:PutParameter", Resource = [
        "arn:aws:ssm:eu-central-1:222222222222:parameter/ml-models/prod/_waiting/*",
        "arn:aws:ssm:eu-central-1:222222222222:parameter/ml-models/prod/*/versions/*/request",
      ] },
      { Sid = "ReadOtherAccounts", Effect = "Allow", Action = ["sts:SetSourceIdentity", "sts:AssumeRole"], Resource = [
        "arn:aws:iam::333333333333:role/model-approval-prod-reader",
        "arn:aws:iam::111111111111:role/model-approval-dev-reader",
      ] },
      { Sid = "SendMailJobs", Effect = "Allow", Action = "sqs:SendMessage", Resource = "arn:inference-queue" },
    ]
    error_message = "The inference notifier must create requests for the next environment, and never change a record."
  }
}

run "the_last_functions_write_nothing_at_all" {
  command = plan

  variables {
    environment = "prod"
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "333333333333" }
  }

  assert {
    condition = !anytrue([
      for policy in [data.aws_iam_policy_document.approval, data.aws_iam_policy_document.inference_notifier] :
      anytrue([
        for s in jsondecode(policy.json).Statement : s.Effect == "Allow" && anytrue([for action in flatten([s.Action]) : can(regex("^ssm:(Put|Delete)", action))])
      ])
    ])
    error_message = "There is nothing to promote to after the last environment."
  }

  assert {
    condition     = !strcontains(data.aws_iam_policy_document.approval.json, "ssm:GetParametersByPath")
    error_message = "Nobody is asked in the last environment, so that there is nothing to list."
  }

  assert {
    condition = [
      for policy in [data.aws_iam_policy_document.approval, data.aws_iam_policy_document.inference_notifier] :
      [for s in jsondecode(policy.json).Statement : s.Sid]
      ] == [
      ["SignSessions", "VerifySessions", "ReadRecords", "ActInOtherAccounts"],
      ["KeepEvidence", "SendMail", "NeverOverwrite", "FindModelVersion", "ReadTransformJobs", "ReadExecutions", "ReadProcessingJobs", "ReadRecords", "SendMailJobs"],
    ]
    error_message = "The last environment has nothing to decide, no requests to be reminded of, and nobody to ask; its runs are reported by mail."
  }

  assert {
    condition = jsondecode(output.inference_pipeline_policy_json).Statement == [
      { Sid = "ReadApprovedModels", Effect = "Allow", Action = "ssm:GetParameter", Resource = "arn:aws:ssm:eu-central-1:333333333333:parameter/ml-models/prod/*/approved" },
      { Sid = "FindApprovedModels", Effect = "Allow", Action = "ssm:GetParametersByPath", Resource = "arn:aws:ssm:eu-central-1:333333333333:parameter/ml-models/prod/*" },
    ]
    error_message = "An inference pipeline must find and read which versions are approved, and nothing else."
  }
}

run "an_inference_notifier_reads_only_what_it_is_asked_after" {
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
    condition = flatten([
      for s in jsondecode(data.aws_iam_policy_document.inference_notifier.json).Statement :
      [for action in flatten([s.Action]) : action if startswith(action, "sagemaker:")]
    ]) == ["sagemaker:DescribeModel", "sagemaker:DescribeTransformJob"]
    error_message = "Without pipeline executions, the inference notifier must read models and transform jobs alone."
  }
}

run "for_custom_events_an_inference_notifier_reads_nothing_in_sagemaker" {
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
    condition = !anytrue([
      for s in jsondecode(data.aws_iam_policy_document.inference_notifier.json).Statement :
      anytrue([for action in flatten([s.Action]) : startswith(action, "sagemaker:")])
    ])
    error_message = "A custom event says itself what it is about."
  }
}

run "what_is_evidence_is_kept_by_notifiers_and_read_by_the_approval_function" {
  command = plan

  variables {
    environment = "dev"
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "111111111111" }
  }

  assert {
    condition = {
      for name, policy in { approval = data.aws_iam_policy_document.approval, inference = data.aws_iam_policy_document.inference_notifier, registration = data.aws_iam_policy_document.registration_notifier[0] } :
      name => sort(flatten([for s in jsondecode(policy.json).Statement : s.Action if anytrue([for resource in flatten([s.Resource]) : startswith(resource, "arn:aws:s3:::evidence-bucket")])]))
    } == { approval = tolist(["s3:GetObject", "s3:ListBucket"]), inference = tolist(["s3:PutObject"]), registration = tolist(["s3:PutObject"]) }
    error_message = "Nobody may both write and read evidence, and nobody delete it."
  }
}
