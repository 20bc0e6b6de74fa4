"""The complete evidence that a request refers to, as it is kept in the bucket of the stack that asked."""

import hashlib
import json
from typing import Any

from .environments import ENVIRONMENTS, Environment
from .errors import hold
from .ledger import record_name, records
from .local_aws import LocalAws, root


def is_kept(aws: LocalAws, model_package_arn: str, environment: Environment) -> str:
    """Returns a line about the evidence for an environment. Raises StoryError if it is not what was asked about."""
    asking = ENVIRONMENTS[max(ENVIRONMENTS.index(environment) - 1, 0)]
    request = records(aws, asking)[record_name(model_package_arn, environment, "request")]
    stored, whose = request["stored"], f"the request for {environment.name}"
    hold(stored is not None, f"The evidence of {whose} was not kept.")
    body = _read(aws, asking, stored["uri"])
    hold(hashlib.sha256(body).hexdigest() == stored["sha256"], f"The evidence of {whose} is not what it refers to.")
    hold(isinstance(json.loads(body), dict), f"The evidence of {whose} is no document.")
    lacking: list[Any] = [source for source in request["sources"] if source["note"]]
    hold(not lacking, f"Of the evidence of {whose} something is missing: {lacking}")
    kinds = ", ".join(sorted({source["kind"] for source in request["sources"]}))
    return f"the evidence that {environment.name} decided on is kept: {stored['metrics']} metrics, from {kinds}"


def _read(aws: LocalAws, environment: Environment, uri: str) -> bytes:
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    s3 = aws.client("s3", root(environment.account_id))
    body: bytes = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    return body
