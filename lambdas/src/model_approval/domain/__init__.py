"""What the workflow is about: requests, decisions, the promotion path, what ``approved`` must be.

Pure: no boto3, no clock, no I/O.
"""
