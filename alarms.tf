# Beside the alarms of each function (modules/function) and of the mails (modules/email): what the functions count themselves,
# what never reaches them, and what people see. All are on single events, so they do not tell when they are over.

locals {
  _to_do = "What to do: docs/operations.md,"

  counted = merge(
    # Approvals past the workflow are noticed where the registry is.
    local.is_first ? {
      bypasses = {
        metric   = "Bypasses"
        function = module.registration_notifier[0].function_name
        means    = "Somebody changed a model version's approval status past the approval workflow; a mail to the approvers of ${var.environment} and the log of ${module.registration_notifier[0].function_name} say which. ${local._to_do} \"Bypass\"."
      }
    } : {},
    # Decisions are made where requests are.
    length(local.targets) > 0 ? {
      gates-overridden = {
        metric   = "GatesOverridden"
        function = module.approval.function_name
        means    = "A model version was approved although a gate blocks it (break-glass); its decision says by whom and why, and the log of ${module.approval.function_name} says which. ${local._to_do} \"Read the history of a version\"."
      }
      artefact-changes = {
        metric   = "ArtefactChanges"
        function = module.approval.function_name
        means    = "The image or the model data of a version are not what was asked about, so it was not approved or not published; the log of ${module.approval.function_name} says which. ${local._to_do} \"Changed artefacts\"."
      }
    } : {},
    # So are reminders, if there are any.
    length(local.targets) > 0 && var.remind_after_days > 0 ? {
      requests-waiting = {
        metric   = "RequestsWaiting"
        function = module.approval.function_name
        means    = "Nobody has decided for ${var.remind_after_days} days about a request that was written in ${var.environment}. Its approvers were reminded by mail, which may not have reached them; the log of ${module.approval.function_name} says which request. ${local._to_do} \"A request waits\"."
      }
    } : {},
  )

  # The rules by which events come in (main.tf, events.tf).
  _rules = toset(concat(
    local.is_first ? ["${local.stack}-registrations"] : [],
    [for kind in var.inference_events : "${local.stack}-${local.inference_events[kind].name}"],
  ))
}

resource "aws_cloudwatch_metric_alarm" "counted" {
  for_each = local.counted

  alarm_name          = "${local.stack}-${each.key}"
  alarm_description   = each.value.means
  namespace           = "ModelApproval"
  metric_name         = each.value.metric
  dimensions          = { service = each.value.function }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_topic_arns
  tags                = var.tags
}

# What EventBridge cannot deliver is put aside, and raises an alarm there. This is what it could not put aside either.
resource "aws_cloudwatch_metric_alarm" "lost_events" {
  for_each = local._rules

  alarm_name          = "${each.key}-lost"
  alarm_description   = "EventBridge could neither deliver an event of the rule ${each.key} nor put it aside: a queue, its policy or its key was changed. Nobody is asked about what the event was about. ${local._to_do} \"Events are lost\"."
  namespace           = "AWS/Events"
  metric_name         = "InvocationsFailedToBeSentToDlq"
  dimensions          = { RuleName = each.key }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_topic_arns
  tags                = var.tags
}

resource "aws_cloudwatch_metric_alarm" "lost_reminders" {
  count = length(local.targets) > 0 && var.remind_after_days > 0 ? 1 : 0

  alarm_name          = "${local.stack}-reminders-lost"
  alarm_description   = "EventBridge Scheduler could neither deliver a reminder nor put it aside: a queue, a role or a key was changed. The request waits on the board; nobody is reminded of it. ${local._to_do} \"Events are lost\"."
  namespace           = "AWS/Scheduler"
  metric_name         = "InvocationsFailedToBeSentToDeadLetterCount"
  dimensions          = { ScheduleGroup = "${local.stack}-reminders" }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_topic_arns
  tags                = var.tags
}

resource "aws_cloudwatch_metric_alarm" "api_errors" {
  alarm_name          = "${local.stack}-api-errors"
  alarm_description   = "Somebody saw an error (5xx) instead of an approval page of ${var.environment}; what was decided before it is recorded all the same. ${local._to_do} \"A page fails\"."
  namespace           = "AWS/ApiGateway"
  metric_name         = "5xx"
  dimensions          = { ApiId = module.approval_api.api_id }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_topic_arns
  tags                = var.tags
}
