"""How entries correct each other, by their ids alone: `by` has the corrections of each id that was corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def rivals(by: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
    """Return, of each entry for which two or more corrections stand, their ids; `by` are the corrections of each id.

    Two clones may each correct an entry, or one of them a correction, and know nothing of each other. It is told at the
    entry where their ways part, not at those before it.
    """
    told = {old: heads(by, old) for old, several in by.items() if len(several) > 1}
    return {old: several for old, several in told.items() if len(several) > 1}


def heads(by: Mapping[str, Sequence[str]], old: str) -> set[str]:
    """Return what stands for an entry that was corrected: the corrections (and theirs) that no other corrects."""
    found: set[str] = set()
    ways, seen = [old], {old}
    while ways:
        for new in by.get(ways.pop(), ()):
            if new not in by:
                found.add(new)
            elif new not in seen:
                ways.append(new)
                seen.add(new)
    return found


def circular(by: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the ids that were corrected, and for which nothing stands: the corrections go round in a circle."""
    if not _goes_round(by):
        return set()
    replaced: dict[str, list[str]] = {}
    for old, several in by.items():
        for new in several:
            replaced.setdefault(new, []).append(old)
    ways = [new for new in replaced if new not in by]
    standing = set(ways)
    while ways:
        for old in replaced.get(ways.pop(), ()):
            if old not in standing:
                standing.add(old)
                ways.append(old)
    return by.keys() - standing


def _goes_round(by: Mapping[str, Sequence[str]]) -> bool:
    """Whether the way from some entry to its last correction, and to that one's, never ends; as a rule all end."""
    untrodden = {old: several[-1] for old, several in by.items()}
    while untrodden:
        old, new = untrodden.popitem()
        way = [old]
        while new in untrodden:
            way.append(new)
            new = untrodden.pop(new)
        if new in way:
            return True
    return False
