"""What became of committed entries in the index, or on disk, before the next commit: all stores of the repository."""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING

from mstrack.check import stores
from mstrack.check.never_filed import Texts
from mstrack.check.stores import Listing, Move, Stores
from mstrack.errors import Problem, Unreadable
from mstrack.git import pathspec, process, repository, uncommitted
from mstrack.git.objects import blob_digest
from mstrack.git.snapshot import Index
from mstrack.git.tree import REGULAR
from mstrack.i18n import gettext as _
from mstrack.store.source import ENTRY_LIMIT, PLAN, PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mstrack.store.source import Files


def check(root: str, top: str, present: Files) -> tuple[list[Problem], list[Move]]:
    """Return what became of committed entries (paths start in `root`), and the stores that were moved as a whole.

    `present` is the index or the work tree, seen from the repository's top. What was never filed may go or be repaired,
    and what a commit rewrote may be put back.
    """
    head = stores.listing(top, "HEAD")
    every = Stores(stores.with_plans(head))
    modes = {mode.encode() for mode in REGULAR}
    committed = {path: record for path, record in head.items() if record[0] in modes and every.has(path)}
    gone = {folder for folder in every.folders if PLAN not in names(present, os.fsdecode(folder).rstrip("/"))}
    moves = stores.moved(head, _present(root, present), gone, every) if gone else []
    left = [one.source + path for one in moves for path in every.below(one.source, committed)]
    for path in left:
        del committed[path]
    return list(_problems(committed, present, root)), moves


def names(source: Files, folder: str) -> set[str]:
    """Return the names in a folder; none where a link or a file lies in its place."""
    try:
        return set(source.names(folder))
    except Unreadable:
        return set()


def _problems(committed: Listing, present: Files, root: str) -> Iterator[Problem]:
    """Yield what is not there as it was filed."""
    place = repository.prefix(root) or "."
    paths = {os.fsdecode(path): record for path, record in committed.items()}
    there = {folder: names(present, folder) for folder in {path.rpartition("/")[0] for path in paths}}
    texts = head = None
    for path, (mode, digest) in paths.items():
        folder, _slash, name = path.rpartition("/")
        is_there = name in there[folder]
        if is_there and _is_same(present, path, mode.decode(), bytes.fromhex(digest.decode())):
            continue
        texts = texts or Texts(root)
        head = head or process.run(root, "rev-parse", "HEAD").decode().strip()
        first = texts.first_filed(head, path)
        if first is None or (is_there and _is_same(present, path, mode.decode(), bytes.fromhex(first.decode()))):
            continue
        sentence = (
            _("this filed entry was changed; restore it: {command}; a mistake is put right by mstrack correct")
            if is_there
            else _("this filed entry was deleted; restore it: {command}")
        )
        sentence = sentence.format(command=pathspec.restoring("HEAD", path))
        yield Problem(posixpath.relpath(path, place), 1, 1, "rewritten", sentence)


def _is_same(source: Files, path: str, mode: str, digest: bytes) -> bool:
    if isinstance(source, Index):
        return source.blobs.get(path) == (mode, digest)
    return _digest(source, path, len(digest)) == digest


def _digest(source: Files, path: str, size: int) -> bytes:
    """Return the digest of a file on disk; no bytes where it is no file that a store reads."""
    try:
        return blob_digest(source.read(path, ENTRY_LIMIT), size)
    except Unreadable:
        return b""


def _present(root: str, present: Files) -> Listing:
    """Return what lies in the stores that are there now."""
    if isinstance(present, Index):
        return {os.fsencode(path): (mode.encode(), one.hex().encode()) for path, (mode, one) in present.blobs.items()}
    size = len(process.run(root, "rev-parse", "HEAD").strip()) // 2
    listed = map(os.fsencode, uncommitted.files(root, stores.PATHS[0]))
    folders = stores.with_plans([*listed, os.fsencode(repository.prefix(root) or "") + PLAN.encode()])
    paths = (path for folder in sorted(folders) for path in _files(present, os.fsdecode(folder)))
    return {os.fsencode(path): (b"100644", _digest(present, path, size).hex().encode()) for path in paths}


def _files(present: Files, folder: str) -> Iterable[str]:
    """Yield the plan of a store on disk, and the files of its tasks."""
    if PLAN in names(present, folder.rstrip("/")):
        yield f"{folder}{PLAN}"
    inside = f"{folder}{PROGRESS}"
    for task in sorted(names(present, inside)):
        yield from (f"{inside}/{task}/{name}" for name in sorted(names(present, f"{inside}/{task}")))
