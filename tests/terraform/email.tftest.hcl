# The way out for mail, its identity, and what becomes of the mails.

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
}

variables {
  name = "model-approval-dev"
  from = "model-approval@mail.example.com"
}

run "mail_leaves_over_tls_and_is_counted_under_a_tag_that_ses_sets_itself" {
  command = plan

  module {
    source = "./modules/email"
  }

  assert {
    condition     = aws_sesv2_configuration_set.this.delivery_options[0].tls_policy == "REQUIRE" && length(aws_sesv2_configuration_set.this.tracking_options) == 0
    error_message = "Mail must not be sent in the clear, and its links must not be rewritten."
  }

  assert {
    condition     = aws_sesv2_configuration_set.this.suppression_options[0].suppressed_reasons == tolist(["BOUNCE", "COMPLAINT"])
    error_message = "Who bounced or complained must be on the account's list, where docs/operations.md looks for them."
  }

  assert {
    condition     = aws_sesv2_configuration_set_event_destination.metrics.event_destination[0].enabled && aws_sesv2_configuration_set_event_destination.metrics.event_destination[0].matching_event_types == toset(["BOUNCE", "COMPLAINT", "DELIVERY", "REJECT", "SEND"])
    error_message = "What becomes of a mail must be counted."
  }

  assert {
    condition = [
      for dimension in aws_sesv2_configuration_set_event_destination.metrics.event_destination[0].cloud_watch_destination[0].dimension_configuration :
      [dimension.dimension_name, dimension.dimension_value_source]
    ] == [["ses:configuration-set", "MESSAGE_TAG"]]
    error_message = "The counts must be under the configuration set alone, or the alarms would not see them."
  }

  assert {
    condition = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => [alarm.alarm_name, alarm.namespace, alarm.metric_name, alarm.dimensions, alarm.statistic, alarm.threshold, alarm.treat_missing_data] } == {
      bounces    = ["model-approval-dev-mail-bounces", "AWS/SES", "Bounce", tomap({ "ses:configuration-set" = "model-approval-dev" }), "Sum", 0, "notBreaching"]
      complaints = ["model-approval-dev-mail-complaints", "AWS/SES", "Complaint", tomap({ "ses:configuration-set" = "model-approval-dev" }), "Sum", 0, "notBreaching"]
      rejects    = ["model-approval-dev-mail-rejects", "AWS/SES", "Reject", tomap({ "ses:configuration-set" = "model-approval-dev" }), "Sum", 0, "notBreaching"]
    }
    error_message = "The first bounce, the first complaint and the first rejected mail must raise an alarm."
  }
}

run "an_identity_comes_with_the_three_records_that_prove_it" {
  command = plan

  module {
    source = "./modules/email"
  }

  assert {
    condition     = aws_sesv2_email_identity.this[0].email_identity == "mail.example.com" && length(output.dns_records) == 3
    error_message = "The identity must be the sender's domain, and its records must be as many before they are known."
  }
}

run "the_records_lead_to_where_amazon_ses_publishes_the_keys" {
  module {
    source = "./modules/email"
  }

  assert {
    condition = alltrue([
      for record in output.dns_records :
      record.type == "CNAME" && endswith(record.name, "._domainkey.mail.example.com") && endswith(record.value, ".dkim.amazonses.com")
    ])
    error_message = "In most regions the keys are in dkim.amazonses.com."
  }
}

run "some_regions_have_keys_of_their_own" {
  module {
    source = "./modules/email"
  }

  override_data {
    target = data.aws_region.current
    values = { id = "us-gov-east-1" }
  }

  assert {
    condition     = alltrue([for record in output.dns_records : endswith(record.value, ".dkim.us-gov-east-1.amazonses.com")])
    error_message = "The records of an identity in us-gov-east-1 must lead to that region's keys."
  }
}

run "an_identity_that_is_there_is_used_and_left_alone" {
  command = plan

  module {
    source = "./modules/email"
  }

  variables {
    create_identity = false
    identity_arn    = "arn:aws:ses:eu-central-1:111111111111:identity/example.com"
  }

  assert {
    condition     = length(aws_sesv2_email_identity.this) == 0 && output.dns_records == [] && output.identity_arn == "arn:aws:ses:eu-central-1:111111111111:identity/example.com"
    error_message = "A given identity needs neither another one nor records."
  }
}

run "without_an_identity_no_mail_could_be_sent" {
  command = plan

  module {
    source = "./modules/email"
  }

  variables {
    create_identity = false
  }

  expect_failures = [var.identity_arn]
}

run "a_sender_has_an_address" {
  command = plan

  module {
    source = "./modules/email"
  }

  variables {
    from = "Model approval"
  }

  expect_failures = [var.from]
}

run "what_the_alarms_are_called_after_is_a_name" {
  command = plan

  module {
    source = "./modules/email"
  }

  variables {
    name = "model approval"
  }

  expect_failures = [var.name]
}
