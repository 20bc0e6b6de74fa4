# The smaller submodules: what is wrong about an input is said at plan.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "222222222222" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
}

variables {
  name                  = "churn"
  queue_arn             = "arn:aws:sqs:eu-central-1:111111111111:approval"
  dead_letter_queue_arn = "arn:aws:sqs:eu-central-1:111111111111:approval-dead-letters"
}

run "a_consumer_is_an_account" {
  command = plan

  module {
    source = "./modules/model-package-group"
  }

  variables {
    consumer_account_ids = ["1"]
  }

  expect_failures = [var.consumer_account_ids]
}

run "a_group_has_a_name_of_sagemaker" {
  command = plan

  module {
    source = "./modules/model-package-group"
  }

  variables {
    name = "churn_"
  }

  expect_failures = [var.name]
}

run "a_boundary_is_a_policy" {
  command = plan

  module {
    source = "./modules/reminders"
  }

  variables {
    permissions_boundary_arn = "boundary"
  }

  expect_failures = [var.permissions_boundary_arn]
}

run "a_path_has_slashes_at_both_ends" {
  command = plan

  module {
    source = "./modules/reminders"
  }

  variables {
    role_path = "ml"
  }

  expect_failures = [var.role_path]
}

run "a_group_that_nobody_else_uses_has_no_policy" {
  command = plan

  module {
    source = "./modules/model-package-group"
  }

  assert {
    condition     = length(aws_sagemaker_model_package_group_policy.this) == 0
    error_message = "Without consumers there is nobody to let in."
  }
}
