# How the stack is, on one page: from what needs somebody to what explains it.

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = local.stack
  dashboard_body = jsonencode({
    start = "-P7D" # people decide in days
    widgets = flatten([
      for number, row in local._rows : [
        for place, widget in row.widgets : merge(widget, {
          x      = place * 24 / length(row.widgets)
          y      = sum(concat([0], slice(local._rows[*].height, 0, number)))
          width  = 24 / length(row.widgets)
          height = row.height
        })
      ]
    ])
  })
}

locals {
  # From top to bottom; the widgets of a row share its width.
  _rows = [
    { height = 2, widgets = [local._head] },
    { height = 6, widgets = [local._alarms] },
    { height = 6, widgets = concat(local._counts, [local._graphs.mail, local._graphs.mail_returned]) },
    { height = 6, widgets = [local._graphs.pages, local._graphs.pages_latency] },
    { height = 6, widgets = [local._graphs.invocations, local._graphs.failures, local._graphs.duration] },
    { height = 6, widgets = [local._graphs.queues, local._graphs.ages, local._graphs.dead_letters] },
    { height = 9, widgets = [local._logs.done, local._logs.wrong] },
  ]

  _head = {
    type = "text"
    properties = {
      markdown = "# Model approval: ${var.environment}\n[Approval pages](${module.approval_api.api_url}). What each alarm means, and what to do: docs/operations.md of the module."
    }
  }

  _alarms = {
    type = "alarm"
    properties = {
      title  = "Alarms"
      sortBy = "stateUpdatedTimestamp"
      alarms = local._alarm_arns
    }
  }
  _alarm_arns = sort(compact(flatten([
    [for attributes in values(local._functions) : attributes.alarm_arns],
    module.email.alarm_arns,
    values(aws_cloudwatch_metric_alarm.counted)[*].arn,
    values(aws_cloudwatch_metric_alarm.lost_events)[*].arn,
    aws_cloudwatch_metric_alarm.lost_reminders[*].arn,
    aws_cloudwatch_metric_alarm.api_errors.arn,
  ])))

  # Nothing is counted in the last environment.
  _counts = length(local.counted) == 0 ? [] : [local._graphs.counts]

  _graphs = {
    for name, graph in local._metrics : name => {
      type = "metric"
      properties = merge(
        { title = graph.title, metrics = graph.metrics, region = local.region, view = "timeSeries", stat = graph.stat, period = 300 },
        { yAxis = { left = { min = 0, label = graph.unit, showUnits = false } } },
        try({ annotations = { horizontal = [{ label = "alarm", value = graph.alarm }] } }, {}),
      )
    }
  }

  _sources = join(" | ", [for name in values(local._names) : "SOURCE '/aws/lambda/${name}'"])
  _logs = {
    for name, log in {
      done = {
        title = "What was done"
        query = "fields @timestamp, message, reason | filter ispresent(message_id) and level = 'INFO'"
      }
      wrong = {
        title = "What went wrong"
        query = "fields @timestamp, service, coalesce(message, @message) as said, reason | filter level in ['WARNING', 'ERROR', 'CRITICAL'] or @message like /\"status\":\"timeout\"|Runtime\\./"
      }
      } : name => {
      type = "log"
      properties = {
        title  = log.title
        region = local.region
        view   = "table"
        query  = "${local._sources} | ${log.query} | sort @timestamp desc | limit 50"
      }
    }
  }
}
