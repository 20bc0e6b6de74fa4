# One provider an account. The caller's own identity needs nothing but to assume the deploy role in each.

provider "aws" {
  alias  = "dev"
  region = var.region

  assume_role {
    role_arn = "arn:aws:iam::${var.account_ids.dev}:role/${var.deploy_role_name}"
  }
}

provider "aws" {
  alias  = "test"
  region = var.region

  assume_role {
    role_arn = "arn:aws:iam::${var.account_ids.test}:role/${var.deploy_role_name}"
  }
}

provider "aws" {
  alias  = "uat"
  region = var.region

  assume_role {
    role_arn = "arn:aws:iam::${var.account_ids.uat}:role/${var.deploy_role_name}"
  }
}

provider "aws" {
  alias  = "prod"
  region = var.region

  assume_role {
    role_arn = "arn:aws:iam::${var.account_ids.prod}:role/${var.deploy_role_name}"
  }
}
