"""Lists the entries of a commit, and the entries in the work tree that are not committed yet."""

from __future__ import annotations

import os
from functools import lru_cache

from mstrack.errors import Problem, Unreadable, gathering
from mstrack.git import process
from mstrack.store import entry_names, source
from mstrack.store.desktop import is_desktop_file
from mstrack.store.source import ENTRY_LIMIT

_KEPT = {"README.md"}


@lru_cache(maxsize=8)  # a commit never changes
def filed(root: str, commit: str | None) -> dict[str, str]:
    """Return mode and digest of every file below progress/ in a commit, by its path in the store."""
    if commit is None:
        return {}
    listed = process.run(root, "ls-tree", "-r", "-z", commit, "--", source.PROGRESS).decode("utf-8", "surrogateescape")
    records = (line.split("\t", 1) for line in listed.split("\0") if line)
    return {path: record for record, path in records}


def new(root: str, filed: dict[str, str]) -> tuple[list[str], list[Problem]]:
    """Return the sorted paths below progress/ that are not in `filed`, and the problems of those that are no entry.

    Hidden files, such as those of a writer at work, what desktops and editors make, and the README are left out. Files
    that git ignores are included.
    """
    tree = source.WorkTree(root)
    problems: list[Problem] = []
    found = []
    for path in _below(tree):
        if path not in filed:
            with gathering(problems):
                if "\n" in path:
                    raise Unreadable([entry_names.unnamed(path)])
                tree.read(path, ENTRY_LIMIT)
                found.append(path)
    return sorted(found), problems


def _below(tree: source.WorkTree) -> list[str]:
    found = []
    for folder in tree.names(source.PROGRESS):
        path = f"{source.PROGRESS}/{folder}"
        if folder[0] == "." or folder in _KEPT or is_desktop_file(tree, path):
            continue
        if os.path.isdir(os.path.join(tree.root, path)):
            names = [name for name in tree.names(path) if name[0] != "." and name not in _KEPT]
            found += [f"{path}/{name}" for name in names if not is_desktop_file(tree, f"{path}/{name}")]
        else:
            found.append(path)
    return found
