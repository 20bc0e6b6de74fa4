variable "evidence" {
  description = <<-EOT
    What the functions may read of what training and inference pipelines leave in S3, and where the evidence is kept.
      metrics_bucket_arns buckets with evaluations, monitoring reports and inference metrics
      model_bucket_arns   buckets with model data, so that what is approved can be pinned to its bytes
      kms_key_arns        KMS keys with which objects in these buckets are encrypted
      bucket              this stack's own bucket, which the complete evidence behind each request goes into
        object_lock_days   days for which nobody without s3:BypassGovernanceRetention can delete evidence; 0: no Object
                           Lock. Once locked, a bucket keeps the lock; less or more days count for what comes after
        archive_after_days days after which evidence moves to Glacier Instant Retrieval; 0: never. S3 leaves objects of
                           less than 128 KB where they are, which is most of them
        force_destroy      destroy the bucket with all evidence in it when the stack is destroyed
    Buckets and keys of other accounts must let the roles of the functions in as well.
  EOT
  type = object({
    metrics_bucket_arns = optional(set(string), [])
    model_bucket_arns   = optional(set(string), [])
    kms_key_arns        = optional(set(string), [])
    bucket = optional(object({
      object_lock_days   = optional(number, 0)
      archive_after_days = optional(number, 0)
      force_destroy      = optional(bool, false)
    }), {})
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for arn in var.evidence.metrics_bucket_arns : can(regex("^arn:[^:]+:s3:::[^/*]+$", arn))])
    error_message = "Each of evidence.metrics_bucket_arns must be the ARN of a bucket without a path, such as arn:aws:s3:::my-metrics."
  }

  validation {
    condition     = alltrue([for arn in var.evidence.model_bucket_arns : can(regex("^arn:[^:]+:s3:::[^/*]+$", arn))])
    error_message = "Each of evidence.model_bucket_arns must be the ARN of a bucket without a path, such as arn:aws:s3:::my-models."
  }

  # An alias is no resource that a policy could allow.
  validation {
    condition     = alltrue([for arn in var.evidence.kms_key_arns : can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/[^*]+$", arn))])
    error_message = "Each of evidence.kms_key_arns must be the ARN of a KMS key (not of an alias), such as arn:aws:kms:eu-west-1:111111111111:key/00000000-1111-2222-3333-444444444444."
  }

  validation {
    condition     = var.evidence.bucket.object_lock_days >= 0 && var.evidence.bucket.object_lock_days <= 36500 && floor(var.evidence.bucket.object_lock_days) == var.evidence.bucket.object_lock_days
    error_message = "evidence.bucket.object_lock_days must be a whole number of days from 1 to 36500, or 0 for no Object Lock."
  }

  validation {
    condition     = var.evidence.bucket.archive_after_days >= 0 && var.evidence.bucket.archive_after_days <= 36500 && floor(var.evidence.bucket.archive_after_days) == var.evidence.bucket.archive_after_days
    error_message = "evidence.bucket.archive_after_days must be a whole number of days from 1 to 36500, or 0 to leave evidence where it is."
  }
}

variable "inference_events" {
  description = <<-EOT
    What asks the next environment's approvers, once it has happened in this environment.
      batch_transform    a batch transform is complete
      pipeline_execution an execution of a SageMaker pipeline has succeeded, with all its steps
      custom             an event "Model Inference Completed" that somebody sends to this account's default event bus
  EOT
  type        = set(string)
  default     = ["batch_transform", "custom", "pipeline_execution"]
  nullable    = false

  validation {
    condition     = length(var.inference_events) > 0
    error_message = "inference_events is empty, so that nobody would ever be asked to promote; leave it out, or give batch_transform, pipeline_execution or custom."
  }

  validation {
    condition     = length(setsubtract(var.inference_events, ["batch_transform", "custom", "pipeline_execution"])) == 0
    error_message = "inference_events has ${join(", ", setsubtract(var.inference_events, ["batch_transform", "custom", "pipeline_execution"]))}; give only batch_transform, pipeline_execution and custom."
  }
}

variable "metric_directions" {
  description = "Which of your metrics are better when they are higher, and which when they are lower: name to \"higher\" or \"lower\". Common metrics (auc, rmse, …) are known; an entry here has precedence."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for direction in values(var.metric_directions) : contains(["higher", "lower"], coalesce(direction, "null"))])
    error_message = "Each of metric_directions must be \"higher\" or \"lower\"; correct ${join(", ", [for name, direction in var.metric_directions : "${name} (${coalesce(direction, "null")})" if !contains(["higher", "lower"], coalesce(direction, "null"))])}."
  }

  validation {
    condition     = alltrue([for name in keys(var.metric_directions) : trimspace(name) != ""])
    error_message = "metric_directions has a blank name; give the metric's name as the reports have it, such as auc."
  }
}
