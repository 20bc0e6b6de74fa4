"""AWS on one machine: four accounts with IAM enforced, an identity provider, an inbox and a real model."""
