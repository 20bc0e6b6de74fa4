variable "dead_letter_queue_arn" {
  description = "Queue for the reminders that EventBridge Scheduler cannot deliver."
  type        = string
  nullable    = false
}

variable "name" {
  description = "Name of the schedule group and of its role."
  type        = string
  nullable    = false
}

variable "queue_arn" {
  description = "Queue that gets a message when a reminder is due."
  type        = string
  nullable    = false
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
