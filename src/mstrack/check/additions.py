"""Whether commits did nothing but file: the usual case of the proof (`append_only`), seen without asking git for it.

Each commit of since..until is held against each of its parents, as in the proof. Where all that differs are new regular
files below `progress/`, no rule of `history` can be broken, and no store can have come, gone or moved. Every commit and
folder that is read is hashed (`git.objects`), and a folder that differs has no name twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.git.snapshot import NOTHING
from mstrack.store.source import PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mstrack.git.revisions import Revisions
    from mstrack.git.snapshot import Revision

MOST = 100
"""Commits that are looked at here; of more, git's own walk is faster."""
_ENTRY = "100644"


def only_files(revisions: Revisions, since: str, until: str, prefix: str) -> bool:
    """Whether since..until only adds entries to the store at `prefix` ("" or "data/"); else the proof has to say.

    `revisions` begin at the top of the repository.
    """
    pending, seen = [until], set[str]()
    while pending:
        commit = pending.pop()
        if commit == since or commit in seen:
            continue
        seen.add(commit)
        parents = revisions.at(commit).parents
        if not parents or len(seen) > MOST:
            return False
        if not all(_adds(revisions, parent, commit, f"{prefix}{PROGRESS}/") for parent in parents):
            return False
        pending += parents
    return True


def _adds(revisions: Revisions, parent: str, commit: str, inside: str) -> bool:
    changes = revisions.differing(parent, commit)
    is_addition = all(
        path.startswith(inside) and change.before == NOTHING and change.after[0] == _ENTRY
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
