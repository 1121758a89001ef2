"""Finds the tasks in which two sides differ, and the files that both have with other bytes; opens as few as possible.

Two revisions are compared by git's digests. For the work tree, git's index knows by size, times and inode which files
are as they were checked out, and only the others are opened, with those that somebody told the index not to look at.
Its times are whole seconds: who puts size and time back in the second in which the file came, or where inodes have no
time of their own, is missed; `check --against` opens every file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import Unreadable
from mstrack.git import process
from mstrack.git.snapshot import Revision
from mstrack.git.waiting import refuse_pipes
from mstrack.store.source import PLAN, PROGRESS

if TYPE_CHECKING:
    from mstrack.store.source import WorkTree

_INDEX = (
    "diff-index",
    "--name-only",
    "--no-renames",
    "--relative",
    "--ignore-submodules=all",  # git would run in each submodule, with the configuration that lies there
    "-z",
)
_UNWATCHED = re.compile(rb"\0[a-zS] ([^\0]+)")
"""A file that git takes for unchanged, whatever lies there: `update-index --assume-unchanged`, `--skip-worktree`."""


class Difference(NamedTuple):
    """Where two sides differ: the sorted paths that both have with other bytes, and the tasks whose folders differ."""

    paths: tuple[str, ...]
    tasks: frozenset[int]


def between(root: str, old: Revision, new: Revision | WorkTree, limit: int) -> Difference:
    """Return where two sides differ; `limit` is the most bytes that a file may have.

    Two folders of revisions are the same where git's digests are: nothing in them is looked at.
    """
    listed = {} if isinstance(new, Revision) else _listed(root, old)
    paths: list[str] = []
    tasks: set[int] = set()
    for folder in _folders(old, new):
        names = set(old.names(folder)), set(new.names(folder))
        if isinstance(new, Revision):
            both = {f"{folder}/{name}" for name in names[0] & names[1]}
            paths += (path for path in both if old.digest(path) != new.digest(path))
        elif names[0] == names[1] and folder not in listed:
            continue
        else:
            both = {f"{folder}/{name}" for name in names[0] & names[1] & listed.get(folder, set())}
            paths += (path for path in both if _bytes(old, path, limit) != _bytes(new, path, limit))
        number = folder.rpartition("/")[2]
        tasks |= {int(number)} if number.isdecimal() else set()
    if _bytes(old, PLAN, limit) != _bytes(new, PLAN, limit):
        paths.append(PLAN)
    return Difference(tuple(sorted(paths)), frozenset(tasks))


def _folders(old: Revision, new: Revision | WorkTree) -> list[str]:
    """Return the folders of tasks that may differ."""
    folders = [f"{PROGRESS}/{name}" for name in sorted({*old.names(PROGRESS), *new.names(PROGRESS)})]
    sides = (old, new)
    files = {folder for folder in folders if any(_is_file(side, folder) for side in sides)}
    return [
        one
        for one in folders
        if one not in files and not (isinstance(new, Revision) and old.digest(one) == new.digest(one))
    ]


def _is_file(side: Revision | WorkTree, path: str) -> bool:
    try:
        side.names(path)
    except Unreadable:
        return True
    return False


def _listed(root: str, old: Revision) -> dict[str, set[str]]:
    """Return the names of files that may differ by what the index knows, by folder."""
    refuse_pipes(root)
    listed: dict[str, set[str]] = {}
    differing = process.run(root, *_INDEX, old.commit, "--", PROGRESS).split(b"\0")
    unwatched = _UNWATCHED.findall(b"\0" + process.run(root, "ls-files", "-v", "-z", "--", PROGRESS))
    for name_bytes in filter(None, [*differing, *unwatched]):
        folder, _slash, name = name_bytes.decode("utf-8", "surrogateescape").rpartition("/")
        listed.setdefault(folder, set()).add(name)
    return listed


def _bytes(source: Revision | WorkTree, path: str, limit: int) -> bytes | None:
    """Return a file's bytes; None where it is a link or too large, so that it differs from the other side."""
    try:
        return source.read(path, limit)
    except Unreadable:
        return None
