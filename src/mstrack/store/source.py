"""Where texts come from: a folder on disk, a git revision, or a dict are the same thing to all who read them.

Reading trusts nothing: a regular file, no link, no FIFO, no more bytes than allowed. Queries write nothing here.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING, Protocol

from mstrack.errors import Problem, Unreadable, WorldFailed, WrongUse, why
from mstrack.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

PLAN = "tasks.yaml"
PROGRESS = "progress"


class Files(Protocol):
    """What a store is made of. Paths are relative to it, with forward slashes."""

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder, in no order; none where there is no folder. Unreadable where it is a file."""

    def read(self, path: str, limit: int) -> bytes:
        """Return a file's bytes; Unreadable where it is no regular file, or has more than `limit` bytes."""


class WorkTree:
    """The store as it lies on disk now."""

    def __init__(self, root: str) -> None:
        """Take the folder that holds tasks.yaml."""
        self.root = root

    def names(self, folder: str) -> list[str]:
        """List one folder; the disk is asked for names only."""
        full = os.path.join(self.root, folder)
        if folder and os.path.islink(full):
            raise Unreadable([_problem(folder, "link", _link())])
        try:
            return os.listdir(full)
        except FileNotFoundError:
            return []
        except NotADirectoryError as error:
            raise no_folder(folder) from error
        except OSError as error:
            raise _not_read(folder, error) from error

    def read(self, path: str, limit: int) -> bytes:
        """Read one file without following a link or waiting for a FIFO."""
        full = os.path.join(self.root, path)
        try:
            if not hasattr(os, "O_NOFOLLOW") and os.path.islink(full):
                raise Unreadable([_problem(path, "link", _link())])
            handle = os.open(full, _READING)
        except OSError as error:
            if os.path.islink(full):
                raise Unreadable([_problem(path, "link", _link())]) from error
            raise _not_read(path, error) from error
        try:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                raise Unreadable([_problem(path, "not-a-file", _("this is not a regular file; delete it"))])
            return within(path, _all_of(handle, limit + 1), limit)
        except OSError as error:
            raise _not_read(path, error) from error
        finally:
            os.close(handle)


_READING = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class InMemory:
    """Texts in a dict of path → text: what tests and dry runs use."""

    def __init__(self, texts: Mapping[str, str | bytes]) -> None:
        """Take the texts."""
        self.texts = texts

    def names(self, folder: str) -> list[str]:
        """List the files and folders directly below a folder."""
        if folder in self.texts:
            raise no_folder(folder)
        prefix = f"{folder}/" if folder else ""
        return sorted({path[len(prefix) :].split("/")[0] for path in self.texts if path.startswith(prefix)})

    def read(self, path: str, limit: int) -> bytes:
        """Return the text's bytes."""
        if path not in self.texts:
            raise Unreadable([_problem(path, "unreadable", _("this file does not exist"))])
        text = self.texts[path]
        return within(path, text.encode() if isinstance(text, str) else text, limit)


class Overlay:
    """Files with a few more texts laid over them: the store as it would be."""

    def __init__(self, below: Files, texts: Mapping[str, str | bytes]) -> None:
        """Take what lies below, and the texts above it."""
        self._below = below
        self._above = InMemory(texts)

    def names(self, folder: str) -> list[str]:
        """List a folder as both have it."""
        return sorted({*self._below.names(folder), *self._above.names(folder)})

    def read(self, path: str, limit: int) -> bytes:
        """Read the text above, else the one below."""
        return (self._above if path in self._above.texts else self._below).read(path, limit)


def within(path: str, data: bytes, limit: int) -> bytes:
    """Return the bytes of a file, or refuse it as too large."""
    if len(data) > limit:
        sentence = _("larger than {n} KiB; shorten it").format(n=limit // 1024)
        raise Unreadable([_problem(path, "size", sentence)])
    return data


def no_folder(path: str) -> Unreadable:
    """Return the refusal of what has the name of a folder, and is none."""
    return Unreadable([_problem(path, "not-a-folder", _("a folder is expected here, not a file; move the file away"))])


def find_store(asked: str | None, start: str) -> str:
    """Return the folder that holds tasks.yaml, as git finds .git.

    `asked` is what --data or MSTRACK_DATA names; without it, ./tasks.yaml or ./data/tasks.yaml of `start` or of the
    first folder above it that has one. WrongUse says where was looked.
    """
    if asked is not None:
        for folder in (asked, os.path.join(asked, "data")):
            if _lies_there(os.path.join(folder, PLAN)):
                return folder
        from mstrack.format.characters import shown  # noqa: PLC0415  its patterns take time to compile, most answers need none

        raise WrongUse(
            _("no {plan} in {folder}; name the folder that holds it after --data").format(
                plan=PLAN, folder=shown(asked, 200)
            )
        )
    folder = os.path.abspath(start)
    while True:
        for candidate in (folder, os.path.join(folder, "data")):
            if _lies_there(os.path.join(candidate, PLAN)):
                return (
                    os.path.relpath(candidate, start) if os.path.commonpath([candidate, start]) == start else candidate
                )
        if os.path.dirname(folder) == folder:
            raise WrongUse(
                _("no {plan} here, in ./data, or in a folder above; name its folder with --data").format(plan=PLAN)
            )
        folder = os.path.dirname(folder)


def _lies_there(path: str) -> bool:
    """Whether anything has this name; a disk that cannot say so has failed, and is not taken for a no."""
    try:
        os.lstat(path)
    except ValueError:  # no path at all
        return False
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP}:
            return False
        raise
    return True


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


def _not_read(path: str, error: OSError) -> Unreadable | WorldFailed:
    """What lies there and is no file to read is a problem of the data; what the disk refuses is none."""
    if isinstance(error, (FileNotFoundError, IsADirectoryError)):
        return Unreadable([_problem(path, "unreadable", _cannot_read(error))])
    return WorldFailed(_("{where}: {why}").format(where=path, why=_cannot_read(error)))


def _cannot_read(error: OSError) -> str:
    return _("this file cannot be read ({why}); restore it, or ask its owner").format(why=why(error))
