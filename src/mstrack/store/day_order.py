"""The order of entries of one day: by history where it says what was filed later, else by the clock.

A clock may be wrong, and then who filed later by a right one would not be heard. History knows better: whoever commits
an entry has in his clone what was filed before. Two clones that knew nothing of each other have their clocks only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Brought(NamedTuple):
    """What a commit brought, and which of the commits before it (by their places in the list) are its parents."""

    paths: tuple[str, ...]
    parents: tuple[int, ...]


def by_history(by_clock: Sequence[str], commits: Sequence[Brought]) -> list[str]:
    """Return paths, first filed first: by the clock, each behind all that an ancestor of its commit brought.

    `by_clock` has them by the clock, `commits` parents before children. What is in no commit is behind all that is.
    """
    ranks = {path: rank for rank, path in enumerate(by_clock)}
    keys: dict[str, tuple[int, int, int]] = {}
    last: list[int] = []
    for place, (paths, parents) in enumerate(commits):
        least = max((last[parent] for parent in parents), default=0)
        new = [path for path in paths if path in ranks and path not in keys]
        keys |= {path: (max(ranks[path], least), place, ranks[path]) for path in new}
        last.append(max((least, *(keys[path][0] for path in new))))
    at_last = max(last, default=0)
    uncommitted = (path for path in ranks if path not in keys)
    keys |= {path: (max(ranks[path], at_last), len(commits), ranks[path]) for path in uncommitted}
    return sorted(ranks, key=keys.__getitem__)
