# What the notifiers may do, beyond their own logs and queues (modules/function): ask, and never approve.

data "aws_iam_policy_document" "registration_notifier" {
  count = local.is_first ? 1 : 0

  source_policy_documents = [data.aws_iam_policy_document.notification.json, data.aws_iam_policy_document.artefacts[0].json]

  statement {
    sid       = "InitialiseVersions"
    actions   = ["sagemaker:DescribeModelPackage", "sagemaker:UpdateModelPackage"]
    resources = ["${local._sagemaker}:model-package/*"] # any model package: groups come and go without Terraform
  }

  # A notifier asks for approvals, so it must never be able to give one.
  statement {
    sid       = "NeverApprove"
    effect    = "Deny"
    actions   = ["sagemaker:UpdateModelPackage"]
    resources = ["*"] # a denial is best wide

    condition {
      test     = "Null"
      variable = "sagemaker:ModelApprovalStatus"
      values   = ["false"]
    }
  }

  statement {
    sid       = "ReadRecords"
    actions   = ["ssm:GetParameters"]
    resources = ["${local._own_parameters}/*"] # of any group and version
  }

  # Of any group and version, and the index of what waits; a bypass has the time of the change as its name.
  statement {
    sid     = "CreateRecords"
    actions = ["ssm:PutParameter"]
    resources = [
      "${local._own_parameters}/_waiting/*",
      "${local._own_parameters}/*/versions/*/bypasses/*",
      "${local._own_parameters}/*/versions/*/request",
    ]
  }

  # Mail goes to the own queue first, one message a recipient.
  statement {
    sid       = "SendMailJobs"
    actions   = ["sqs:SendMessage"]
    resources = [module.registration_notifier[0].queue_arn]
  }

  dynamic "statement" {
    for_each = var.on_bypass == "revert" ? [1] : []

    content {
      sid       = "SendIntents"
      actions   = ["sqs:SendMessage"]
      resources = [module.approval.queue_arn]
    }
  }
}

data "aws_iam_policy_document" "inference_notifier" {
  source_policy_documents = [data.aws_iam_policy_document.notification.json]

  # Any model, job and pipeline: people name theirs as they like. What a custom event is about stands in the event.
  dynamic "statement" {
    for_each = local._asks_after_jobs ? [1] : []

    content {
      sid       = "FindModelVersion"
      actions   = ["sagemaker:DescribeModel"]
      resources = ["${local._sagemaker}:model/*"]
    }
  }

  # A job's tags name the pipeline execution that it is a step of, which tells itself when it is complete; and, where
  # environments share the account, the one that it ran for.
  dynamic "statement" {
    for_each = local._asks_after_jobs ? [1] : []

    content {
      sid       = "ReadTransformJobs"
      actions   = concat(["sagemaker:DescribeTransformJob"], local._reads_tags_of_transforms ? ["sagemaker:ListTags"] : [])
      resources = ["${local._sagemaker}:transform-job/*"]
    }
  }

  dynamic "statement" {
    for_each = local._asks_after_executions ? [1] : []

    content {
      sid       = "ReadExecutions"
      actions   = ["sagemaker:ListPipelineExecutionSteps", "sagemaker:ListPipelineParametersForExecution"]
      resources = ["${local._sagemaker}:pipeline/*/execution/*"] # events say which
    }
  }

  # Whose a pipeline is, where environments share the account.
  dynamic "statement" {
    for_each = local._reads_tags_of_pipelines ? [1] : []

    content {
      sid       = "ReadTagsOfPipelines"
      actions   = ["sagemaker:ListTags"]
      resources = ["${local._sagemaker}:pipeline/*"] # any: people name theirs as they like
    }
  }

  # Where the jobs of the other steps left their reports.
  dynamic "statement" {
    for_each = local._asks_after_executions ? [1] : []

    content {
      sid       = "ReadProcessingJobs"
      actions   = ["sagemaker:DescribeProcessingJob"]
      resources = ["${local._sagemaker}:processing-job/*"]
    }
  }

  statement {
    sid       = "ReadRecords"
    actions   = ["ssm:GetParameters"]
    resources = [for path in compact([local._own_parameters, local._next_parameters]) : "${path}/*"] # of any group and version
  }

  dynamic "statement" {
    for_each = local._next_parameters[*]

    content {
      sid       = "CreateRecords"
      actions   = ["ssm:PutParameter"]
      resources = ["${statement.value}/_waiting/*", "${statement.value}/*/versions/*/request"] # of any group and version
    }
  }

  # Who approved the version before, and what the next environment runs: through roles there, which may only read.
  dynamic "statement" {
    for_each = length(local.asked_role_arns) == 0 ? [] : [1]

    content {
      sid       = "ReadOtherAccounts"
      actions   = ["sts:AssumeRole", "sts:SetSourceIdentity"]
      resources = local.asked_role_arns
    }
  }

  # Mail goes to the own queue first, one message a recipient.
  statement {
    sid       = "SendMailJobs"
    actions   = ["sqs:SendMessage"]
    resources = [module.inference_notifier.queue_arn]
  }
}

# Both notifiers: mail, evidence, reminders, and records that are created and never changed.
data "aws_iam_policy_document" "notification" {
  source_policy_documents = [data.aws_iam_policy_document.reports.json, data.aws_iam_policy_document.evidence_writer.json]

  statement {
    sid       = "SendMail"
    actions   = ["ses:SendEmail"]
    resources = [module.email.identity_arn, module.email.configuration_set_arn]
  }

  dynamic "statement" {
    for_each = module.reminders[*]

    content {
      sid       = "ScheduleReminders"
      actions   = ["scheduler:CreateSchedule"]
      resources = [statement.value.schedule_arns] # any schedule in the group: each request has its own
    }
  }

  dynamic "statement" {
    for_each = module.reminders[*]

    content {
      sid       = "LetSchedulerSend"
      actions   = ["iam:PassRole"]
      resources = [statement.value.role_arn]

      condition {
        test     = "StringEquals"
        variable = "iam:PassedToService"
        values   = ["scheduler.amazonaws.com"]
      }
    }
  }

  # Allowing it only when the key is "false" would also refuse writes that leave Overwrite out.
  statement {
    sid       = "NeverOverwrite"
    effect    = "Deny"
    actions   = ["ssm:PutParameter"]
    resources = ["*"] # a denial is best wide

    condition {
      test     = "StringEquals"
      variable = "ssm:Overwrite"
      values   = ["true"]
    }
  }
}
