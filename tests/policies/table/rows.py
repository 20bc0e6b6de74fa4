"""The whole table."""

from tests.policies.table import approval, guards, notifiers, roles
from tests.policies.table.row import ACCOUNTS, LAST, LATER, Row

_ROWS: list[Row] = [
    *[row for name in ACCOUNTS for row in approval.rows(name)],
    *notifiers.registration(),
    *[row for name in ACCOUNTS for row in notifiers.inference(name)],
    *[row for name in LATER for row in roles.promotion(name)],
    *roles.registry(),
    *[row for name in ACCOUNTS for row in roles.reader(name)],
    *[row for name in ACCOUNTS if name != LAST for row in roles.reminders(name)],
    *[row for name in ACCOUNTS for row in roles.functions(name)],
    *[row for name in ACCOUNTS for row in guards.queues(name)],
    *[row for name in ACCOUNTS for row in guards.topics(name)],
    *[row for name in ACCOUNTS for row in guards.buckets(name)],
    *[row for name in ACCOUNTS for row in guards.keys(name)],
    *[row for name in ACCOUNTS for row in guards.pages(name)],
    *guards.groups(),
    *[row for name in ACCOUNTS for row in guards.pipelines(name)],
]
ROWS = list({str(row): row for row in _ROWS}.values())
"""Each once."""
