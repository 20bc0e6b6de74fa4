variable "dead_letter_queue_arn" {
  description = "Queue for the events that EventBridge cannot deliver."
  type        = string
  nullable    = false
}

variable "description" {
  description = "Which events, and where to."
  type        = string
  nullable    = false
}

variable "event_pattern" {
  description = "EventBridge pattern, as JSON."
  type        = string
  nullable    = false
}

variable "name" {
  description = "Name of the rule."
  type        = string
  nullable    = false
}

variable "queue_arn" {
  description = "Queue for the events. Its policy and that of the dead-letter queue must allow the rule to send."
  type        = string
  nullable    = false
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
