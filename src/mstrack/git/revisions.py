"""The revisions of a repository side by side, and the files in which two of them differ.

One process reads them all. A folder that has one digest on both sides is never opened: what it costs to compare two
commits are the folders that differ.
"""

from __future__ import annotations

from typing import NamedTuple

from mstrack.git.objects import Objects
from mstrack.git.snapshot import NOTHING, Revision
from mstrack.git.tree import FOLDER, Record


class Change(NamedTuple):
    """The records of one path before and after; NOTHING where there is no file."""

    before: Record
    after: Record


class Revisions:
    """The revisions of the repository whose top a folder is, each read once."""

    def __init__(self, root: str) -> None:
        """Take the folder that paths begin at. The process is started with the first question."""
        self._root = root
        self._objects: Objects | None = None
        self._known: dict[tuple[str, str], Revision] = {}

    @property
    def objects(self) -> Objects:
        """The process; it sees what is written or fetched later, too."""
        if self._objects is None:
            self._objects = Objects(self._root)
        return self._objects

    def at(self, commit: str, below: str = "") -> Revision:
        """Return a commit's files; their paths begin in the folder `below`."""
        key = commit, below.rstrip("/")
        if key not in self._known:
            self._known[key] = Revision(self._root, commit, self.objects, below)
        return self._known[key]

    def differing(self, old: str | None, new: str | None, folder: str = "") -> dict[str, Change]:
        """Return the files below a folder that differ between two commits (None: no files), by their sorted paths."""
        sides = [self.at(one) if one else None for one in (old, new)]
        return dict(sorted(_differing(sides[0], sides[1], folder).items()))

    def end(self) -> None:
        """End the process; on Windows git could delete no pack beside it."""
        if self._objects:
            self._objects.end()
        self._objects = None
        self._known.clear()


def _differing(old: Revision | None, new: Revision | None, folder: str) -> dict[str, Change]:
    found: dict[str, Change] = {}
    pending = [folder]
    while pending:
        below = pending.pop()
        before, after = (dict(side.folder(below)) if side else {} for side in (old, new))
        for name in {name for name, _record in before.items() ^ after.items()}:
            path = f"{below}/{name}" if below else name
            records = before.get(name, NOTHING), after.get(name, NOTHING)
            if FOLDER in {mode for mode, _digest in records}:
                pending.append(path)
            change = Change(*(NOTHING if record[0] == FOLDER else record for record in records))
            if change != (NOTHING, NOTHING):
                found[path] = change
    return found
