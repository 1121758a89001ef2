"""Texts → Dataset: the plan, and the entries filed on it; a text is opened when it is asked for."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from copy import copy
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from mstrack.errors import Problem, Unreadable, gathering
from mstrack.format import codec
from mstrack.store import load
from mstrack.store.day_order import by_history
from mstrack.store.entry_names import disagreements, folder, strange_folders, uncoded
from mstrack.store.history import History
from mstrack.store.months import FEW, FIRST, Months
from mstrack.store.source import ENTRY_LIMIT, PLAN, PLAN_LIMIT, Overlay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mstrack.format.model import Entry, Plan, Unit
    from mstrack.store.cache import Cache
    from mstrack.store.day_order import Brought
    from mstrack.store.entry_names import Filed
    from mstrack.store.source import Files
    from mstrack.store.spool import Spool

_AT_ONCE = 200
"""Files that are held at once while entries are made of them."""
_SEVERAL = 2


class Dataset:
    """A plan and the entries filed on it, as they were when each was first asked for.

    A folder is listed once and a text read once, however often it is asked for. So a dataset is a snapshot: who has
    filed something opens another, or takes `plus`.
    """

    def __init__(
        self,
        source: Files,
        memo: Cache,
        rules: Callable[..., Iterable[Problem]],
        latest: dt.datetime | None = None,
        filing_order: Callable[[list[str]], list[Brought]] = lambda _paths: [],
    ) -> None:
        """Read the plan. Unreadable holds every problem of it, `rules` (those of the plan) included.

        After the moment `latest` nothing can have been recorded; without it every clock is believed. `filing_order`
        returns the commits that brought some paths; without it the clock decides which entry of a day is the last.
        """
        self.latest = latest
        self._filing_order = filing_order
        self.clock_errors: set[str] = set()
        """The paths of the entries seen so far that were recorded after `latest`."""
        self._source = source
        self._memo = memo
        self._entries: dict[str, Entry] = {}
        self._spool: Spool | None = None
        self.unplanned: dict[tuple[int, dt.date], set[str]] = {}
        """By task and day, what the entries read so far report of and today's plan lacks: indicators, milestones."""
        self._names: dict[int, list[str]] = {}
        self._histories: dict[tuple[int, dt.date], History] = {}
        self._of_nobody: dict[tuple[int, dt.date], list[Filed]] = {}
        texts = {PLAN: source.read(PLAN, PLAN_LIMIT)}
        plans, problems = load.read("plan", texts, memo, codec.plan, rules)
        if problems:
            raise Unreadable(problems)
        self.plan: Plan = plans[PLAN]
        self._units = {unit.code: unit for unit in self.plan.units}
        self._months = Months(source, memo, latest, self._read, self.plan.units)
        strange = strange_folders(self.plan, source)
        if strange:
            raise Unreadable(strange)

    def history(self, task: int, until: dt.date) -> History:
        """Return what the plan's units filed on a task up to a day (included), by names; no text is opened."""
        known = self._histories.get((task, until))
        if known is None:
            if task not in self._names:
                self._names[task] = sorted(self._source.names(folder(task)))
            known = History(task, self._names[task], until)
            strange = known.codes - self._units.keys()
            if strange:
                self._of_nobody[task, until] = [one for code in sorted(strange) for one in known.effective(code)]
                known = known.of_units(self._units)
            self._histories[task, until] = known
        return known

    def of_nobody(self, task: int, until: dt.date) -> list[Filed]:
        """Return the effective entries on a task up to a day that no unit of the plan filed: they count for nobody."""
        self.history(task, until)
        return self._of_nobody.get((task, until), [])

    @property
    def files(self) -> Files:
        """The source of the texts, as it was listed for this dataset."""
        return self._source

    def unit_of(self, filed: Filed) -> Unit:
        """Return the unit that filed an entry; Unreadable where the plan has no such code."""
        if filed.code not in self._units:
            raise Unreadable([uncoded(filed)])
        return self._units[filed.code]

    def entry(self, filed: Filed) -> Entry:
        """Return one entry, opened now if it was not before, and held."""
        if filed.path not in self._entries:
            if self._spool and filed.path in self._spool:
                self._entries[filed.path] = self._spool.entry(filed.path)
            else:
                self.open([filed])
        return self._entries[filed.path]

    def passing(self, filed: Filed) -> Entry:
        """Return one entry, not held where its texts are long: for who goes through all of them."""
        if filed.path not in self._entries and self._spool and filed.path in self._spool:
            return self._spool.entry(filed.path)
        return self.entry(filed)

    def without_texts(self, filed: Filed) -> Entry:
        """Return one entry, without what its unit says in words where that is long: for who counts all of them."""
        if self._spool and filed.path in self._spool:
            return self._spool.without_texts(filed.path)
        return self.entry(filed)

    def recorded(self, filed: Filed) -> dt.datetime:
        """Return the moment that orders the entries of one day.

        Where a clock was ahead that is the first of all moments: who filed after it, by a right clock, is heard.
        """
        recorded = self.entry(filed).recorded
        if self.latest is None or recorded <= self.latest:
            return recorded
        self.clock_errors.add(filed.path)
        return FIRST

    def open(self, wanted: Iterable[Filed]) -> None:
        """Open many entries at once. Unreadable holds every problem in all of them."""
        read = {filed.path: entry for filed, entry in self._read(self._new(wanted))}
        self._entries |= read
        for entry in read.values():
            self._note_unplanned(entry)

    def spool(self, wanted: Iterable[Filed]) -> None:
        """Open many entries; those with long texts wait on the disk. Unreadable holds every problem in all of them."""
        from mstrack.store.spool import Spool  # noqa: PLC0415  only a document of all entries needs it

        self._spool = self._spool or Spool()
        for filed, entry in self._read(self._new(wanted)):
            if not self._spool.takes(filed.path, entry):
                self._entries[filed.path] = entry
            self._note_unplanned(entry)

    def _new(self, wanted: Iterable[Filed]) -> list[Filed]:
        spooled = self._spool or ()
        return [one for one in wanted if one.path not in self._entries and one.path not in spooled]

    def look_through(self, wanted: Iterable[Filed], until: dt.date) -> None:
        """Read entries and hold none. Unreadable holds every problem in all of them.

        A month whose files are those that were in order before (`months`) is not read again.
        """
        unknown = (one for one in wanted if self._months.of(self.history(one.task, until), one.day[:7]) is None)
        for _entry in self._read(unknown):
            pass

    def _read(self, wanted: Iterable[Filed]) -> Iterator[tuple[Filed, Entry]]:
        """Yield entries as their files say, of which few are held. Unreadable, at the end, has every problem in all."""
        problems: list[Problem] = []
        remaining = iter(wanted)
        while several := list(islice(remaining, _AT_ONCE)):
            read: dict[Filed, Entry] = {}
            with gathering(problems):
                read = self._read_texts(several)
            yield from read.items()
        if problems:
            raise Unreadable(problems)

    def _note_unplanned(self, one: Entry) -> None:
        if lacking := {*one.figures, *one.reached} - self._planned.get(one.task, set()):
            self.unplanned.setdefault((one.task, one.date), set()).update(lacking)

    @cached_property
    def _planned(self) -> dict[int, set[str]]:
        """What entries may report of, by task: the ids of its indicators and milestones."""
        tasks = self.plan.tasks
        return {task.id: {*(one.id for one in task.indicators), *(one.id for one in task.milestones)} for task in tasks}

    def _read_texts(self, several: Iterable[Filed]) -> dict[Filed, Entry]:
        """Return entries, whose files are all held meanwhile. Unreadable as above."""
        new = {filed.path: filed for filed in several}
        problems: list[Problem] = []
        texts: dict[str, bytes] = {}
        for path, filed in new.items():
            with gathering(problems):
                self.unit_of(filed)
                texts[path] = self._source.read(path, ENTRY_LIMIT)
        known, unreadable = load.read("entry", texts, self._memo, codec.entry)
        problems += unreadable
        for path, entry in known.items():
            unlike = disagreements(entry, new[path], self.unit_of(new[path]))
            problems += (load.placed(problem, texts[path]) for problem in unlike)
        if problems:
            raise Unreadable(problems)
        return {filed: known[path] for path, filed in new.items()}

    def speaking(self, history: History, code: str, key: str, since: str = "") -> Iterator[Filed]:
        """Yield the entries of a unit that may speak of something (months.keys), newest first; few are opened.

        Of a month that cannot be remembered that is every entry; months before an ISO day are left out.
        """
        for month in history.months:
            if month < since[:7]:
                return
            known = self._months.of(history, month)
            if known:
                names = history.of_month(month)
                yield from history.effective_of(names[n] for n in known.speaking(code, key))
            else:
                yield from history.effective_in(month, code)

    def has_asked(self, history: History) -> bool:
        """Whether it was asked before what entries of this task speak of, so that the next question opens none."""
        return self._months.has_asked(history)

    def newest_first(self, of_day: list[Filed], history: History) -> list[Filed]:
        """Return several entries of one task and day, what was filed last first (`day_order`)."""
        return of_day if len(of_day) == 1 else self._by_history(self._last_recorded_first(of_day, history))

    def last_filed_first(self, several: Iterable[Filed]) -> list[Filed]:
        """Return entries of any days, what was filed last first; of one moment and commit the later day."""
        wanted = list(several)
        self.open(wanted)
        return self._by_history(sorted(wanted, key=self._moment, reverse=True))

    def in_day_order(self, several: Iterable[Filed]) -> list[Filed]:
        """Return entries by task, the newest day first, of one unit and day what was filed last first."""
        wanted = list(several)
        self.open(wanted)
        by_clock = sorted(wanted, key=lambda one: (-one.task, one.day, *self._moment(one)), reverse=True)
        units = Counter((one.task, one.day, one.code) for one in wanted)
        tied = [one for one in by_clock if units[one.task, one.day, one.code] > 1]
        in_order: dict[tuple[int, str, str], list[Filed]] = {}
        for one in self._by_history(tied):
            in_order.setdefault((one.task, one.day, one.code), []).append(one)
        return [in_order[key].pop(0) if (key := (one.task, one.day, one.code)) in in_order else one for one in by_clock]

    def _moment(self, one: Filed) -> tuple[dt.datetime, str, bool, str]:
        return self.recorded(one), one.day, bool(one.corrects), one.id

    def _by_history(self, by_clock: list[Filed]) -> list[Filed]:
        """Return entries, what was filed last first, from their order by the clock."""
        by_path = {one.path: one for one in by_clock}
        if len(by_path) < _SEVERAL:
            return by_clock
        commits = self._filing_order(list(by_path))
        return [by_path[path] for path in reversed(by_history([*reversed(by_path)], commits))]

    def _last_recorded_first(self, of_day: list[Filed], history: History) -> list[Filed]:
        """Return several entries of one task and day by their clocks; opened where nothing is known."""
        first = of_day[0]
        month = first.day[:7]
        is_of_one = len({one.code for one in of_day}) == 1
        known = self._months.of(history, month) if is_of_one and len(of_day) > FEW else None
        order = known.days.get(f"{first.day} {first.code}") if known else None
        if known and order and (self.latest is None or dt.datetime.fromisoformat(known.last) <= self.latest):
            names = history.of_month(month)
            places = {f"{folder(first.task)}/{names[n]}": place for place, n in enumerate(order)}
            return sorted(of_day, key=lambda one: places[one.path])
        return sorted(of_day, key=lambda one: (self.recorded(one), one.id), reverse=True)

    def apart(self) -> Dataset:
        """Return the dataset again: what it opens goes with it, so that no long text is held for one number."""
        other = copy(self)
        other._entries, other._histories = dict(self._entries), dict(self._histories)  # noqa: SLF001  its own
        other.unplanned = {}
        return other

    def plus(self, path: str, text: str) -> Dataset:
        """Return the dataset as it would be with one more file; this one stays as it is."""
        future = copy(self)
        future._source = Overlay(self._source, {path: text})  # noqa: SLF001  its own
        future._entries = dict(self._entries)  # noqa: SLF001  as above
        future.unplanned = {key: {*lacking} for key, lacking in self.unplanned.items()}
        future._names, future._histories = {}, {}  # noqa: SLF001  as above: the new file is among them
        future._of_nobody = {}  # noqa: SLF001  as above
        opened, units = future._read, self.plan.units  # noqa: SLF001  as above
        future._months = Months(future._source, self._memo, self.latest, opened, units)  # noqa: SLF001  as above
        return future
