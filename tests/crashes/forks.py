"""Forked children: copies of this process down to moto and every cache, of which only the answer is left."""

import gc
import os
import pickle
import traceback
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

_T = TypeVar("_T")


def in_fork(work: Callable[[], _T]) -> _T:
    """What ``work`` returns, which must be picklable. Raises AssertionError with the child's traceback if it raises."""
    here, there = os.pipe()
    child = os.fork()
    if child == 0:
        answer(there, work)
    os.close(there)
    value: _T = listen(here, child)
    return value


def answer(there: int, work: Callable[[], object]) -> NoReturn:
    """The child's last deed: it must not go on as if it were the test."""
    try:
        with os.fdopen(there, "wb") as pipe:
            try:
                result = (True, work())
            except BaseException:  # noqa: BLE001 - the parent raises whatever it was
                result = (False, traceback.format_exc())
            pickle.dump(result, pipe)
    finally:
        os._exit(0)


def listen(here: int, child: int) -> Any:
    with os.fdopen(here, "rb") as pipe:
        received = pipe.read()
    os.waitpid(child, 0)
    assert received, "a child ended without a word"
    went_well, value = pickle.loads(received)  # noqa: S301 - our own child wrote it
    assert went_well, f"a child ended with\n{value}"
    return value


def share_memory() -> None:
    """What is there now stays shared with the children to come: collecting garbage would touch, and so copy, it all."""
    gc.collect()
    gc.freeze()
