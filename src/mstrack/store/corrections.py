"""How entries correct each other, by their ids alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Replacements:
    """The corrections of each id that was corrected.

    Nearly all have one, and of these no list is made. `last` has the last correction of each.
    """

    def __init__(self, corrections: Iterable[tuple[str, str]]) -> None:
        """Take the id of each correction, and those that it corrects as its name has them, joined by hyphens."""
        self.last: dict[str, str] = {}
        self._several: dict[str, list[str]] = {}
        for new, corrects in corrections:
            for old in corrects.split("-"):
                if old in self.last:
                    self._several.setdefault(old, [self.last[old]]).append(new)
                self.last[old] = new

    def of(self, old: str) -> Sequence[str]:
        """Return the corrections of an id, as they were taken; none where it was not corrected."""
        return self._several.get(old) or ([self.last[old]] if old in self.last else [])

    def rivals(self) -> dict[str, set[str]]:
        """Return, of each entry for which two or more corrections stand, their ids.

        Two clones may each correct an entry, or one of them a correction, and know nothing of each other. It is told at
        the entry where their ways part, not at those before it.
        """
        told = {old: self.heads(old) for old in self.last if old in self._several} if self._several else {}
        return {old: several for old, several in told.items() if len(several) > 1}

    def heads(self, old: str) -> set[str]:
        """Return what stands for an entry that was corrected: the corrections (and theirs) that no other corrects."""
        found: set[str] = set()
        ways, seen = [old], {old}
        while ways:
            for new in self.of(ways.pop()):
                if new not in self.last:
                    found.add(new)
                elif new not in seen:
                    ways.append(new)
                    seen.add(new)
        return found

    def circular(self) -> set[str]:
        """Return the ids that were corrected, and for which nothing stands: the corrections go round in a circle."""
        if not self._goes_round():
            return set()
        replaced: dict[str, list[str]] = {}
        for old in self.last:
            for new in self.of(old):
                replaced.setdefault(new, []).append(old)
        ways = [new for new in replaced if new not in self.last]
        standing = set(ways)
        while ways:
            for old in replaced.get(ways.pop(), ()):
                if old not in standing:
                    standing.add(old)
                    ways.append(old)
        return self.last.keys() - standing

    def _goes_round(self) -> bool:
        """Whether the way from some entry to its last correction, and to that one's, never ends: as a rule all end."""
        untrodden = dict(self.last)
        while untrodden:
            old, new = untrodden.popitem()
            way = [old]
            while new in untrodden:
                way.append(new)
                new = untrodden.pop(new)
            if new in way:
                return True
        return False
