"""CloudWatch behind the steps' ``Alarms``: metrics in the log, in the embedded metric format."""

from aws_lambda_powertools.metrics import MetricUnit, single_metric

NAMESPACE = "ModelApproval"


class Metrics:
    """``function`` is the value of the metrics' one dimension, ``service``."""

    def __init__(self, function: str) -> None:
        self._dimensions = {"service": function}

    def bypassed(self) -> None:
        with single_metric("Bypasses", MetricUnit.Count, 1, namespace=NAMESPACE, default_dimensions=self._dimensions):
            pass
