"""Several processes for work that takes long; started where there is enough of it to be worth them.

Whatever becomes of them, everything is done: what a process that was killed leaves undone (by the system, where memory
is short) is done in this one. None of them outlives this one.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor

    Result = TypeVar("Result")

WORTH = 1000
"""To read so many texts in one process takes as long as to start others."""
START = "fork" if sys.platform == "linux" else "spawn"
"""How processes are started: forked ones share what is loaded, which macOS and Windows do not allow."""


class Readers:
    """So many processes at most; none is started before there is enough to read."""

    def __init__(self, processes: int) -> None:
        """Take how many processes may run; one is this one."""
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None
        self._waiting = 0

    def begin(self, texts: int, work: Callable[..., Result], *about: object) -> Callable[[], Result]:
        """Begin work for which so many texts are read; the function that is returned waits for its result."""
        self._waiting += texts
        here = partial(work, *about)
        if self._processes < 2 or self._waiting < WORTH:  # noqa: PLR2004  one process is this one
            return here
        try:
            with _undisturbed():
                future = self._started().submit(work, *about)
        except (OSError, RuntimeError):  # the system starts no more processes, or has killed one
            self._processes = 1
            return here
        return partial(_finished, future, here)

    def close(self) -> None:
        """End the processes; what they have not begun stays undone."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # these are imported only where there is much to read
            import multiprocessing  # noqa: PLC0415
            from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

            from mstrack.format import validate  # noqa: F401, PLC0415  loaded once, for those that are forked, too

            context = multiprocessing.get_context(START)
            self._pool = ProcessPoolExecutor(self._processes, context, initializer=_serve)
        return self._pool


def _finished(future: Future[Result], here: Callable[[], Result]) -> Result:
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415  as in _started

    try:
        return future.result()
    except BrokenProcessPool:
        return here()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let ^C wait: one that comes while a process is forked would be told by it, too."""
    if START != "fork":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve() -> None:
    """Leave ^C to the process that the user sees, which ends this one; and end with it, however it ends."""
    import threading  # noqa: PLC0415  as in _started

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    import multiprocessing  # noqa: PLC0415  as in _started

    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
