# Which events say that an inference is complete (main.tf sends them to the inference notifier).

locals {
  inference_events = {
    batch_transform = {
      name        = "inferences"
      description = "Completed batch transforms"
      pattern = {
        source      = ["aws.sagemaker"]
        detail-type = ["SageMaker Transform Job State Change"]
        detail      = { TransformJobStatus = ["Completed"] }
      }
    }
    pipeline_execution = {
      name        = "pipeline-executions"
      description = "Succeeded executions of SageMaker pipelines"
      pattern = {
        source      = ["aws.sagemaker"]
        detail-type = ["SageMaker Model Building Pipeline Execution Status Change"]
        detail      = { currentPipelineExecutionStatus = ["Succeeded"] }
      }
    }
    # From whatever runs inferences elsewhere. Only from this account: a bus may take events of others.
    custom = {
      name        = "custom-events" # no end of another rule's name: in one account, no two names may be the same
      description = "Inferences that somebody says are complete"
      pattern = {
        source      = [{ anything-but = { prefix = "aws." } }]
        detail-type = ["Model Inference Completed"]
        account     = [local.own.account_id]
      }
    }
  }

  # Derived: to look them up in all rules' modules would be a cycle, since the rules need the queue that lets them in.
  inference_rule_arns = [
    for kind in var.inference_events :
    "arn:${data.aws_partition.current.partition}:events:${local.region}:${data.aws_caller_identity.current.account_id}:rule/${local.stack}-${local.inference_events[kind].name}"
  ]

  _asks_after_transforms = contains(var.inference_events, "batch_transform")
  _asks_after_executions = contains(var.inference_events, "pipeline_execution")
  _asks_after_jobs       = local._asks_after_executions || local._asks_after_transforms

  # What tags tell: which execution a transform job is a step of, and which environment of the account it ran for.
  _reads_tags_of_transforms = local._asks_after_transforms && (local._asks_after_executions || local._has_neighbours)
  _reads_tags_of_pipelines  = local._asks_after_executions && local._has_neighbours
}
