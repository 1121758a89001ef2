"""Reads the files of a store, from a folder on disk or a dict, through one protocol (a git revision has it, too).

Only a regular file is read: no link, no FIFO, and no more bytes than the caller allows.
"""

from __future__ import annotations

import errno
import marshal
import os
import re
import stat
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from mstrack.errors import Problem, Unreadable, WorldFailed, WrongUse, why
from mstrack.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PLAN = "tasks.yaml"
PROGRESS = "progress"
PLAN_LIMIT = 4 * 1024 * 1024
"""Bytes of a plan: twice what 300 tasks, 400 units and 900 indicators in 30 shares each take."""
ENTRY_LIMIT = 64 * 1024


class Known(NamedTuple):
    """What tells files from others of their names, unopened, and the last moment (ns since 1970) that one changed."""

    marks: bytes
    changed: int


class Files(Protocol):
    """A source of a store's files. Paths are relative to the store, with forward slashes."""

    def names(self, folder: str) -> list[str]:
        """Return the unsorted names in a folder; none where there is no folder. Unreadable where it is a file."""

    def read(self, path: str, limit: int) -> bytes:
        """Return a file's bytes. Unreadable where it is no regular file, or has more than `limit` bytes."""

    def known(self, folder: str, names: Iterable[str]) -> Known | None:
        """Return what tells files from others of these names without opening them; None where nothing does."""


class WorkTree:
    """The store as it is on disk now."""

    def __init__(self, root: str) -> None:
        """Take the folder that holds tasks.yaml."""
        self.root = root
        self._below = os.path.join(root, "")

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder; WorldFailed where the disk refuses."""
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
            if os.path.isfile(full):  # some Windows disks call a file an invalid name
                raise no_folder(folder) from error
            raise _not_read(self.root, folder, error) from error

    def read(self, path: str, limit: int) -> bytes:
        """Return a file's bytes, without following a link or waiting for a FIFO; WorldFailed where the disk refuses."""
        full = f"{self._below}{path}"
        try:
            if not _REFUSES_LINKS and os.path.islink(full):
                raise Unreadable([_problem(path, "link", _link())])
            handle = os.open(full, _READING)
        except OSError as error:
            if os.path.islink(full):
                raise Unreadable([_problem(path, "link", _link())]) from error
            if os.path.isdir(full):  # Windows opens none
                raise Unreadable([_no_file(path)]) from error
            raise _not_read(self.root, path, error) from error
        try:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable([_no_file(path)])
            return within(path, _all_of(handle, limit + 1), limit)
        except OSError as error:
            raise _not_read(self.root, path, error) from error
        finally:
            os.close(handle)

    def known(self, folder: str, names: Iterable[str]) -> Known | None:
        """Return sizes, inodes and times; None where a file has gone."""
        below = os.path.join(self.root, folder, "")
        try:
            marks = [_mark(os.lstat(f"{below}{name}")) for name in names]
        except OSError:
            return None
        changed = max((max(mtime, ctime) for mtime, ctime, _inode, _size in marks), default=0)
        return Known(marshal.dumps(marks, _WITHOUT_REFERENCES), changed)


_mark = attrgetter("st_mtime_ns", "st_ctime_ns", "st_ino", "st_size")
_WITHOUT_REFERENCES = 2
"""The format of marshal in which equal values are equal bytes; its module is part of every Python, `array` is not."""


_REFUSES_LINKS = hasattr(os, "O_NOFOLLOW")
_READING = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class InMemory:
    """A dict of path → text as a source: for tests and for texts that are not written yet."""

    def __init__(self, texts: Mapping[str, str | bytes]) -> None:
        """Take the texts."""
        self.texts = texts

    def names(self, folder: str) -> list[str]:
        """Return the names of the files and folders directly below a folder."""
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

    def known(self, _folder: str, _names: Iterable[str]) -> None:
        """Return None: a text in memory is as near as any mark of it."""


class Overlay:
    """A source with a few more texts laid over it: the store as it would be."""

    def __init__(self, below: Files, texts: Mapping[str, str | bytes]) -> None:
        """Take the source below, and the texts above it."""
        self._below = below
        self._above = InMemory(texts)

    def names(self, folder: str) -> list[str]:
        """Return the names that either has in a folder."""
        return sorted({*self._below.names(folder), *self._above.names(folder)})

    def read(self, path: str, limit: int) -> bytes:
        """Return the bytes of the text above, else of the file below."""
        return (self._above if path in self._above.texts else self._below).read(path, limit)

    def known(self, folder: str, names: Iterable[str]) -> Known | None:
        """Return what the source below knows of files; None where one of them lies above."""
        several = list(names)
        return (
            None
            if any(f"{folder}/{name}" in self._above.texts for name in several)
            else self._below.known(folder, several)
        )


def within(path: str, data: bytes, limit: int) -> bytes:
    """Return the bytes of a file; Unreadable where there are more than `limit`."""
    if len(data) > limit:
        sentence = _("larger than {n} KiB; shorten it")
        if path == PLAN:
            sentence = _(
                "larger than {n} KiB; a plan of 300 tasks, 400 units and 900 indicators is smaller, so split it in two"
            )
        sentence = sentence.format(n=limit // 1024)
        raise Unreadable([_problem(path, "size", sentence)])
    return data


def _no_file(path: str) -> Problem:
    return _problem(path, "not-a-file", _("this is not a regular file; delete it"))


def no_folder(path: str) -> Unreadable:
    """Return the refusal of a file in the place of a folder."""
    return Unreadable([_problem(path, "not-a-folder", _("a folder is expected here, not a file; move the file away"))])


def find_store(named: str | None, start: str) -> str:
    """Return the folder that holds tasks.yaml, found as git finds .git.

    `named` is the folder of --data or MSTRACK_DATA, and no other is meant. Without it, tasks.yaml or data/tasks.yaml
    is looked for in `start` and in the folders above; a folder that has both is refused, so that no second store can
    hide the first. WrongUse names the places where it was looked for.
    """
    if named is not None:
        if os.name == "nt":  # behind this prefix Windows takes no / in a path
            named = named.replace("\\\\?\\UNC\\", "\\\\").replace("\\\\?\\", "")
        if _exists(os.path.join(named, PLAN)):
            return named
        from mstrack.format.characters import shown  # noqa: PLC0415  its patterns take time to compile, most answers need none
        from mstrack.store import windows_names  # noqa: PLC0415  only where there is no store

        windows_names.refuse_unusable(named)

        below = os.path.join(named, "data")
        if _exists(os.path.join(below, PLAN)):
            sentence = _("no {plan} in {folder}, but in {below}; --data means the one folder that it names")
            raise WrongUse(sentence.format(plan=PLAN, folder=shown(named, 200), below=shown(below, 200)))
        raise WrongUse(
            _(
                "no {plan} in {folder}; name the folder that holds it after --data, or make a store: mstrack init"
            ).format(plan=PLAN, folder=shown(named, 200))
        )
    folder = os.path.abspath(start)
    while True:
        found = [one for one in (folder, os.path.join(folder, "data")) if _exists(os.path.join(one, PLAN))]
        if len({os.path.realpath(one) for one in found}) > 1:
            from mstrack.format.characters import shown  # noqa: PLC0415  as above

            first, second = (shown(os.path.join(one, PLAN), 200) for one in found)
            sentence = _("two stores: {first} and {second}; name the one that is meant with --data")
            raise WrongUse(sentence.format(first=first, second=second))
        for one in found:
            return os.path.relpath(one, start) if os.path.commonpath([one, start]) == start else one
        if os.path.dirname(folder) == folder:
            raise WrongUse(
                _(
                    "no {plan} here, in ./data, or in a folder above; name its folder with --data, "
                    "or make a store: mstrack init"
                ).format(plan=PLAN)
            )
        folder = os.path.dirname(folder)


def store_name(root: str) -> str:
    """Return what a store is called where nobody names it: as its folder is, of data/ the one above."""
    parts = [part for part in os.path.realpath(root).split(os.sep) if part and part != "data"]
    return plain_name(parts[-1]) if parts else "store"


def plain_name(name: str) -> str:
    """Return a name of letters, digits, points, - and _ alone, as every engine takes it."""
    return re.sub(r"[^\w.-]+", "-", name)


def _exists(path: str) -> bool:
    """Whether anything has this path, a broken link included. OSError where the disk cannot tell."""
    try:
        os.lstat(path)
    except ValueError:  # no valid path, such as one with a NUL
        return False
    except OSError as error:
        # EINVAL: a name that Windows does not allow
        if error.errno in {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL}:
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


def _not_read(root: str, path: str, error: OSError) -> Unreadable | WorldFailed:
    """Return a problem of the data where a file is missing or a folder; elsewhere the disk's failure."""
    if isinstance(error, (FileNotFoundError, IsADirectoryError)):
        return Unreadable([_problem(path, "unreadable", _cannot_read(error))])
    where = os.path.normpath(os.path.join(root, path))
    return WorldFailed(_("{where}: {why}").format(where=where, why=_cannot_read(error)))


def _cannot_read(error: OSError) -> str:
    if os.name == "nt" and error.errno == errno.EACCES:  # open in Excel, most of the time: `why` has the cure
        return _("this file cannot be read ({why})").format(why=why(error))
    return _("this file cannot be read ({why}); restore it, or ask its owner").format(why=why(error))
