"""Human approval and promotion of Amazon SageMaker model package versions.

Rooms and the one-way rule (checked by import-linter): ``handlers -> steps | pages | auth | adapters -> domain``.
"""
