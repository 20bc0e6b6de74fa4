"""Many records at once: ten names a call, and a thread for each environment, as each is another account."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from model_approval.domain.parameters import Parameter
from model_approval.steps.ports import Records

AT_ONCE = 10
"""Names that one GetParameters call may have."""

_T = TypeVar("_T")


def read_all(records: Records, names: Sequence[str]) -> dict[str, Parameter]:
    """Those of ``names``, each of which is there once, that exist."""
    found: dict[str, Parameter] = {}
    for start in range(0, len(names), AT_ONCE):
        found |= records.read(names[start : start + AT_ONCE])
    return found


def for_each(environments: Sequence[str], task: Callable[[str], _T]) -> dict[str, _T]:
    """What ``task`` makes of each environment, in their order. Raises what a task raises, once all have ended."""
    with ThreadPoolExecutor(max_workers=len(environments)) as pool:
        return dict(zip(environments, pool.map(task, environments), strict=True))
