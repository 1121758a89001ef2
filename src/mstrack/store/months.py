"""What the entries of a month speak of, remembered so that a figure that was never reported is not looked for in each.

A month of a task is known by the names of its files with their sizes, times and inodes, as git's index knows files; at
a revision by git's digest of the folder; and by the names of the plan's units, which decide whether an entry is right.
What changed within two seconds of the question is never remembered: a second change in the same tick of a clock could
not be told from the first. `check` does not come here.
"""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import Unreadable
from mstrack.store import load
from mstrack.store.entry_names import folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mstrack.format.model import Entry, Unit
    from mstrack.store.cache import Cache
    from mstrack.store.entry_names import Filed
    from mstrack.store.history import History
    from mstrack.store.source import Files, Known

FEW = 2
"""Entries that are opened before it is asked what a month's entries speak of."""
FIRST = dt.datetime.min.replace(tzinfo=dt.UTC)
"""The first of all moments."""
PERCENT = "%"
"""The key of a percent; that of an indicator is its id."""
_SETTLED = dt.timedelta(days=1, seconds=2)
"""Before `latest` (a day ahead of the clock): what changed later than that is not remembered."""


def reached(milestone: str) -> str:
    """Return the key of a milestone that an entry says is reached."""
    return f"@{milestone}"


def keys(entry: Entry) -> tuple[str, ...]:
    """Return what an entry speaks of: its indicators, its milestones, a percent."""
    of_percent = (PERCENT,) if entry.percent is not None else ()
    return (*entry.figures, *map(reached, entry.reached), *of_percent)


class Month(NamedTuple):
    """What the entries of one task and month speak of, by their places among the month's names, newest first.

    `spoken`: of each unit's code, the entries that speak of the same, as their keys and places. `days`: of a day and
    code with more than a few entries their places, what was recorded last first. `last` is the last moment of
    recording, ISO.
    """

    spoken: Mapping[str, Sequence[tuple[Sequence[str], Sequence[int]]]]
    days: Mapping[str, Sequence[int]]
    last: str

    def speaking(self, code: str, key: str) -> list[int]:
        """Return the places of the entries of a unit that speak of something, newest first."""
        return sorted(n for of_group, places in self.spoken.get(code, ()) if key in of_group for n in places)


class Months:
    """The months of a dataset's tasks; each is looked up once."""

    def __init__(
        self,
        source: Files,
        memo: Cache,
        latest: dt.datetime | None,
        opened: Callable[[Iterable[Filed]], Iterable[tuple[Filed, Entry]]],
        units: Iterable[Unit],
    ) -> None:
        """Take what reads entries, and the plan's units; without a clock (`latest`) nothing is remembered."""
        self._source = source
        self._memo = memo
        self._last_change = (latest - _SETTLED).timestamp() * 1e9 if latest else None
        self._opened = opened
        self._units = units
        self._known: dict[tuple[int, dt.date], dict[str, Month | None]] = {}

    def of(self, history: History, month: str) -> Month | None:
        """Return what the entries of a month speak of; None where nothing may be remembered of it."""
        known = self._known.setdefault((history.task, history.until), {})
        while month not in known:  # one question to the cache for each time four times as many months, newest first
            known |= self._recalled(history, list(islice(history.months, len(known), 4 * len(known) + 1)))
        return known[month]

    def has_asked(self, history: History) -> bool:
        """Whether a month of a task was asked for before."""
        return (history.task, history.until) in self._known

    def _recalled(self, history: History, months: Sequence[str]) -> dict[str, Month | None]:
        digests = {month: key for month in months if (key := self._digest(history, month))}
        rows = self._memo.recall(digests.values())
        found = {month: _of_json(rows[key]) if key in rows else None for month, key in digests.items()}
        learned = {month: self._learned(history, month) for month in digests if found[month] is None}
        self._memo.remember({digests[month]: _as_json(one) for month, one in learned.items() if one})
        return dict.fromkeys(months) | found | learned

    def _digest(self, history: History, month: str) -> bytes | None:
        """Return the key of a month in the cache; None where nothing may be remembered of it."""
        below, names = folder(history.task), history.of_month(month)
        known = self._source.known(below, names)
        if known is None or self._last_change is None or known.changed > self._last_change:
            return None
        return _digest(below, names, known, self._names_of_units)

    @cached_property
    def _names_of_units(self) -> bytes:
        """The names that each unit has and had: an entry under another one disagrees with its code."""
        return json.dumps([[one.code, one.name, *(each.name for each in one.former)] for one in self._units]).encode()

    def _learned(self, history: History, month: str) -> Month | None:
        """Return what the entries of a month speak of, all of them opened."""
        try:
            return of_entries(self._opened(history.of_names(history.of_month(month))))
        except Unreadable:
            return None  # whoever opens what is wrong gets the problem


def of_entries(entries: Iterable[tuple[Filed, Entry]]) -> Month:
    """Return what the entries of a month speak of, which come in the order of its names."""
    last = FIRST
    spoken: dict[str, dict[tuple[str, ...], list[int]]] = {}
    days: dict[str, list[tuple[float, str, int]]] = {}
    for n, (filed, entry) in enumerate(entries):
        if of_entry := keys(entry):
            spoken.setdefault(filed.code, {}).setdefault(of_entry, []).append(n)
        last = max(last, entry.recorded)
        days.setdefault(f"{filed.day} {filed.code}", []).append((entry.recorded.timestamp(), filed.id, n))
    several = {key: [n for *_recorded, n in sorted(one, reverse=True)] for key, one in days.items() if len(one) > FEW}
    return Month({code: [*of_unit.items()] for code, of_unit in spoken.items()}, several, last.isoformat())


def _digest(below: str, names: Sequence[str], known: Known, units: bytes) -> bytes:
    parts = (below.encode(), units, "\n".join(names).encode(), known.marks)
    return load.digest("month", b"%s\n%s\n%s\n\n%s" % parts)


def _of_json(text: str) -> Month | None:
    """Return a month as the cache has it; None where it holds something else."""
    with suppress(ValueError, TypeError):
        return Month(*json.loads(text))
    return None


def _as_json(month: Month) -> str:
    return json.dumps(month, separators=(",", ":"))
