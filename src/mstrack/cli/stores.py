"""The stores of a repository: a year each, beside one another."""

from __future__ import annotations

import os

from mstrack.errors import Unreadable, WorldFailed, WrongUse
from mstrack.git import process, repository, uncommitted
from mstrack.store.source import PLAN, PROGRESS
from mstrack.store.spelling import near


def beside(root: str) -> list[str]:
    """Return the other stores of the repository of a store: folders with a plan and entries, known to git or new.

    None where git knows of no repository.
    """
    try:
        repository.serve(root, "")
        top = os.fsdecode(process.run(root, "rev-parse", "--show-toplevel").rstrip(b"\r\n"))
        listed = uncommitted.files(root, f"*{PLAN}")
    except (WrongUse, WorldFailed, Unreadable):  # no repository, or one that git cannot serve: the store itself says so
        return []
    here = os.path.realpath(root)
    found = set()
    for name in listed:
        folder = os.path.join(top, os.path.dirname(name))
        if os.path.basename(name) == PLAN and os.path.isdir(os.path.join(folder, PROGRESS)):
            found.add(os.path.realpath(folder))
    return [near(folder) for folder in sorted(found - {here})]
