"""SageMaker for MiniStack: the model registry, models and batch transforms."""
