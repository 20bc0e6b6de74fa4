# The approval pages under a name of the company's, with a certificate and DNS records that Terraform makes.

provider "aws" {
  region = var.region
}

data "aws_route53_zone" "company" {
  name = var.zone_name
}

# API Gateway wants it in the stack's own region.
resource "aws_acm_certificate" "pages" {
  domain_name       = var.domain_name
  validation_method = "DNS"
  tags              = var.tags

  lifecycle {
    create_before_destroy = true # the domain name holds the old one until it has the new one
  }
}

# ACM asks for this record again whenever it renews the certificate: it stays.
resource "aws_route53_record" "validation" {
  for_each = { for option in aws_acm_certificate.pages.domain_validation_options : option.domain_name => option }

  zone_id = data.aws_route53_zone.company.zone_id
  name    = each.value.resource_record_name
  type    = each.value.resource_record_type
  records = [each.value.resource_record_value]
  ttl     = 300
}

resource "aws_acm_certificate_validation" "pages" {
  certificate_arn         = aws_acm_certificate.pages.arn
  validation_record_fqdns = [for record in aws_route53_record.validation : record.fqdn]
}

module "model_approval" {
  source = "../../"

  name         = var.name
  environments = var.environments
  environment  = var.environment
  mail         = { from = var.mail_from }
  oidc         = var.oidc
  tags         = var.tags

  custom_domain = {
    name            = var.domain_name
    certificate_arn = aws_acm_certificate_validation.pages.certificate_arn # known once it is issued
  }
}

# The record of the pages, and the three that prove the sender's domain to SES. By position: names are known later.
resource "aws_route53_record" "stack" {
  for_each = { for position, record in module.model_approval.dns_records : position => record }

  zone_id = data.aws_route53_zone.company.zone_id
  name    = each.value.name
  type    = each.value.type
  records = [each.value.value]
  ttl     = 300
}
