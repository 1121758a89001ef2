"""Puts a file or a folder into the place of another one, and back again where a step fails; only `put` does so.

NAME ──────────── .NAME.….tmp      the new one, whole, before it is there
NAME ←─ rename ── .NAME.….tmp      while the old one has the name NAME.….old, too
"""

from __future__ import annotations

import contextlib
import errno
import os

from mstrack.store import protection

_KEPT_OF_NAME = 50  # characters that a temporary name repeats: in Chinese, too, it stays below 255 bytes
NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
"""What a disk without hard links answers."""


def beside(final: str) -> tuple[str, str]:
    """Return two free names in the same folder: for the new one before it is there, for the old one after that."""
    above, name = os.path.split(final)
    kept = f"{name[:_KEPT_OF_NAME]}.{os.urandom(4).hex()}"
    return os.path.join(above, f".{kept}.tmp"), os.path.join(above, f"{kept}.old")


def exchange_file(new: str, final: str, old: str) -> None:
    """Put a new file over another in one step; the old one has a second name until that is on disk.

    On Windows nothing is left to fail after the step, and the second name of a file that Excel has open would stay.
    """
    if os.name == "nt":
        os.replace(new, final)
        return
    try:
        os.link(final, old)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        exchange(new, final, old)
    else:
        try:
            os.replace(new, final)
            sync_folder(os.path.dirname(final))
        except BaseException:
            if not protection.is_same(old, final):  # else the old one never left
                os.replace(old, final)
            unlink(old)
            raise
    unlink(old)


def exchange(new: str, final: str, old: str) -> None:
    """Rename what is there aside and the new one into its place; back again where a step fails."""
    was_there = os.path.lexists(final)
    try:
        if was_there:
            os.rename(final, old)
        os.rename(new, final)
        sync_folder(os.path.dirname(final))
    except BaseException:
        if not os.path.lexists(new) and os.path.lexists(final):
            os.rename(final, new)
        if os.path.lexists(old):
            os.rename(old, final)
        raise


def sync_folder(folder: str) -> None:
    """Let what was created, renamed or deleted in a folder be on disk for good."""
    if os.name == "nt":  # Windows syncs no folders
        return
    handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def unlink(path: str) -> None:
    """Delete a file; what fails stays."""
    with contextlib.suppress(OSError):
        os.unlink(path)
