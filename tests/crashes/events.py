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


def transform_completed(model_name: str, output: str, id: str) -> str:
    """``output`` is an S3 URI."""
    event = json.loads((EVENTS / "transform-job-completed.json").read_text())
    event["id"] = id
    event["detail"]["ModelName"] = model_name
    event["detail"]["TransformOutput"]["S3OutputPath"] = output
    return json.dumps(event)
