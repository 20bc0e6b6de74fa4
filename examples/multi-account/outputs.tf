output "model_package_group_arns" {
  description = "ARNs of the model package groups in the first account, by name."
  value       = { for name, group in module.model_package_group : name => group.group_arn }
}

output "stacks" {
  description = "What each environment's account holds. Register every callback_url with the identity provider."
  value = {
    for name, stack in { dev         = module.dev, test = module.test, uat = module.uat, prod = module.prod } : name => {
      account_id                     = var.account_ids[name]
      alarm_topic_arns               = stack.alarm_topic_arns
      api_url                        = stack.api_url
      approval_role_arn              = stack.approval_role_arn
      callback_url                   = stack.callback_url
      dashboard_name                 = stack.dashboard_name
      dead_letter_queue_arns         = stack.dead_letter_queue_arns
      dead_letter_queue_urls         = stack.dead_letter_queue_urls
      dns_records                    = stack.dns_records
      evidence_bucket                = stack.evidence_bucket
      function_names                 = stack.function_names
      inference_event_policy_json    = stack.inference_event_policy_json
      inference_pipeline_policy_json = stack.inference_pipeline_policy_json
      parameter_prefix               = stack.parameter_prefix
      promotion_role_arn             = stack.promotion_role_arn
      queue_arns                     = stack.queue_arns
      queue_urls                     = stack.queue_urls
      reader_role_arn                = stack.reader_role_arn
      region                         = var.region
      registry_role_arn              = stack.registry_role_arn
    }
  }
}
