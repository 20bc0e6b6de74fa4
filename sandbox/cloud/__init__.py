"""The emulated AWS itself, one process on loopback: MiniStack, with SageMaker from moto behind it.

MiniStack verifies signatures, enforces IAM and keeps the accounts apart. What this package adds is what the workflow
needs from AWS and MiniStack lacks: SageMaker with its events, batch transforms and pipelines, Parameter Store's events,
a few IAM condition keys, STS source identities, schedules and functions with roles, dead-letter queue redrive,
throttling, headers in mails, a page that shows mails. It notes which rights are used.
"""
