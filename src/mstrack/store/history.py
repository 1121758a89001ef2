"""The entries filed on one task, by the names of their files: who reported, and when; no text is opened.

A folder of thousands of names stays the strings that it was listed as, in order. What a name says is found when it is
asked for: an answer asks for few.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import filterfalse
from typing import TYPE_CHECKING

from mstrack.errors import Unreadable
from mstrack.store.desktop import is_desktop_name
from mstrack.store.entry_names import NAME, codes_in, corrections_in, filed, folder, ids_in, unnamed

if TYPE_CHECKING:
    import datetime as dt
    import re
    from collections.abc import Container, Iterable, Iterator

    from mstrack.store.entry_names import Filed


class History:
    """The entries filed on one task, by their names, newest day first; entries dated after `until` do not exist.

    Names that start with a point are left out (a writer's temporary files), and those of desktops and editors.
    Unreadable holds the problem of every other name that cannot be that of an entry.
    """

    def __init__(self, task: int, names: list[str], until: dt.date) -> None:
        """Take the names of the task's folder, in order."""
        self.until = until
        self.task = task
        self._folder = folder(task)
        codes = codes_in(names)
        self.codes = set(codes)
        """The codes of the units that filed anything, after `until`, too."""
        others = set(filterfalse(NAME.fullmatch, names)) if len(codes) < len(names) else set()
        misnamed = sorted((one for one in others if one[0] != "." and not is_desktop_name(one)), reverse=True)
        if misnamed:
            raise Unreadable(unnamed(f"{self._folder}/{name}") for name in misnamed)
        named = [one for one in names if one not in others] if others else names
        end = bisect_left(named, f"{until}.")  # the point sorts behind the hyphen
        self._oldest_first = named if end == len(named) else named[:end]
        self._corrections = corrections_in(self._oldest_first)
        self.corrected = self._corrections.last.keys()

    def __len__(self) -> int:
        """Return how many entries there are, corrected ones too."""
        return len(self._oldest_first)

    def effective(self, code: str | None = None) -> Iterator[Filed]:
        """Yield what counts, newest first: entries of the unit with that code (or of all) that no other corrects."""
        part = f"-{code}-" if code else ""
        return self._effective((name for name in reversed(self._oldest_first) if part in name), code)

    def effective_in(self, month: str, code: str) -> Iterator[Filed]:
        """Yield what counts of a unit in a month, newest first."""
        return self._effective(self.of_month(month), code)

    def effective_of(self, names: Iterable[str]) -> Iterator[Filed]:
        """Yield what counts of the entries with these names."""
        return self._effective(names)

    def everything(self) -> Iterator[Filed]:
        """Yield all entries, corrected ones too, newest first."""
        return self.of_names(reversed(self._oldest_first))

    def of_names(self, names: Iterable[str]) -> Iterator[Filed]:
        """Yield what names say."""
        return (filed(match, self.task, self._folder) for match in _matches(names))

    def count(self, first: str, last: str, *, everything: bool) -> int:
        """Return how many entries lie between two ISO days, both included; corrected ones only with `everything`."""
        names = self._oldest_first[bisect_left(self._oldest_first, first) : bisect_left(self._oldest_first, f"{last}.")]
        if everything or not self.corrected:
            return len(names)
        return len([*filterfalse(self._corrections.last.__contains__, ids_in(names))])

    def replaced_by(self, correction: Filed) -> Iterator[tuple[Filed, tuple[str, ...]]]:
        """Yield what an entry replaces, each below its newest correction, with the ids of its corrections."""
        waiting, seen = [correction], {correction.id}
        while waiting:
            by = waiting.pop()
            if by is not correction:
                yield by, self._replacements(by.id)
            older = [one for one in self.named(by.corrects) if self._replacements(one.id)[0] == by.id]
            waiting += reversed([one for one in older if one.id not in seen])
            seen.update(one.id for one in older)

    def corrected_entries(self) -> Iterator[tuple[Filed, tuple[str, ...]]]:
        """Yield the entries that others correct, newest first, with the ids of their corrections."""
        several = self.everything() if self.corrected else ()
        return ((one, self._replacements(one.id)) for one in several if one.id in self.corrected)

    def _replacements(self, id_: str) -> tuple[str, ...]:
        """Return the ids of the corrections of an entry, newest first."""
        return tuple(reversed(self._corrections.of(id_)))

    @cached_property
    def months(self) -> list[str]:
        """The months (2021-09) that have entries, the newest first."""
        found: list[str] = []
        end = len(self)
        while end:
            found.append(self._oldest_first[end - 1][:7])
            end = bisect_left(self._oldest_first, found[-1])
        return found

    def of_month(self, month: str) -> list[str]:
        """Return the names of all entries of a month, corrected ones too, the newest first."""
        start, end = (bisect_left(self._oldest_first, one) for one in (month, f"{month}."))
        return self._oldest_first[start:end][::-1]

    def of_units(self, codes: Container[str]) -> History:
        """Return the history of the units with these codes; what others corrected is corrected still."""
        names = zip(self._oldest_first, codes_in(self._oldest_first), strict=True)
        part = History(self.task, [name for name, code in names if code in codes], self.until)
        part._corrections, part.corrected = self._corrections, self.corrected
        return part

    def without(self, other: History) -> list[Filed]:
        """Return the entries that the other does not have, newest first."""
        known = set(other._oldest_first)
        return [*self.of_names(name for name in reversed(self._oldest_first) if name not in known)]

    def named(self, ids: Iterable[str]) -> list[Filed]:
        """Return the entries with these ids, newest first."""
        names = {name for id_ in ids for name in self._ids.get(id_, ())}
        return [*self.of_names(sorted(names, reverse=True))]

    @cached_property
    def _ids(self) -> dict[str, list[str]]:
        """The names of the entries by their ids; two clones may have given one to two of them."""
        found: dict[str, list[str]] = {}
        for name, id_ in zip(self._oldest_first, ids_in(self._oldest_first), strict=True):
            found.setdefault(id_, []).append(name)
        return found

    def disputes(self) -> dict[str, tuple[Filed, ...]]:
        """Return the ids of entries that two or more effective corrections stand for, with those corrections."""
        return {old: tuple(sorted(self.named(several))) for old, several in self._corrections.rivals().items()}

    def circular(self) -> list[Filed]:
        """Return the entries that correct each other in a circle, so that none of them counts, newest first."""
        return self.named(self._corrections.circular())

    def _effective(self, names: Iterable[str], code: str | None = None) -> Iterator[Filed]:
        matches = (one for one in _matches(names) if code is None or one["code"] == code)
        return (filed(one, self.task, self._folder) for one in matches if one["id"] not in self.corrected)


def _matches(names: Iterable[str]) -> Iterator[re.Match[str]]:
    return filter(None, map(NAME.fullmatch, names))
