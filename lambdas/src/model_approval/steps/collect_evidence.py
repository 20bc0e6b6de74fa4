"""Collect what an approver decides on: the metrics of a report in S3. A missing report never stops a request."""

from dataclasses import dataclass, field

from model_approval.domain.errors import NoAccess, NotFound
from model_approval.domain.metrics import Metrics, flatten
from model_approval.domain.text import fit, one_line
from model_approval.steps.ports import Reports


@dataclass(frozen=True)
class Evidence:
    """``note`` says why there are no metrics, if there are none; ``source`` is where they came from."""

    metrics: Metrics = field(default_factory=dict)
    source: str | None = None
    note: str | None = None


def collect(reports: Reports, uri: str | None) -> Evidence:
    """The metrics of the report at ``uri``."""
    if uri is None:
        return Evidence(note="The model package names no model quality report.")
    try:
        metrics = flatten(reports.read(uri))
    except (NotFound, NoAccess, ValueError) as error:
        return Evidence(source=uri, note=fit(one_line(f"The report could not be read: {error}"), 300))
    return Evidence(metrics, uri, None if metrics else "The report holds no numbers.")
