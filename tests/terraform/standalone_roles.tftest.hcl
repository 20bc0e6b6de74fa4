# The roles of other accounts' functions, each usable alone: what is wrong about an input is said at plan.

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

# Those that a module does not have are ignored.
variables {
  environment       = "test"
  external_id       = "model-approval"
  name              = "model-approval-test"
  trusted_role_arn  = "arn:aws:iam::111111111111:role/model-approval-dev-approval"
  trusted_role_arns = ["arn:aws:iam::111111111111:role/model-approval-dev-approval"]
}

run "an_external_id_is_what_sts_takes_in_promotion_role" {
  command = plan

  module {
    source = "./modules/promotion-role"
  }

  variables {
    external_id = "no spaces"
  }

  expect_failures = [var.external_id]
}

run "a_name_is_what_iam_takes_in_promotion_role" {
  command = plan

  module {
    source = "./modules/promotion-role"
  }

  variables {
    name = "a name"
  }

  expect_failures = [var.name]
}

run "a_boundary_is_a_policy_in_promotion_role" {
  command = plan

  module {
    source = "./modules/promotion-role"
  }

  variables {
    permissions_boundary_arn = "boundary"
  }

  expect_failures = [var.permissions_boundary_arn]
}

run "a_path_has_slashes_at_both_ends_in_promotion_role" {
  command = plan

  module {
    source = "./modules/promotion-role"
  }

  variables {
    role_path = "ml"
  }

  expect_failures = [var.role_path]
}

run "an_environment_has_a_name_of_the_workflow_in_promotion_role" {
  command = plan

  module {
    source = "./modules/promotion-role"
  }

  variables {
    environment = "Test"
  }

  expect_failures = [var.environment]
}

run "a_prefix_is_a_path_in_promotion_role" {
  command = plan

  module {
    source = "./modules/promotion-role"
  }

  variables {
    parameter_prefix = "ml-models/"
  }

  expect_failures = [var.parameter_prefix]
}

run "no_pattern_is_trusted_in_promotion_role" {
  command = plan

  module {
    source = "./modules/promotion-role"
  }

  variables {
    trusted_role_arn = "arn:aws:iam::111111111111:role/*"
  }

  expect_failures = [var.trusted_role_arn]
}

run "an_external_id_is_what_sts_takes_in_reader_role" {
  command = plan

  module {
    source = "./modules/reader-role"
  }

  variables {
    external_id = "no spaces"
  }

  expect_failures = [var.external_id]
}

run "a_name_is_what_iam_takes_in_reader_role" {
  command = plan

  module {
    source = "./modules/reader-role"
  }

  variables {
    name = "a name"
  }

  expect_failures = [var.name]
}

run "a_boundary_is_a_policy_in_reader_role" {
  command = plan

  module {
    source = "./modules/reader-role"
  }

  variables {
    permissions_boundary_arn = "boundary"
  }

  expect_failures = [var.permissions_boundary_arn]
}

run "a_path_has_slashes_at_both_ends_in_reader_role" {
  command = plan

  module {
    source = "./modules/reader-role"
  }

  variables {
    role_path = "ml"
  }

  expect_failures = [var.role_path]
}

run "a_prefix_is_a_path_in_reader_role" {
  command = plan

  module {
    source = "./modules/reader-role"
  }

  variables {
    parameter_prefix = "ml-models/"
  }

  expect_failures = [var.parameter_prefix]
}

run "no_account_is_trusted_whole_in_reader_role" {
  command = plan

  module {
    source = "./modules/reader-role"
  }

  variables {
    trusted_role_arns = ["arn:aws:iam::111111111111:root"]
  }

  expect_failures = [var.trusted_role_arns]
}

run "somebody_is_trusted_in_reader_role" {
  command = plan

  module {
    source = "./modules/reader-role"
  }

  variables {
    trusted_role_arns = []
  }

  expect_failures = [var.trusted_role_arns]
}

run "an_external_id_is_what_sts_takes_in_registry_role" {
  command = plan

  module {
    source = "./modules/registry-role"
  }

  variables {
    external_id = "no spaces"
  }

  expect_failures = [var.external_id]
}

run "a_name_is_what_iam_takes_in_registry_role" {
  command = plan

  module {
    source = "./modules/registry-role"
  }

  variables {
    name = "a name"
  }

  expect_failures = [var.name]
}

run "a_boundary_is_a_policy_in_registry_role" {
  command = plan

  module {
    source = "./modules/registry-role"
  }

  variables {
    permissions_boundary_arn = "boundary"
  }

  expect_failures = [var.permissions_boundary_arn]
}

run "a_path_has_slashes_at_both_ends_in_registry_role" {
  command = plan

  module {
    source = "./modules/registry-role"
  }

  variables {
    role_path = "ml"
  }

  expect_failures = [var.role_path]
}

run "a_key_is_not_given_by_its_alias_in_registry_role" {
  command = plan

  module {
    source = "./modules/registry-role"
  }

  variables {
    kms_key_arns = ["arn:aws:kms:eu-central-1:111111111111:alias/models"]
  }

  expect_failures = [var.kms_key_arns]
}

run "a_bucket_is_named_without_a_path_in_registry_role" {
  command = plan

  module {
    source = "./modules/registry-role"
  }

  variables {
    model_bucket_arns = ["arn:aws:s3:::models/*"]
  }

  expect_failures = [var.model_bucket_arns]
}

run "no_account_is_trusted_whole_in_registry_role" {
  command = plan

  module {
    source = "./modules/registry-role"
  }

  variables {
    trusted_role_arns = ["arn:aws:iam::111111111111:root"]
  }

  expect_failures = [var.trusted_role_arns]
}

run "somebody_is_trusted_in_registry_role" {
  command = plan

  module {
    source = "./modules/registry-role"
  }

  variables {
    trusted_role_arns = []
  }

  expect_failures = [var.trusted_role_arns]
}

run "names_are_as_given_under_a_path_and_within_a_boundary" {
  command = plan

  module {
    source = "./modules/promotion-role"
  }

  variables {
    role_path                = "/ml/"
    permissions_boundary_arn = "arn:aws:iam::222222222222:policy/boundary"
  }

  assert {
    condition     = aws_iam_role.this.path == "/ml/" && aws_iam_role.this.permissions_boundary == "arn:aws:iam::222222222222:policy/boundary"
    error_message = "A company's path and boundary must reach the role."
  }
}
