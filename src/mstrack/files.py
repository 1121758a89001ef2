"""Where texts come from: a folder on disk, a git revision, or a dict are the same thing to all who read them.

Reading trusts nothing: a regular file, no link, no FIFO, no more bytes than allowed. Queries write nothing here.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Protocol

from mstrack.errors import Problem, Unreadable, WrongUse
from mstrack.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

PLAN = "tasks.yaml"
PROGRESS = "progress"


class Files(Protocol):
    """What a store is made of. Paths are relative to it, with forward slashes."""

    def names(self, folder: str) -> list[str]:
        """Return the names that lie in a folder, in no order; none where there is no such folder."""

    def read(self, path: str, limit: int) -> bytes:
        """Return a file's bytes; Unreadable where it is no regular file, or has more than `limit` bytes."""


class WorkTree:
    """The store as it lies on disk now."""

    def __init__(self, root: str) -> None:
        """Take the folder that holds tasks.yaml."""
        self.root = root

    def names(self, folder: str) -> list[str]:
        """List one folder; the disk is asked for names only."""
        try:
            return os.listdir(os.path.join(self.root, folder))
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise Unreadable([_problem(folder, "unreadable", _cannot_read(error))]) from error

    def read(self, path: str, limit: int) -> bytes:
        """Read one file without following a link or waiting for a FIFO."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        full = os.path.join(self.root, path)
        try:
            if not hasattr(os, "O_NOFOLLOW") and os.path.islink(full):
                raise Unreadable([_problem(path, "link", _link())])
            handle = os.open(full, flags)
        except OSError as error:
            is_link = os.path.islink(full)
            sentence = _link() if is_link else _cannot_read(error)
            raise Unreadable([_problem(path, "link" if is_link else "unreadable", sentence)]) from error
        try:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                raise Unreadable([_problem(path, "not-a-file", _("this is not a regular file; delete it"))])
            return within(path, _all_of(handle, limit + 1), limit)
        except OSError as error:
            raise Unreadable([_problem(path, "unreadable", _cannot_read(error))]) from error
        finally:
            os.close(handle)


class InMemory:
    """Texts in a dict of path → text: what tests and dry runs use."""

    def __init__(self, texts: Mapping[str, str | bytes]) -> None:
        """Take the texts."""
        self.texts = texts

    def names(self, folder: str) -> list[str]:
        """List the files and folders directly below a folder."""
        prefix = f"{folder}/" if folder else ""
        return sorted({path[len(prefix) :].split("/")[0] for path in self.texts if path.startswith(prefix)})

    def read(self, path: str, limit: int) -> bytes:
        """Return the text's bytes."""
        if path not in self.texts:
            raise Unreadable([_problem(path, "unreadable", _("this file does not exist"))])
        text = self.texts[path]
        return within(path, text.encode() if isinstance(text, str) else text, limit)


def within(path: str, data: bytes, limit: int) -> bytes:
    """Return the bytes of a file, or refuse it as too large."""
    if len(data) > limit:
        sentence = _("larger than {n} KiB; shorten it").format(n=limit // 1024)
        raise Unreadable([_problem(path, "size", sentence)])
    return data


def find_store(asked: str | None, start: str) -> str:
    """Return the folder that holds tasks.yaml, as git finds .git.

    `asked` is what --data or MSTRACK_DATA names; without it, ./tasks.yaml or ./data/tasks.yaml of `start` or of the
    first folder above it that has one. WrongUse says where was looked.
    """
    if asked is not None:
        for folder in (asked, os.path.join(asked, "data")):
            if os.path.lexists(os.path.join(folder, PLAN)):
                return folder
        raise WrongUse(
            _("no {plan} in {folder}; name the folder that holds it after --data").format(plan=PLAN, folder=asked)
        )
    folder = os.path.abspath(start)
    while True:
        for candidate in (folder, os.path.join(folder, "data")):
            if os.path.lexists(os.path.join(candidate, PLAN)):
                return (
                    os.path.relpath(candidate, start) if os.path.commonpath([candidate, start]) == start else candidate
                )
        if os.path.dirname(folder) == folder:
            raise WrongUse(
                _("no {plan} here, in ./data, or in a folder above; name its folder with --data").format(plan=PLAN)
            )
        folder = os.path.dirname(folder)


def _all_of(handle: int, most: int) -> bytes:
    parts = []
    while most > 0:
        part = os.read(handle, most)
        if not part:
            break
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def _problem(path: str, rule: str, sentence: str) -> Problem:
    return Problem(path, 1, 1, rule, sentence)


def _link() -> str:
    return _("this is a link; put the file itself here")


def _cannot_read(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return _("this file does not exist")
    if isinstance(error, IsADirectoryError):
        return _("this is a folder; a file is expected here")
    if isinstance(error, PermissionError):
        return _("you may not read this file; ask its owner for the permission")
    return _("the disk could not read this file (error {n}); try again, or restore it").format(n=error.errno)
