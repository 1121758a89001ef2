"""Who brought a file into git: the commit that added it, and its author."""

from __future__ import annotations

from typing import NamedTuple

from mstrack.errors import WorldFailed
from mstrack.format.characters import shown
from mstrack.git import process


class Origin(NamedTuple):
    """A commit by its full id, its author's name, and the day of authorship (ISO)."""

    commit: str
    author: str
    day: str


def origin_of(root: str, path: str, rev: str | None = None) -> Origin | None:
    """Return the commit that added a path below the root; None where none did, or where no git knows the folder."""
    log = ("log", "-1", "--diff-filter=A", "--no-renames", "--no-ext-diff", "--format=%H%x00%an%x00%as", rev or "HEAD")
    try:
        found = process.ask(root, "--literal-pathspecs", *log, "--", path)
    except WorldFailed:
        return None
    commit, _nul, rest = found.out.decode("utf-8", "replace").strip().partition("\0")
    author, _nul, day = rest.rpartition("\0")
    return Origin(commit, shown(author), day) if commit and not found.code else None
