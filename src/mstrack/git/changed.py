"""Finds the files that two sides have under one name with different bytes, and opens as few as possible.

Two revisions are compared by git's digests. For the work tree, git's index knows by time and size which files are as
they were checked out, and only the others are opened. A file with a faked time and size is missed: `check --against`
opens every file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.errors import Unreadable
from mstrack.git import process
from mstrack.git.snapshot import Revision
from mstrack.git.waiting import refuse_pipes
from mstrack.store.source import PLAN, PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.store.source import WorkTree

_INDEX = (
    "diff-index",
    "--name-only",
    "--no-renames",
    "--relative",
    "--ignore-submodules=all",  # git would run in each submodule, with the configuration that lies there
    "-z",
)


def between(root: str, old: Revision, new: Revision | WorkTree, limit: int) -> tuple[str, ...]:
    """Return the sorted paths that both sides have and that differ; `limit` is the most bytes that a file may have."""
    if isinstance(new, Revision):
        new_blobs = ((path, new.blobs.get(path)) for path in old.blobs)
        return tuple(sorted(path for path, blob in new_blobs if blob and blob[1] != old.blobs[path][1]))
    return tuple(
        sorted(path for path in _touched(root, old, new) if _bytes(old, path, limit) != _bytes(new, path, limit))
    )


def _touched(root: str, old: Revision, new: WorkTree) -> Iterator[str]:
    """Yield the paths of both sides that may differ by what the index knows."""
    refuse_pipes(root)
    listed = process.run(root, *_INDEX, old.commit, "--", PLAN, PROGRESS).split(b"\0")
    names: dict[str, set[str]] = {}
    for name_bytes in filter(None, listed):
        path = name_bytes.decode("utf-8", "surrogateescape")
        folder, _slash, name = path.rpartition("/")
        if folder not in names:
            names[folder] = set(new.names(folder))
        if path in old.blobs and name in names[folder]:
            yield path


def _bytes(source: Revision | WorkTree, path: str, limit: int) -> bytes | None:
    """Return a file's bytes; None where it is a link or too large, so that it differs from the other side."""
    try:
        return source.read(path, limit)
    except Unreadable:
        return None
