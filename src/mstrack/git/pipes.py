"""Finds FIFOs, sockets and devices that git would open and wait at, by names alone and without git.

Git reads its own files first, then the settings that those name, then what to ignore in each folder of the work tree. A
tarball or a colleague's clone can bring a FIFO in any of these places.
"""

from __future__ import annotations

import os
import re
import stat
from itertools import chain, islice
from typing import TYPE_CHECKING

from mstrack.git.folder import at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.git.folder import GitFolder

_READ_AT_FIRST = (
    *("HEAD", "config", "config.worktree", "index", "packed-refs", "shallow", "commondir", "logs/HEAD"),
    *("objects/info/alternates", "info/sparse-checkout"),
)
"""Files of git's own that most commands open (gitrepository-layout); `waiting` has those that matter to some only."""
_MOST_REFS = 10_000
_MOST_FOLDERS = 100_000
FEW_FOLDERS = 2_000
"""Folders that are looked at before git is asked: some 50 ms."""
_DEEPEST = 10
"""Settings that include settings; git itself stops there."""
_LARGEST = 1 << 20
_NAMES_A_FILE = re.compile(
    rb"(?im)^[ \t]*(?:\[[^\]\n]*\][ \t]*)?(?:path|excludesfile|attributesfile)[ \t]*=[ \t]*\"?([^\"\n#;]+)"
)
IN_FOLDERS = (".gitattributes", ".gitignore")
"""Files that git looks for in every folder of a work tree."""


def waits(path: str) -> bool:
    """Whether something lies there that is neither a file nor a folder; links are followed, as git may.

    The null device is read at once.
    """
    try:
        about = os.stat(path)
        is_null = stat.S_ISCHR(about.st_mode) and about.st_rdev == os.stat(os.devnull).st_rdev
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode) or is_null)


def of_git(top: str) -> str | None:
    """Return the first path at which any git command would wait in a work tree; None where there is none."""
    found = at(top)
    folders = dict.fromkeys((found.folder, found.common))
    own = (f"{folder}/{name}" for folder in folders for name in _READ_AT_FIRST)
    listed = (path for folder in folders for path in _files(f"{folder}/refs", f"{folder}/objects/pack"))
    return next(filter(waits, chain(own, _named(top, found), islice(listed, _MOST_REFS))), None)


def in_tree(top: str, most: int) -> str | None:
    """Return the first path in a work tree at which git would wait where it looks through all of it.

    At most so many folders are looked at: of a larger tree the limit in time (`process`) says the rest.
    """
    places = (os.path.join(above, name) for above in islice(_folders(top), most) for name in IN_FOLDERS)
    return next(filter(waits, places), None)


def anywhere(top: str) -> str | None:
    """Return the first path at which git may be waiting: in the work tree, or among all of its own files."""
    found = at(top)
    return in_tree(top, _MOST_FOLDERS) or next(filter(waits, _files(found.folder, found.common)), None)


def text(path: str, limit: int = -1) -> bytes:
    """Return what a file of git's says; nothing where it cannot be read, or would be waited for."""
    if waits(path):
        return b""
    try:
        with open(path, "rb") as file:
            return file.read(limit)
    except (OSError, ValueError):
        return b""


def _folders(top: str) -> Iterator[str]:
    for above, folders, _names in os.walk(top):
        yield above
        folders[:] = [name for name in folders if name != ".git"]


def _files(*folders: str) -> Iterator[str]:
    return (os.path.join(above, name) for one in folders for above, _below, names in os.walk(one) for name in names)


def _named(top: str, found: GitFolder) -> Iterator[str]:
    """Yield the files of settings, those that they name, and the user's own."""
    home = os.path.expanduser("~")
    config = os.path.join(os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config"), "git")
    yield from (os.path.join(config, name) for name in ("attributes", "ignore"))
    pending = [
        (path, 0)
        for path in (
            f"{found.common}/config",
            f"{found.folder}/config.worktree",
            f"{home}/.gitconfig",
            f"{config}/config",
        )
    ]
    while pending:
        path, depth = pending.pop()
        yield path
        if waits(path) or depth > _DEEPEST:
            continue
        for match in _NAMES_A_FILE.finditer(text(path, _LARGEST)):
            name = os.path.expanduser(os.fsdecode(match[1].strip()))
            yield os.path.join(top, name)
            pending.append((os.path.join(os.path.dirname(path), name), depth + 1))
