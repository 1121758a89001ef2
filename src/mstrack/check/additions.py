"""Whether commits did nothing but file: the usual case of the proof (`append_only`), seen without asking git for it.

Each commit of since..until is held against each of its parents, as in the proof. Where all that differs are new entries
of the one store of the repository, no rule of `history` can be broken, no store can have come, gone or moved, and there
is no other one to copy from. Every commit and folder that is read is hashed (`git.objects`), and a folder that differs
has no name twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.git.snapshot import NOTHING
from mstrack.git.tree import FOLDER
from mstrack.store.entry_names import filed_at
from mstrack.store.source import PLAN, PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mstrack.git.revisions import Revisions
    from mstrack.git.snapshot import Revision

MOST = 100
"""Commits, and folders beside the store, that are looked at here; of more, git's own walk is faster."""
_ENTRY = "100644"


def only_files(revisions: Revisions, since: str, until: str, prefix: str) -> bool:
    """Whether since..until only adds entries to the store at `prefix` ("" or "data/"); else the proof has to say.

    `revisions` begin at the top of the repository.
    """
    if not _is_alone(revisions.at(until), f"{prefix}{PROGRESS}"):
        return False
    pending, seen = [until], set[str]()
    while pending:
        commit = pending.pop()
        if commit == since or commit in seen:
            continue
        seen.add(commit)
        parents = revisions.at(commit).parents
        if not parents or len(seen) > MOST:
            return False
        if not all(_adds(revisions, parent, commit, prefix) for parent in parents):
            return False
        pending += parents
    return True


def _is_alone(revision: Revision, progress: str) -> bool:
    """Whether no other folder has a plan; the folders of the store's own entries are not opened."""
    pending, plans = [""], 0
    while pending:
        folder = pending.pop()
        for name, (mode, _digest) in revision.folder(folder):
            path = f"{folder}/{name}" if folder else name
            plans += name == PLAN
            if mode == FOLDER and path != progress:
                pending.append(path)
        if plans > 1 or len(pending) > MOST:
            return False
    return True


def _adds(revisions: Revisions, parent: str, commit: str, prefix: str) -> bool:
    changes = revisions.differing(parent, commit)
    is_addition = all(
        path.startswith(f"{prefix}{PROGRESS}/")
        and filed_at(path.removeprefix(prefix))
        and change.before == NOTHING
        and change.after[0] == _ENTRY
        for path, change in changes.items()
    )
    return is_addition and not _has_twice(revisions.at(commit), changes)


def _has_twice(revision: Revision, paths: Iterable[str]) -> bool:
    """Whether a folder above these paths has a name twice: every reader takes another one of the two."""
    folders = {path.rpartition("/")[0] for path in paths}
    while folders:
        if any(len(names) > len(set(names)) for names in (revision.folder(one).names() for one in folders)):
            return True
        folders = {one.rpartition("/")[0] for one in folders if one}
    return False
