"""Locks: one sync at a time in a clone; git's own are taken as git takes them, waited for, named, and never deleted.

The clone's own lock is the system's (flock): it ends with the last process that holds it, so that no kill leaves it.
The lock on git's index is a file, index.lock, as git itself would make it. Ours holds a line that git's never hold; so
whoever has the clone's own lock knows that such a file is the remains of a sync that is dead, and may take it away.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import WorldFailed
from mstrack.i18n import gettext as _
from mstrack.store import source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mstrack.git.process import GitResult

MARK = b"held by mstrack sync\n"
"""What our index.lock says: git's is empty, or starts with DIRC."""
TRIES = 14
"""So often a lock is asked for, with pauses that grow to LONGEST: some five seconds."""
FIRST, LONGEST = 0.05, 1.0
_EXISTS = re.compile(rb"Unable to create '(.+?[.]lock)': File exists")
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


class Patience(NamedTuple):
    """How to wait, and what time it is: `sleep` takes seconds, `between` draws from a range, `clock` is time.time."""

    sleep: Callable[[float], None]
    between: Callable[[float, float], float]
    clock: Callable[[], float]

    def tries(self, most: int = TRIES, longest: float = LONGEST) -> Iterator[int]:
        """Yield the numbers of the tries, each but the first after a pause; two who wait alike must not meet again."""
        for number in range(most):
            if number:
                self.sleep(self.between(FIRST, max(FIRST, min(longest, FIRST * 2**number))))
            yield number

    def age(self, path: str) -> str:
        """Return how long a file has been there, in words."""
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
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "lock")
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
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
    """Whether the system gave us the lock; it is one on the first byte where there is no flock (Windows)."""
    try:
        if os.name == "nt":
            import msvcrt  # noqa: PLC0415  only there

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # only there
        else:
            import fcntl  # noqa: PLC0415  not on Windows

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextlib.contextmanager
def index(path: str, spare: str, patience: Patience) -> Iterator[None]:
    """Hold the lock on git's index, as git would: nobody else writes it meanwhile. WorldFailed where another keeps it.

    The file comes into being with its content (a hard link); where there are no links it is written at once.
    """
    lock = f"{path}.lock"
    source.replace(spare, "mark", MARK)
    if not any(_made(os.path.join(spare, "mark"), lock) for _try in patience.tries()):
        raise locked(lock, patience)
    try:
        yield
    finally:
        os.unlink(lock)


def _made(mark: str, lock: str) -> bool:
    try:
        os.link(mark, lock)
    except FileExistsError:
        return False
    except OSError:
        try:
            handle = os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            return False
        os.write(handle, MARK)
        os.close(handle)
    return True


def clear(path: str) -> None:
    """Take away the lock on the index that a dead sync left; only for who holds the clone's own lock."""
    lock = f"{path}.lock"
    with contextlib.suppress(OSError):
        with open(lock, "rb") as file:
            is_ours = file.read(len(MARK) + 1) == MARK
        if is_ours:
            os.unlink(lock)


def retried(ask: Callable[[], GitResult], patience: Patience, also: str) -> GitResult:
    """Ask git again while a lock of another is in its way. WorldFailed names a lock that stays.

    `also` is a lock that git takes next: where both are left, one command is to help.
    """
    path = ""
    for _try in patience.tries():
        result = ask()
        path = lock_in(result.err)
        if not result.code or not path:
            return result
    raise locked(path, patience, also)


def lock_in(said: bytes) -> str:
    """Return the lock that git says is in its way; empty where it says no such thing."""
    found = _EXISTS.search(said)
    return os.fsdecode(found[1]) if found else ""


def locked(path: str, patience: Patience, also: str = "") -> WorldFailed:
    """Return the failure that names a lock, its age, and the one command."""
    sentence = _("another git program has locked {path} for {age}; wait until it ends. If none is running: {command}")
    paths = [path, also] if also != path and os.path.lexists(also) else [path]
    command = " ".join(["del", *(f'"{one}"' for one in paths)]) if os.name == "nt" else shlex.join(["rm", *paths])
    return WorldFailed(sentence.format(path=path, age=patience.age(path), command=command))
