variable "data_bucket" {
  description = "Bucket with the data to run over, for input and output; in this account."
  type        = string
  nullable    = false
}

variable "environment" {
  description = "Name of the environment whose account this is, such as test."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,15}$", var.environment))
    error_message = "environment must be a name as in the module's environments, such as test."
  }
}

variable "evaluation_image_uri" {
  description = "Image in this region's ECR with Python 3.10 or newer, for the step that evaluates."
  type        = string
  nullable    = false
}

variable "input_prefix" {
  description = "Where in the bucket the rows to predict are: CSV files, as the model takes them, without labels."
  type        = string
  default     = "input"
  nullable    = false

  validation {
    condition     = can(regex("^[^/].*[^/]$", var.input_prefix))
    error_message = "input_prefix must neither begin nor end with a /, such as batches/input."
  }
}

variable "instance_type" {
  description = "Instance type of both jobs."
  type        = string
  default     = "ml.m5.large"
  nullable    = false

  validation {
    condition     = startswith(var.instance_type, "ml.")
    error_message = "instance_type must be one of SageMaker's, such as ml.m5.large."
  }
}

variable "labels_prefix" {
  description = "Where in the bucket the truth is: for each file of the input one with the same name, with 0 or 1 in the last column."
  type        = string
  default     = "labels"
  nullable    = false

  validation {
    condition     = can(regex("^[^/].*[^/]$", var.labels_prefix))
    error_message = "labels_prefix must neither begin nor end with a /, such as batches/labels."
  }
}

variable "limits" {
  description = "The lowest values of accuracy, auc, precision and recall that are no constraint violation, by metric."
  type        = map(number)
  default     = {}
  nullable    = false

  validation {
    condition     = length(setsubtract(keys(var.limits), ["accuracy", "auc", "precision", "recall"])) == 0
    error_message = "limits may have accuracy, auc, precision and recall only; correct or remove ${join(", ", setsubtract(keys(var.limits), ["accuracy", "auc", "precision", "recall"]))}."
  }

  validation {
    condition     = alltrue([for limit in values(var.limits) : try(limit >= 0 && limit <= 1, false)])
    error_message = "Each of limits must be a number from 0 to 1."
  }
}

variable "model_bucket_arns" {
  description = "Buckets with the model data of the registered versions. Those of other accounts must let the roles in, too."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.model_bucket_arns) > 0 && alltrue([for arn in var.model_bucket_arns : can(regex("^arn:[a-z-]+:s3:::[^/*]+$", arn))])
    error_message = "model_bucket_arns must be ARNs of buckets, such as arn:aws:s3:::churn-models."
  }
}

variable "model_package_group" {
  description = "Name of the model package group whose approved version is run."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9](-*[A-Za-z0-9]){0,62}$", var.model_package_group))
    error_message = "model_package_group must be the name (not the ARN) of a model package group, such as churn."
  }
}

variable "name" {
  description = "Name of the pipeline, and first part of every other name."
  type        = string
  default     = "inference"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9](-*[A-Za-z0-9]){0,47}$", var.name))
    error_message = "name must have at most 48 letters, digits and inner hyphens, such as churn-inference."
  }
}

variable "output_prefix" {
  description = "Where in the bucket predictions and reports go: into a folder for each execution."
  type        = string
  default     = "output"
  nullable    = false

  validation {
    condition     = can(regex("^[^/].*[^/]$", var.output_prefix))
    error_message = "output_prefix must neither begin nor end with a /, such as batches/output."
  }
}

variable "parameter_prefix" {
  description = "Path in Parameter Store, as it was given to the module."
  type        = string
  default     = "/ml-models"
  nullable    = false

  validation {
    condition     = can(regex("^(/[A-Za-z0-9_.-]+){1,5}$", var.parameter_prefix))
    error_message = "parameter_prefix must be a path of 1 to 5 levels that starts with / and does not end with one, such as /ml-models."
  }
}

variable "region" {
  description = "Region of the environment."
  type        = string
  nullable    = false
}

variable "registry_account_id" {
  description = "Account of the first environment, which has the model registry."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.registry_account_id))
    error_message = "registry_account_id must be an AWS account id of 12 digits."
  }
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
