"""Which folders of a repository are stores, what was filed in them, and which of them moved as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.check.history import CommitDiff, is_filed
from mstrack.git import process
from mstrack.store.source import PLAN, PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Listing = dict[bytes, tuple[bytes, bytes]]
"""The mode and the digest of every file of a commit, by its path from the repository's top."""


class Move(NamedTuple):
    """A store that a commit moved as a whole: folders from the repository's top, with a slash at their ends."""

    commit: str
    source: bytes
    target: bytes
    entries: int


class Stores:
    """Folders that are stores, each with a slash at its end; the repository's top is empty."""

    def __init__(self, folders: Iterable[bytes]) -> None:
        """Take the folders."""
        self.folders = frozenset(folders)

    def has(self, path: bytes) -> bool:
        """Whether a path is that of something filed in one of the stores."""
        return next(self.inside(path), None) is not None

    def inside(self, path: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Yield each store that a filed path lies in: its folder, and the path from there."""
        for folder in _folders_above(path):
            if folder in self.folders and is_filed(path[len(folder) :]):
                yield folder, path[len(folder) :]

    def below(self, folder: bytes, paths: Iterable[bytes]) -> list[bytes]:
        """Return what of these paths is filed in the store of one folder, from there."""
        inside = folder + _PROGRESS + b"/"
        return [one for path in paths if path.startswith(inside) and is_filed(one := path[len(folder) :])]


_PLAN, _PROGRESS = PLAN.encode(), PROGRESS.encode()
PATHS = tuple(f":(top,glob)**/{name}" for name in (PLAN, PROGRESS, f"{PROGRESS}/**"))
"""What git is asked for: every plan and all that may be filed, in the whole repository."""


def _folders_above(path: bytes) -> Iterator[bytes]:
    """Yield each folder whose `progress/` a path lies in, or is."""
    parts = path.split(b"/")
    for depth, part in enumerate(parts):
        if part == _PROGRESS:
            yield b"".join(b"%b/" % one for one in parts[:depth])


def with_plans(paths: Iterable[bytes]) -> set[bytes]:
    """Return the folders of the plans among the paths."""
    return {path[: -len(_PLAN)] for path in paths if path == _PLAN or path.endswith(b"/" + _PLAN)}


def listing(top: str, commit: str) -> Listing:
    """List every file of a commit. WorldFailed where git lacks a folder of it."""
    listed = process.run(top, "ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0")
    records = (line.split(b"\t", 1) for line in listed if line)
    return {path: (record.split(b" ")[0], record.split(b" ")[2]) for record, path in records}


def without_moves(top: str, diff: CommitDiff, stores: Stores) -> tuple[CommitDiff, list[Move]]:
    """Return what a commit did without the stores that it moved as a whole, and these moves."""
    moves, differs, after = [], [], None
    for parent, changes in zip(diff.parents, diff.differs, strict=True):
        gone = with_plans(path for path, line in changes.items() if line.endswith(b" D"))
        left = changes
        if gone and parent:
            after = after or listing(top, diff.commit)
            found = moved(listing(top, parent), after, gone, stores)
            moves += [one._replace(commit=diff.commit) for one in found]
            left = _left(changes, [one.source for one in found], stores)
        differs.append(left)
    return diff._replace(differs=tuple(differs)), list(dict.fromkeys(moves))


def moved(before: Listing, after: Listing, gone: Iterable[bytes], stores: Stores) -> list[Move]:
    """Return the stores that moved: no plan is left, and another store has every entry under its name, unchanged."""
    targets = sorted(with_plans(after))
    found = []
    for source in sorted(gone):
        filed = stores.below(source, before)
        same = filed or [_PLAN]  # a store without entries moves with its plan
        complete = (one for one in targets if all(after.get(one + name) == before[source + name] for name in same))
        target = next(complete, None)
        if target is not None:
            found.append(Move("", source, target, len(filed)))
    return found


def origin(folder: bytes, moves: Iterable[Move], at_first: frozenset[bytes]) -> bytes | None:
    """Return where the store of a folder was at first, given the moves since, oldest first; None for a new store."""
    for move in reversed(list(moves)):
        if folder in at_first:
            break
        if move.target == folder:
            folder = move.source
    return folder if folder in at_first else None


def _left(changes: dict[bytes, bytes], sources: list[bytes], stores: Stores) -> dict[bytes, bytes]:
    """Return changes without the removals below stores that moved."""
    removed = [path for path, line in changes.items() if line.endswith(b" D")]
    gone = {source + path for source in sources for path in stores.below(source, removed)}
    return {path: line for path, line in changes.items() if path not in gone}
