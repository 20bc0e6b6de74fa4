# Events of one kind, into a queue. What EventBridge cannot deliver goes to the dead-letter queue.

resource "aws_cloudwatch_event_rule" "this" {
  name          = var.name
  description   = var.description
  event_pattern = var.event_pattern
  tags          = var.tags
}

resource "aws_cloudwatch_event_target" "queue" {
  rule = aws_cloudwatch_event_rule.this.name
  arn  = var.queue_arn

  dead_letter_config {
    arn = var.dead_letter_queue_arn
  }
}
