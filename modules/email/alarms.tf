# Whose mail does not arrive cannot decide. SES learns that when the function has ended, so only its events show it.

locals {
  _events = {
    bounces = {
      metric = "Bounce"
      means  = "A mail of ${var.name} did not reach an approver: the address does not exist, or refuses. Amazon SES sends nothing to it from now on. What to do: docs/operations.md, \"An approver's mail bounces\"."
    }
    complaints = {
      metric = "Complaint"
      means  = "An approver, or their mail program, called a mail of ${var.name} spam. Amazon SES sends them nothing from now on. What to do: docs/operations.md, \"An approver's mail bounces\"."
    }
    rejects = {
      metric = "Reject"
      means  = "Amazon SES took a mail of ${var.name} and then found malware in it, so that it was not sent. What to do: docs/operations.md, \"A mail was rejected\"."
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local._events

  alarm_name          = "${var.name}-mail-${each.key}"
  alarm_description   = each.value.means
  namespace           = "AWS/SES"
  metric_name         = each.value.metric
  dimensions          = { (local._dimension) = aws_sesv2_configuration_set.this.configuration_set_name }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  tags                = var.tags
}
