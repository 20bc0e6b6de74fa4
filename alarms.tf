# Beside the alarms of each function (modules/function): what the functions count themselves.

locals {
  counted = merge(
    # Approvals past the workflow are noticed where the registry is.
    local.is_first ? {
      bypasses = {
        metric   = "Bypasses"
        function = module.registration_notifier[0].function_name
        means    = "Somebody changed a model version's approval status past the approval workflow; a mail to the approvers of ${var.environment} and the log of ${module.registration_notifier[0].function_name} say which."
      }
    } : {},
    # Decisions are made where requests are.
    length(local.targets) > 0 ? {
      gates-overridden = {
        metric   = "GatesOverridden"
        function = module.approval.function_name
        means    = "A model version was approved although a gate blocks it (break-glass); its decision says by whom and why, and the log of ${module.approval.function_name} says which."
      }
      artefact-changes = {
        metric   = "ArtefactChanges"
        function = module.approval.function_name
        means    = "The image or the model data of a version are not what was asked about, so it was not approved or not published; the log of ${module.approval.function_name} says which."
      }
    } : {},
  )
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
  alarm_actions       = var.alarm_topic_arns
  tags                = var.tags
}
