# What an environment's inference pipelines run, for Terraform.

mock_provider "aws" {
  mock_data "aws_ssm_parameters_by_path" {
    defaults = {
      names  = ["/ml-models/test/churn/approved"]
      values = ["{\"schema\":1,\"environment\":\"test\",\"group\":\"churn\",\"version\":3,\"model_package_arn\":\"arn:aws:sagemaker:eu-central-1:111111111111:model-package/churn/3\",\"containers\":[{\"image\":\"image\",\"image_digest\":\"sha256:1\",\"model_data_url\":\"s3://models/3\",\"model_data\":{\"etag\":\"1\"}}],\"approved_by\":\"Tom\",\"approved_at\":\"2026-03-02T09:14:07Z\",\"comment\":\"Fine.\",\"decision\":\"/ml-models/test/churn/versions/3/decision\",\"metrics\":{\"auc\":0.981}}"]
    }
  }
}

variables {
  environment         = "test"
  model_package_group = "churn"
}

run "what_is_approved_is_told" {
  command = plan

  module {
    source = "./modules/approved-model"
  }

  assert {
    condition     = data.aws_ssm_parameters_by_path.this.path == "/ml-models/test/churn" && !data.aws_ssm_parameters_by_path.this.recursive
    error_message = "It must look where the workflow publishes, and not read all records of the group."
  }

  assert {
    condition = [output.version, output.model_package_arn, output.environment, output.approved_by, output.approved_at, output.comment, output.parameter_name] == [
      3, "arn:aws:sagemaker:eu-central-1:111111111111:model-package/churn/3", "test", "Tom", "2026-03-02T09:14:07Z", "Fine.", "/ml-models/test/churn/approved",
    ]
    error_message = "It must tell what is approved, by whom and when."
  }

  assert {
    condition     = output.containers[0].image_digest == "sha256:1" && output.containers[0].model_data.etag == "1" && output.metrics.auc == 0.981 && jsondecode(output.value).version == 3
    error_message = "It must tell what pins the bytes, the metrics, and all else that the parameter says."
  }
}

run "as_long_as_nothing_is_approved_the_plan_says_so" {
  command = plan

  module {
    source = "./modules/approved-model"
  }

  override_data {
    target = data.aws_ssm_parameters_by_path.this
    values = { names = [], values = [] }
  }

  expect_failures = [data.aws_ssm_parameters_by_path.this]
}

run "a_later_schema_is_not_guessed_at" {
  command = plan

  module {
    source = "./modules/approved-model"
  }

  override_data {
    target = data.aws_ssm_parameters_by_path.this
    values = { names = ["/ml-models/test/churn/approved"], values = ["{\"schema\":2}"] }
  }

  expect_failures = [data.aws_ssm_parameters_by_path.this]
}

run "what_is_no_json_is_not_read" {
  command = plan

  module {
    source = "./modules/approved-model"
  }

  override_data {
    target = data.aws_ssm_parameters_by_path.this
    values = { names = ["/ml-models/test/churn/approved"], values = ["v3"] }
  }

  expect_failures = [data.aws_ssm_parameters_by_path.this]
}

run "a_group_is_named_not_given_by_its_arn" {
  command = plan

  module {
    source = "./modules/approved-model"
  }

  variables {
    model_package_group = "arn:aws:sagemaker:eu-central-1:111111111111:model-package-group/churn"
  }

  expect_failures = [var.model_package_group]
}

run "an_environment_is_named_as_in_the_workflow" {
  command = plan

  module {
    source = "./modules/approved-model"
  }

  variables {
    environment = "Test"
  }

  expect_failures = [var.environment]
}

run "a_prefix_does_not_end_with_a_slash" {
  command = plan

  module {
    source = "./modules/approved-model"
  }

  variables {
    parameter_prefix = "/ml-models/"
  }

  expect_failures = [var.parameter_prefix]
}
