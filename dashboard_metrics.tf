# The graphs of the dashboard (dashboard.tf).

locals {
  # By the title in the legend, the name of function and queue.
  _names = { for function in keys(local._functions) : replace(function, "_", " ") => "${local.stack}-${replace(function, "_", "-")}" }

  _metrics = {
    counts = {
      title   = "What approvals need looking at"
      metrics = [for key, counted in local.counted : ["ModelApproval", counted.metric, "service", counted.function, { label = replace(key, "-", " ") }]]
      stat    = "Sum"
      unit    = "times"
    }
    mail = {
      title   = "Mails"
      metrics = [for metric in [["Send", "sent"], ["Delivery", "delivered"]] : concat(["AWS/SES", metric[0]], local._mails, [{ label = metric[1] }])]
      stat    = "Sum"
      unit    = "mails"
    }
    mail_returned = {
      title   = "Mails that did not arrive or were not welcome"
      metrics = [for metric in [["Bounce", "bounced"], ["Complaint", "complained about"], ["Reject", "rejected"]] : concat(["AWS/SES", metric[0]], local._mails, [{ label = metric[1] }])]
      stat    = "Sum"
      unit    = "mails"
    }
    pages = {
      title   = "Approval pages: requests"
      metrics = [for metric in [["Count", "all"], ["4xx", "refused or not found (4xx)"], ["5xx", "failed (5xx)"]] : concat(["AWS/ApiGateway", metric[0]], local._api, [{ label = metric[1] }])]
      stat    = "Sum"
      unit    = "requests"
    }
    pages_latency = {
      title   = "Approval pages: time to answer"
      metrics = [for stat in ["p50", "p99"] : concat(["AWS/ApiGateway", "Latency"], local._api, [{ stat = stat, label = stat }])]
      stat    = "p50"
      unit    = "ms"
    }
    invocations = {
      title   = "Functions: invocations"
      metrics = [for label, name in local._names : ["AWS/Lambda", "Invocations", "FunctionName", name, { label = label }]]
      stat    = "Sum"
      unit    = "times"
    }
    failures = {
      title = "Functions: errors and throttles"
      metrics = flatten([
        for label, name in local._names : [
          for metric in ["Errors", "Throttles"] : { all = ["AWS/Lambda", metric, "FunctionName", name, { label = "${label}: ${lower(metric)}" }] }
        ]
      ])[*].all
      stat = "Sum"
      unit = "times"
    }
    duration = {
      title   = "Functions: duration (p99)"
      metrics = [for label, name in local._names : ["AWS/Lambda", "Duration", "FunctionName", name, { label = label }]]
      stat    = "p99"
      unit    = "ms"
    }
    queues = {
      title   = "Messages that wait"
      metrics = [for label, name in local._names : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", name, { label = label }]]
      stat    = "Maximum"
      unit    = "messages"
    }
    ages = {
      title   = "Age of the oldest message"
      metrics = [for label, name in local._names : ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", name, { label = label }]]
      stat    = "Maximum"
      unit    = "seconds"
      alarm   = 1800
    }
    dead_letters = {
      title   = "Messages that were put aside"
      metrics = [for label, name in local._names : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "${name}-dead-letters", { label = label }]]
      stat    = "Maximum"
      unit    = "messages"
    }
  }

  _api   = ["ApiId", module.approval_api.api_id]
  _mails = ["ses:configuration-set", local.stack]
}
