"""A bar for who waits: on stderr, where a person sits there, and only once something takes longer than a second."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 1.0
"""Seconds after which a bar is drawn."""
PAUSE = 0.1
"""Seconds between two drawings: each takes a thousandth."""


@contextmanager
def bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Yield the function that takes how much of how many is done; the bar is gone when the block ends."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    waiting = _Waiting(label)
    try:
        yield waiting.move
    finally:
        waiting.end()


class _Waiting:
    """A bar that is drawn once it is time."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._next = time.monotonic() + PATIENCE
        self._bar: Any = None

    def move(self, done: int, whole: int) -> None:
        if time.monotonic() < self._next:
            return
        self._bar = self._bar or _bar(self._label)
        self._bar.update(self._bar.task_ids[0], completed=done, total=whole, refresh=True)
        self._next = time.monotonic() + PAUSE

    def end(self) -> None:
        if self._bar:
            self._bar.stop()


def _bar(label: str) -> Any:  # noqa: ANN401  Rich's, imported where it is needed
    from rich.console import Console  # noqa: PLC0415  takes as long to import as all of an answer
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # drawn when something was done, by no thread beside the work
    progress = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
    progress.add_task(label)
    progress.start()
    return progress
