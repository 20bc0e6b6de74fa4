"""Events as EventBridge delivers them, in the shape that SageMaker's developer guide documents (tests/events)."""

import json
from typing import Any

from tests.unit.examples import EVENTS


def model_package_changed(description: dict[str, Any], id: str) -> str:
    """What DescribeModelPackage says now; CustomerMetadataProperties are not part of the event."""
    event = json.loads((EVENTS / "model-package-pending.json").read_text())
    detail = {name: description[name] for name in event["detail"] if name in description}
    event |= {"id": id, "resources": [description["ModelPackageArn"]], "detail": event["detail"] | detail}
    return json.dumps(event, default=lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ"))


def transform_completed(job_arn: str, output: str, id: str) -> str:
    """The model has the job's name; ``output`` is an S3 URI."""
    name = job_arn.rpartition("/")[2]
    event = json.loads((EVENTS / "transform-job-completed.json").read_text())
    event["id"] = id
    event["detail"] |= {"TransformJobName": name, "TransformJobArn": job_arn, "ModelName": name}
    event["detail"]["TransformOutput"]["S3OutputPath"] = output
    return json.dumps(event)
