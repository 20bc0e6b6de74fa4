# The bucket that evidence is kept in.

# The real provider renders the policies. At plan it asks AWS nothing but who it is, which is answered here.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

override_data {
  target = data.aws_caller_identity.current
  values = { account_id = "111111111111" }
}

variables {
  name = "model-approval-dev"
}

run "evidence_is_private_versioned_encrypted_and_not_destroyed" {
  command = plan

  module {
    source = "./modules/evidence"
  }

  assert {
    condition     = aws_s3_bucket.this.bucket == "model-approval-dev-evidence-111111111111-eu-central-1" && !aws_s3_bucket.this.force_destroy
    error_message = "The bucket's name must tell whose it is, and nobody must destroy it while anything is in it."
  }

  assert {
    condition     = aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled" && aws_s3_bucket_ownership_controls.this.rule[0].object_ownership == "BucketOwnerEnforced"
    error_message = "The bucket must keep what is replaced, and own all that is in it."
  }

  assert {
    condition     = alltrue([aws_s3_bucket_public_access_block.this.block_public_acls, aws_s3_bucket_public_access_block.this.block_public_policy, aws_s3_bucket_public_access_block.this.ignore_public_acls, aws_s3_bucket_public_access_block.this.restrict_public_buckets])
    error_message = "Nothing in the bucket may be public."
  }

  assert {
    condition = [
      for rule in aws_s3_bucket_server_side_encryption_configuration.this.rule :
      [rule.apply_server_side_encryption_by_default[0].sse_algorithm, rule.bucket_key_enabled]
    ] == [["AES256", false]]
    error_message = "Without a key the bucket must be encrypted with S3's own."
  }

  assert {
    condition     = length(aws_s3_bucket_object_lock_configuration.this) == 0 && join(" ", aws_s3_bucket_lifecycle_configuration.this.rule[*].id) == "abort-uploads"
    error_message = "Unless somebody says so, evidence must be neither locked nor moved, and never expire."
  }
}

run "evidence_is_written_once_and_over_tls_alone" {
  command = plan

  module {
    source = "./modules/evidence"
  }

  assert {
    condition = jsondecode(aws_s3_bucket_policy.this.policy).Statement == [
      {
        Sid       = "OnlyOverTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource = [
          "arn:aws:s3:::model-approval-dev-evidence-111111111111-eu-central-1/*",
          "arn:aws:s3:::model-approval-dev-evidence-111111111111-eu-central-1",
        ]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Sid       = "OnlyCreate"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:PutObject"
        Resource  = "arn:aws:s3:::model-approval-dev-evidence-111111111111-eu-central-1/*"
        Condition = { Null = { "s3:if-none-match" = "true" } }
      },
    ]
    error_message = "The policy must refuse whatever is not over TLS, and every write that could replace what is there; and allow nobody anything."
  }
}

run "evidence_is_locked_archived_and_encrypted_as_somebody_says" {
  command = plan

  module {
    source = "./modules/evidence"
  }

  variables {
    kms_key_arn        = "arn:aws:kms:eu-central-1:111111111111:key/evidence"
    object_lock_days   = 365
    archive_after_days = 90
    force_destroy      = true
  }

  assert {
    condition = [
      for rule in aws_s3_bucket_server_side_encryption_configuration.this.rule :
      [rule.apply_server_side_encryption_by_default[0].sse_algorithm, rule.apply_server_side_encryption_by_default[0].kms_master_key_id, rule.bucket_key_enabled]
    ] == [["aws:kms", "arn:aws:kms:eu-central-1:111111111111:key/evidence", true]]
    error_message = "With a key the bucket must be encrypted with that, asking KMS as rarely as S3 can."
  }

  assert {
    condition = [
      for rule in aws_s3_bucket_object_lock_configuration.this[0].rule : [rule.default_retention[0].mode, rule.default_retention[0].days]
    ] == [["GOVERNANCE", 365]]
    error_message = "Evidence must be locked for as long as somebody says."
  }

  assert {
    condition = [
      for rule in aws_s3_bucket_lifecycle_configuration.this.rule : [for move in rule.transition : [move.days, move.storage_class]] if rule.id == "archive"
    ] == [[[90, "GLACIER_IR"]]]
    error_message = "Evidence must be archived when somebody says, where it can still be opened at once."
  }

  assert {
    condition     = alltrue([for rule in aws_s3_bucket_lifecycle_configuration.this.rule : length(rule.expiration) == 0 && length(rule.noncurrent_version_expiration) == 0])
    error_message = "Evidence must never expire."
  }

  assert {
    condition     = aws_s3_bucket.this.force_destroy
    error_message = "Whoever says so must be able to destroy a bucket that is not empty."
  }
}

run "the_longest_names_fit_into_a_buckets_name" {
  command = plan

  module {
    source = "./modules/evidence"
  }

  variables {
    name = "a-name-of-24-characters-x-environment-16-c"
  }

  assert {
    condition     = aws_s3_bucket.this.bucket == "a-name-of-24-charac-${substr(sha256("a-name-of-24-characters-x-environment-16-c"), 0, 8)}-evidence-111111111111-eu-central-1"
    error_message = "A name that is too long must be cut, and told apart from others that begin like it."
  }

  assert {
    condition     = length(aws_s3_bucket.this.bucket) <= 63
    error_message = "A bucket's name has at most 63 characters."
  }
}

run "a_bucket_has_no_capital_letters" {
  command = plan

  module {
    source = "./modules/evidence"
  }

  variables {
    name = "Model-Approval"
  }

  expect_failures = [var.name]
}
