"""Locks: one sync at a time in a clone. Git's own locks are waited for and named, and never deleted.

The lock of the clone is the system's (flock). It ends with the last process that holds it, so a kill leaves nothing.
The lock on git's index is the file index.lock, as git makes it. The program's own holds a line that git's never holds.
So whoever has the lock of the clone knows that such a file was left by a killed sync, and may remove it.
"""

from __future__ import annotations

import contextlib
import os
import re
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import WorldFailed
from mstrack.i18n import gettext as _
from mstrack.store import put, spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mstrack.git.process import GitResult

MARK = b"held by mstrack sync\n"
"""Content of the program's own index.lock; git's is empty or starts with DIRC."""
TRIES = 14
"""Attempts to take a lock, with pauses that grow to LONGEST: about five seconds in all."""
FIRST, LONGEST = 0.05, 1.0  # seconds
_EXISTS = re.compile(rb"Unable to create '(.+?[.]lock)': File exists")
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


class Patience(NamedTuple):
    """How to wait: `sleep` takes seconds, `between` draws a number of a range, `clock` returns seconds since 1970."""

    sleep: Callable[[float], None]
    between: Callable[[float, float], float]
    clock: Callable[[], float]

    def tries(self, most: int = TRIES, longest: float = LONGEST) -> Iterator[int]:
        """Yield the number of each try, with a random pause before all but the first, so that two who wait part."""
        for number in range(most):
            if number:
                self.sleep(self.between(FIRST, max(FIRST, min(longest, FIRST * 2**number))))
            yield number

    def age(self, path: str) -> str:
        """Return in words how long ago a file was changed."""
        try:
            seconds = max(0, int(self.clock() - os.lstat(path).st_mtime))
        except OSError:
            seconds = 0
        for unit, sentence in ((_DAY, _("{n} d")), (_HOUR, _("{n} h")), (_MINUTE, _("{n} min"))):
            if seconds >= 2 * unit:
                return sentence.format(n=seconds // unit)
        return _("{n} s").format(n=seconds)


@contextlib.contextmanager
def alone(folder: str, patience: Patience) -> Iterator[int]:
    """Hold the clone's own lock, a file in this folder; yield its handle. WorldFailed where another sync keeps it."""
    path = os.path.join(folder, "lock")
    handle = put.own_file(folder, "lock")
    try:
        if not any(_taken(handle) for _try in patience.tries()):
            owner = os.pread(handle, 20, 1).decode("ascii", "replace") if hasattr(os, "pread") else "?"
            sentence = _(
                "another mstrack sync has been at work in this clone for {age} (process {n}); wait until it is done"
            )
            raise WorldFailed(sentence.format(age=patience.age(path), n=owner.strip()))
        os.truncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, f"\n{os.getpid()}\n".encode())
        yield handle
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    """Whether this process got the lock; on Windows, without flock, it is one on the first byte."""
    try:
        if os.name == "nt":
            import msvcrt  # noqa: PLC0415  only on Windows

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # only on Windows
        else:
            import fcntl  # noqa: PLC0415  not on Windows

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextlib.contextmanager
def index(path: str, spare: str, patience: Patience) -> Iterator[None]:
    """Hold the lock on git's index, so that nobody else writes it. WorldFailed where another program keeps it.

    A hard link makes the file with its content in one step; where there are no links it is created and written.
    """
    lock = f"{path}.lock"
    put.replace(spare, "mark", MARK)
    if not any(put.claim(os.path.join(spare, "mark"), lock, MARK) for _try in patience.tries()):
        raise locked(lock, patience)
    try:
        yield
    finally:
        put.remove(lock)


def clear(path: str) -> None:
    """Remove the lock on the index that a killed sync left; the caller holds the lock of the clone."""
    lock = f"{path}.lock"
    with contextlib.suppress(OSError):
        if not os.path.isfile(lock):  # a FIFO would keep us waiting
            return
        with open(lock, "rb") as file:
            is_ours = file.read(len(MARK) + 1) == MARK
        if is_ours:
            put.remove(lock)


def retried(ask: Callable[[], GitResult], patience: Patience, also: str) -> GitResult:
    """Repeat a question to git while another program's lock stops it. WorldFailed names a lock that stays.

    `also` is the lock that git takes next: where both were left, the one command removes both.
    """
    path = ""
    for _try in patience.tries():
        result = ask()
        path = lock_in(result.err)
        if not result.code or not path:
            return result
    raise locked(path, patience, also)


def lock_in(complaint: bytes) -> str:
    """Return the path of the lock that git complains of; empty where it complains of none."""
    found = _EXISTS.search(complaint)
    return os.fsdecode(found[1]) if found else ""


def locked(path: str, patience: Patience, also: str = "") -> WorldFailed:
    """Return the failure that names a lock, its age, and the command that removes it."""
    sentence = _("another git program has locked {path} for {age}; wait until it ends. If none is running: {command}")
    paths = [path, also] if also != path and os.path.lexists(also) else [path]
    remove = "rm" if spelling.shell() == spelling.POSIX else "del"  # cmd.exe takes / for the sign of an option
    command = spelling.command(remove, *map(os.path.normpath, paths))
    return WorldFailed(sentence.format(path=path, age=patience.age(path), command=command))
