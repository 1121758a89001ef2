"""In which order entries were filed, by history: what a commit brings is later than all that its ancestors brought."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mstrack.errors import MstrackError
from mstrack.git import process
from mstrack.store.day_order import Brought

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEW = 200
"""Paths that git is given one by one; of more it is given their folders."""


def commits(root: str, rev: str, paths: Sequence[str]) -> list[Brought]:
    """Return the commits up to `rev` that brought the paths, parents before children; none where git has no answer.

    Parents are the nearest commits that brought one of the paths, too.
    """
    root = root or "."
    if process.top(root) is None:
        return []
    asked = sorted(paths if len(paths) <= _FEW else {os.path.dirname(path) for path in paths})
    words = ("log", "--topo-order", "--reverse", "--full-history", "--simplify-merges", "--parents", "--relative")
    form = ("--no-renames", "--name-status", "--format=%x01%H %P")
    try:
        listed = process.run(root, "--literal-pathspecs", *words, *form, rev, "--", *asked)
    except MstrackError:  # no commit yet, no git, a repository that it does not serve
        return []
    wanted, places, found = set(paths), dict[str, int](), list[Brought]()
    for text in os.fsdecode(listed).split("\x01")[1:]:
        head, *lines = text.split("\n")
        commit, *parents = head.split(" ")
        added = (line.removeprefix("A\t") for line in lines if line.startswith("A\t"))
        places[commit] = len(found)
        found.append(Brought(tuple(wanted.intersection(added)), tuple(places[one] for one in parents if one in places)))
    return found
