"""Makes the two packages that Terraform uploads: `python -m lambdas.packaging --help`."""
