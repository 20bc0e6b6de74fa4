# The way out for mail. No tracking: rewritten links would break what approvers see.

resource "aws_sesv2_configuration_set" "this" {
  configuration_set_name = var.name

  delivery_options {
    tls_policy = "REQUIRE"
  }

  # Said here, since old accounts keep no list. Who is on it can be looked up, and mail to them counts as a bounce again.
  suppression_options {
    suppressed_reasons = ["BOUNCE", "COMPLAINT"]
  }

  tags = var.tags
}

# Counts in CloudWatch, under a tag that SES itself puts on every mail.
resource "aws_sesv2_configuration_set_event_destination" "metrics" {
  configuration_set_name = aws_sesv2_configuration_set.this.configuration_set_name
  event_destination_name = "metrics"

  event_destination {
    enabled              = true
    matching_event_types = ["BOUNCE", "COMPLAINT", "DELIVERY", "REJECT", "SEND"]

    cloud_watch_destination {
      dimension_configuration {
        dimension_name          = local._dimension
        dimension_value_source  = "MESSAGE_TAG"
        default_dimension_value = var.name # must be given; SES sets the tag in any case
      }
    }
  }
}

locals {
  _dimension = "ses:configuration-set"
}
