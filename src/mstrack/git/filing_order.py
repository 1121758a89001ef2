"""In which order entries were filed, by history: what a commit brings is later than all that its ancestors brought.

The digest of a commit says all of its history, so what git told of one commit and some paths is remembered for good; of
a shallow clone, whose history may yet grow behind the same commit, nothing is.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from mstrack.errors import MstrackError
from mstrack.git import folder
from mstrack.store import load
from mstrack.store.day_order import Brought

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mstrack.store.cache import Cache

_FEW = 200
"""Paths that git is given one by one; of more it is given their folders."""


class FilingOrder:
    """The commits up to a revision that brought the entries of a store, as `commits` returns them."""

    def __init__(self, root: str, rev: str, memo: Cache) -> None:
        """Take the store's folder. Git is asked with the first question."""
        self._root = root or "."
        self._rev = rev
        self._memo = memo

    def __call__(self, paths: Sequence[str]) -> list[Brought]:
        """Return the commits that brought the paths; as a rule no git is started where they were asked for before."""
        key = self._key and load.digest("order", b"\0".join([self._key, *map(os.fsencode, paths)]))
        known = _of_json(self._memo.recall([key]).get(key, "")) if key else None
        if known is None:
            known = commits(self._root, self._rev, paths)
            self._memo.remember({key: json.dumps(known)} if key else {})
        return known

    @cached_property
    def _key(self) -> bytes:
        """The commit, and where the store lies in it; empty where nothing may be remembered."""
        found = folder.of(self._root)
        if found is None or found.has("shallow"):
            return b""
        commit = found.head() if self._rev == "HEAD" else self._rev
        place = os.path.relpath(os.path.realpath(self._root), found.top)
        return f"{place}\n{commit}".encode("utf-8", "surrogateescape") if commit else b""


def _of_json(text: str) -> list[Brought] | None:
    """Return commits as the cache has them; None where it holds something else."""
    with suppress(ValueError, TypeError):
        return [Brought(tuple(paths), tuple(parents)) for paths, parents in json.loads(text)]
    return None


def commits(root: str, rev: str, paths: Sequence[str]) -> list[Brought]:
    """Return the commits up to `rev` that brought the paths, parents before children; none where git has no answer.

    Parents are the nearest commits that brought one of the paths, too.
    """
    from mstrack.git import process  # noqa: PLC0415  subprocess takes time to import, what is remembered needs none

    root = root or "."
    if process.top(root) is None:
        return []
    within = sorted(paths if len(paths) <= _FEW else {os.path.dirname(path) for path in paths})
    words = ("log", "--topo-order", "--reverse", "--full-history", "--simplify-merges", "--parents", "--relative")
    form = ("--no-renames", "--name-status", "--format=%x01%H %P")
    try:
        listed = process.run(root, "--literal-pathspecs", *words, *form, rev, "--", *within)
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
