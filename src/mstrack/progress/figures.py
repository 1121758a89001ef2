"""What was filed on a task, and the figures that come of it: whose they are on each day, and from which entries.

Figures follow the task: the lead unit of an entry's own day speaks for the task on that day, and what others file is
their share. A figure of the task is the newest one that spoke for it; only where there is none do the shares, added up,
stand in for it, and are marked. Shares and totals are never added to each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction  # noqa: TC003  beside the rest
from heapq import merge
from itertools import groupby, islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from mstrack.progress import pace, timeline
from mstrack.store import months

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from decimal import Decimal

    from mstrack.format.model import Entry, Indicator, Plan, Task, Unit
    from mstrack.progress.timeline import Tenure
    from mstrack.store.dataset import Dataset
    from mstrack.store.entry_names import Filed
    from mstrack.store.history import History


class Submission(NamedTuple):
    """An entry that counts, and what its path says."""

    filed: Filed
    entry: Entry


class Actual(NamedTuple):
    """What is known of one indicator on a day: its figure, where it comes from, and how far it should be.

    `sources` holds the submission behind the figure; of a sum one a unit. A sum is `provisional` where shares stand in
    for a lead unit without a figure, `joint` where the members of a group that leads file for the task. `progress` is
    figure ⁄ target of a cumulative indicator, uncapped, and `expected` what it should be; None for a level or ceiling.
    """

    indicator: Indicator
    figure: Decimal | None = None
    sources: tuple[Submission, ...] = ()
    provisional: bool = False
    joint: bool = False
    progress: Fraction | None = None
    expected: Fraction | None = None

    @property
    def reached(self) -> bool:
        """Whether the figure is what the target asks for; a figure that nobody filed reaches nothing."""
        return pace.reaches(self.figure, self.indicator.target, self.indicator)

    @property
    def lag(self) -> Fraction | None:
        """Expected − actual progress; None where either is."""
        return None if self.progress is None or self.expected is None else self.expected - self.progress


class Submissions(Iterable[Submission]):
    """Submissions, newest first; opened one after the other, as far as asked, and each once."""

    def __init__(self, dataset: Dataset, history: History, code: str, fits: Callable[[str], bool]) -> None:
        """Take what the unit with this code filed on the ISO days that fit."""
        self._dataset = dataset
        self._history = history
        self._code = code
        self._fits = fits
        self._source = self._opened(history.effective(code))
        self._read: list[Submission] = []

    def newest(self) -> Submission | None:
        """Return the newest one."""
        return next(iter(self), None)

    def speaking_of(self, key: str) -> Submission | None:
        """Return the newest one that has a key (`months.keys`); few are opened, however many there are."""
        opened, few = 0, 0 if self._dataset.has_asked(self._history) else months.FEW
        for one in islice(self, few):
            opened += 1
            if key in months.keys(one.entry):
                return one
        return next(self.all_speaking_of(key), None) if opened == few else None

    def all_speaking_of(self, key: str, since: str = "") -> Iterator[Submission]:
        """Yield those that have a key, newest first; none from before an ISO day is opened."""
        several = self._dataset.speaking(self._history, self._code, key, since)
        newest = [*islice(self._history.effective(self._code), months.FEW + 1)] if since else []
        if since and (len(newest) <= months.FEW or newest[-1].day < since):
            several = iter(newest)  # to open so few costs less than to ask what they speak of
        names = takewhile(lambda one: one.day >= since, several)
        return (one for one in self._opened(names) if key in months.keys(one.entry))

    def _opened(self, names: Iterable[Filed]) -> Iterator[Submission]:
        fits = self._fits  # what is opened here does not refer to `self`, so that entries go without a collection
        return _opened(self._dataset, (one for one in names if fits(one.day)), self._history)

    def __iter__(self) -> Iterator[Submission]:
        """Yield them; what others have asked for is open already."""
        n = 0
        while True:
            if n == len(self._read):
                found = next(self._source, None)
                if found is None:
                    return
                self._read.append(found)
            yield self._read[n]
            n += 1


class TaskFilings:
    """The submissions on one task, by whom they speak for: the task (`lead`), or a unit's own share (`share`)."""

    def __init__(self, dataset: Dataset, plan: Plan, task: Task, history: History) -> None:
        """Take the names filed on a task; nothing is opened."""
        self.task = task
        self._dataset = dataset
        self._plan = plan
        self._history = history
        self.tenures = timeline.tenures(plan, task)
        self._known: dict[tuple[str, str], Submissions] = {}

    def first(self) -> list[Filed]:
        """Return the names that the newest submissions for the task have, to open them at once: one a member."""
        for tenure in self.tenures:
            newest = [next(self._names(code, tenure), None) for code in tenure.codes]
            if any(newest):
                return [one for one in newest if one]
        return []

    def of(self, tenure: Tenure, code: str) -> Submissions:
        """Return what a unit filed for the task while it led, or while its group did."""
        key = (code, str(tenure.since))
        if key not in self._known:
            self._known[key] = Submissions(self._dataset, self._history, code, tenure.has)
        return self._known[key]

    def by_unit(self) -> tuple[Tenure | None, list[Submissions]]:
        """Return who last filed for the task: the tenure, and of each of its units what it filed."""
        for tenure in self.tenures:
            several = [self.of(tenure, code) for code in tenure.codes]
            if any(one.newest() for one in several):
                return tenure, several
        return None, []

    def lead(self) -> Iterator[Submission]:
        """Yield all that was filed for the task, newest first, whoever led it."""
        for tenure in self.tenures:
            several = [self.of(tenure, code) for code in tenure.codes]
            yield from several[0] if len(several) == 1 else self._merged(several)

    def _merged(self, several: list[Submissions]) -> Iterator[Submission]:
        """Yield what several units filed, newest day first, of one day what was filed last first."""
        newest_day_first = merge(*several, key=lambda one: one.filed.day, reverse=True)
        for _day, group in groupby(newest_day_first, key=lambda one: one.filed.day):
            of_day = {one.filed: one for one in group}
            yield from (of_day[one] for one in self._dataset.newest_first([*of_day], self._history))

    def last(self, several: list[Submissions]) -> Submission | None:
        """Return what was filed last for the newest day, of several units."""
        newest = [one for each in several if (one := each.newest())]
        day = max((one.filed.day for one in newest), default="")
        of_day = {one.filed: one for one in newest if one.filed.day == day}
        return of_day[self._dataset.newest_first([*of_day], self._history)[0]] if of_day else None

    def share(self, code: str) -> Submissions:
        """Return what the unit with this code filed on days when it did not speak for the task: its share."""
        key = (code, "share")
        if key not in self._known:
            as_lead = [tenure for tenure in self.tenures if code in tenure.codes]
            self._known[key] = Submissions(
                self._dataset, self._history, code, lambda day: not any(tenure.has(day) for tenure in as_lead)
            )
        return self._known[key]

    def figure(self, indicator: Indicator) -> Actual:
        """Return the figure of an indicator: that of the newest tenure that has one, else the sum of shares."""
        for tenure in self.tenures:
            several = [self.of(tenure, code).speaking_of(indicator.id) for code in tenure.codes]
            if found := [one for one in several if one]:
                return _by_members(indicator, found) if tenure.by_members else _summed(indicator, found)
        if indicator.kind != "cumulative":
            return Actual(indicator)
        shares = [one for _unit, one in self.shares(indicator) if one]
        return _summed(indicator, shares)._replace(provisional=True) if shares else Actual(indicator)

    def shares(self, indicator: Indicator) -> list[tuple[Unit, Submission | None]]:
        """Return of each other unit its newest share, or None; those too that filed one while they were others."""
        units = others(self._plan, self.task)
        found = [(unit, self.share(unit.code).speaking_of(indicator.id)) for unit in units]
        codes = set(self._history.codes).difference(one.code for one in units)
        leads = {code for tenure in self.tenures for code in tenure.codes}
        for unit in (one for one in self._plan.units if one.code in codes):
            filed = self.share(unit.code).all_speaking_of(indicator.id)
            one = next((one for one in filed if unit.code in leads or self._named(unit, one.entry.date)), None)
            if one:
                found.append((unit, one))
        return found

    def lead_speaks_of(self, key: str) -> bool:
        """Whether anything that was filed for the task has a key (`months.keys`)."""
        return any(
            self.of(tenure, code).speaking_of(key) is not None for tenure in self.tenures for code in tenure.codes
        )

    def series(self, indicator: Indicator) -> Iterator[tuple[dt.date, Decimal]]:
        """Yield the days and figures that were filed for the task by one unit at a time, newest first."""
        tenures = [one for one in self.tenures if one.codes and not one.by_members]
        entries = (one.entry for tenure in tenures for one in self.of(tenure, tenure.codes[0]))
        return ((one.date, one.figures[indicator.id]) for one in entries if indicator.id in one.figures)

    def _names(self, code: str, tenure: Tenure) -> Iterator[Filed]:
        return (one for one in self._history.effective(code) if tenure.has(one.day))

    def _named(self, unit: Unit, day: dt.date) -> bool:
        """Whether the task named a unit on a day, itself or as a member of a group."""
        plan = timeline.in_force(self._plan, day)
        task = next((one for one in plan.tasks if one.id == self.task.id), None)
        return task is not None and timeline.name_on(unit, day) in reporting_units(plan, task)


def submissions(dataset: Dataset, history: History, code: str) -> Iterator[Submission]:
    """Yield the effective submissions of the unit with this code, newest first; withdrawals are none."""
    return _opened(dataset, history.effective(code), history)


def others(plan: Plan, task: Task) -> list[Unit]:
    """Return the units beside those that file for a task: further lead units, partners, and the members of groups."""
    names = [member for name in task.units[1:] for member in _members(plan, name)]
    units = {unit.name: unit for unit in plan.units}
    leads = speakers(plan, task)
    return [units[name] for name in dict.fromkeys(names) if name not in leads and name in units]


def speakers(plan: Plan, task: Task) -> tuple[str, ...]:
    """Return the names of the units that file for a task: the first lead unit, of a group its members."""
    return _members(plan, task.lead_unit)


def reporting_units(plan: Plan, task: Task) -> tuple[str, ...]:
    """Return the names of all units that report on a task, those that file for it first."""
    return (*speakers(plan, task), *(unit.name for unit in others(plan, task)))


def _members(plan: Plan, name: str) -> tuple[str, ...]:
    unit = plan.unit(name)
    return unit.members if unit and unit.members else (name,)


def _opened(dataset: Dataset, names: Iterable[Filed], history: History) -> Iterator[Submission]:
    """Open submissions one day after the other; of one day the one filed last comes first. A withdrawal is none."""
    for _day, group in groupby(names, key=lambda filed: filed.day):
        of_day = list(group)
        opened = (Submission(filed, dataset.entry(filed)) for filed in dataset.newest_first(of_day, history))
        yield from (one for one in opened if not one.entry.withdrawn)


def _summed(indicator: Indicator, several: list[Submission]) -> Actual:
    figures = [one.entry.figures[indicator.id] for one in several]
    figure = figures[0] if len(figures) == 1 else sum(figures, start=0 * indicator.target)
    return Actual(indicator, figure, tuple(several))


def _by_members(indicator: Indicator, several: list[Submission]) -> Actual:
    """Add what the members of a group filed; a level is never added, so the worst of theirs is the task's."""
    if indicator.kind == "cumulative":
        return _summed(indicator, several)._replace(joint=True)
    worst = max if indicator.bound == "at-most" else min
    found = worst(several, key=lambda one: one.entry.figures[indicator.id])
    return _summed(indicator, [found])._replace(joint=True)
