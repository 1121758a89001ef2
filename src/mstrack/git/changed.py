"""Which files two sides have under one name with other bytes, without opening every one: git knows most of it.

Two revisions differ where git's digests do. Of the work tree git's index knows which files are as they were checked out
(by time and size, as `git status` does); only the others are opened. Whoever has to be sure asks `check --against`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.errors import Unreadable
from mstrack.git import process
from mstrack.git.snapshot import Revision
from mstrack.store.source import PLAN, PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.store.source import WorkTree

_INDEX = (
    "diff-index",
    "--name-only",
    "--no-renames",
    "--relative",
    "--ignore-submodules=all",  # git would look into each, with the configuration that lies there
    "-z",
)


def between(root: str, old: Revision, new: Revision | WorkTree, limit: int) -> tuple[str, ...]:
    """Return the paths that both sides have and that differ, sorted; `limit` is what a file of a store may hold."""
    if isinstance(new, Revision):
        there = ((path, new.blobs.get(path)) for path in old.blobs)
        return tuple(sorted(path for path, blob in there if blob and blob[1] != old.blobs[path][1]))
    return tuple(
        sorted(path for path in _touched(root, old, new) if _bytes(old, path, limit) != _bytes(new, path, limit))
    )


def _touched(root: str, old: Revision, new: WorkTree) -> Iterator[str]:
    """Yield the paths of both sides that the index does not know to be the same."""
    told = process.run(root, *_INDEX, old.commit, "--", PLAN, PROGRESS).split(b"\0")
    names: dict[str, set[str]] = {}
    for one in filter(None, told):
        path = one.decode("utf-8", "surrogateescape")
        folder, _slash, name = path.rpartition("/")
        if folder not in names:
            names[folder] = set(new.names(folder))
        if path in old.blobs and name in names[folder]:
            yield path


def _bytes(source: Revision | WorkTree, path: str, limit: int) -> bytes | None:
    """Return a file's bytes; None where it is a link, or too large to be read: the other side is not."""
    try:
        return source.read(path, limit)
    except Unreadable:
        return None
