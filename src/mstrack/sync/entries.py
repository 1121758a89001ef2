"""Which entries commits have, and which ones in the work tree are not committed yet."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mstrack.errors import Problem, Unreadable, gathering
from mstrack.git.snapshot import NOTHING
from mstrack.git.tree import FOLDER
from mstrack.store import entry_names, source
from mstrack.store.desktop import is_desktop_file
from mstrack.store.source import ENTRY_LIMIT

if TYPE_CHECKING:
    from mstrack.git.revisions import Change
    from mstrack.git.snapshot import Revision
    from mstrack.sync.clone import Work

_KEPT = {"README.md"}


def differing(work: Work, old: str | None, new: str | None) -> dict[str, Change]:
    """Return the files below progress/ in which two commits differ, by their sorted paths in the store."""
    prefix = work.clone.place.prefix
    found = work.revisions.differing(old, new, f"{prefix}{source.PROGRESS}")
    return {path.removeprefix(prefix): change for path, change in found.items()}


def added(work: Work, old: str | None, new: str | None) -> list[str]:
    """Return the sorted paths of the files below progress/ that one commit lacks and another has."""
    return [path for path, change in differing(work, old, new).items() if change.before == NOTHING != change.after]


def new(work: Work, head: str | None) -> tuple[list[str], list[Problem]]:
    """Return the sorted paths below progress/ that a commit lacks, and the problems of those that are no entry.

    Hidden files, such as those of a writer at work, what desktops and editors make, and the README are left out. Files
    that git ignores are included.
    """
    tree = source.WorkTree(work.clone.place.root)
    problems: list[Problem] = []
    found = []
    for path in _below(tree, work.revisions.at(head, work.clone.place.prefix) if head else None):
        with gathering(problems):
            if "\n" in path:
                raise Unreadable([entry_names.unnamed(path)])
            tree.read(path, ENTRY_LIMIT)
            found.append(path)
    return sorted(found), problems


def _below(tree: source.WorkTree, head: Revision | None) -> list[str]:
    found = []
    for folder in tree.names(source.PROGRESS):
        path = f"{source.PROGRESS}/{folder}"
        if folder[0] == "." or folder in _KEPT or is_desktop_file(tree, path):
            continue
        if os.path.isdir(os.path.join(tree.root, path)):
            fresh = set(tree.names(path)).difference(_KEPT, head.folder(path).names() if head else ())
            names = [name for name in fresh if name[0] != "."]
            found += [f"{path}/{name}" for name in names if not is_desktop_file(tree, f"{path}/{name}")]
        elif (head.folder(source.PROGRESS).record(folder) or NOTHING)[0] in {FOLDER, ""} if head else True:
            found.append(path)
    return found
