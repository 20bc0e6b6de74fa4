# Beside the alarms of each function (modules/function): approvals past the workflow, which the first environment notices.

resource "aws_cloudwatch_metric_alarm" "bypasses" {
  count = local.is_first ? 1 : 0

  alarm_name          = "${local.stack}-bypasses"
  alarm_description   = "Somebody changed a model version's approval status past the approval workflow; a mail to the approvers of ${var.environment} and the log of ${module.registration_notifier[0].function_name} say which."
  namespace           = "ModelApproval"
  metric_name         = "Bypasses"
  dimensions          = { service = module.registration_notifier[0].function_name }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  tags                = var.tags
}
