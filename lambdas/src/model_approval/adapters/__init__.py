"""The only room with boto3: Parameter Store, the registry, mail, queues, S3, KMS, other accounts."""
