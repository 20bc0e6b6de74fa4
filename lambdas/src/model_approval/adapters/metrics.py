"""CloudWatch behind the steps' ``Alarms``: metrics in the log, in the embedded metric format."""

from aws_lambda_powertools.metrics import MetricUnit, single_metric

from model_approval.adapters import correlation

NAMESPACE = "ModelApproval"


class Metrics:
    """``function`` is the value of the metrics' one dimension, ``service``."""

    def __init__(self, function: str) -> None:
        self._dimensions = {"service": function}

    def bypassed(self) -> None:
        self._count("Bypasses")

    def overridden(self) -> None:
        self._count("GatesOverridden")

    def changed(self) -> None:
        self._count("ArtefactChanges")

    def waited(self) -> None:
        self._count("RequestsWaiting")

    def _count(self, name: str) -> None:
        with single_metric(name, MetricUnit.Count, 1, namespace=NAMESPACE, default_dimensions=self._dimensions) as one:
            if id := correlation.current():
                one.add_metadata(correlation.FIELD, id)
