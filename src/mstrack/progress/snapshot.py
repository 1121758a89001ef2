"""A store on a day, as it was at one moment: what every view and document is made from.

A command makes one snapshot. A folder is listed once and a text read once, however often a report asks for them, so no
two numbers of it come from two moments. Who has filed something makes another snapshot.
"""

from __future__ import annotations

from functools import cached_property
from heapq import merge
from itertools import islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from mstrack.progress import figures, query, status, timeline
from mstrack.progress.moment import Moment
from mstrack.progress.query import Choice

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Container, Iterable, Iterator
    from typing import Self

    from mstrack.format.model import Entry, Indicator, Task, Unit
    from mstrack.progress.dates import Range
    from mstrack.progress.figures import Submission
    from mstrack.progress.pace import Rates
    from mstrack.progress.shares import ShareStanding
    from mstrack.progress.standing import Standing
    from mstrack.store.dataset import Dataset
    from mstrack.store.entry_names import Filed


class Logged(NamedTuple):
    """An entry by its name, which says who filed it, when and on which task; and the ids of those that replaced it."""

    task: Task
    filed: Filed
    replaced_by: tuple[str, ...]


class FiledEntry(NamedTuple):
    """An entry as it was filed: its id, its path below the store, and the ids of the entries that correct it.

    One that others correct no longer counts; one whose status is None takes back what it corrects.
    """

    id: str
    path: str
    entry: Entry
    corrected_by: tuple[str, ...]


class Snapshot(Moment):
    """A plan and the progress on it, as of a day, in the working tree or at a revision.

    `as_of` is the day: entries dated later do not exist. `rev` is the commit's full id, None for the working tree.
    `choice` holds the filters that say which tasks are meant; without any, all are. `closed` says that nobody named a
    day, and that today the store is closed: the day is the one that closed it. `mstrack.errors.Unreadable` is
    raised, with every problem, where what is asked for cannot be read.
    """

    def __init__(
        self,
        dataset: Dataset,
        as_of: dt.date,
        rev: str | None = None,
        choice: Choice | None = None,
        *,
        closed: bool = False,
    ) -> None:
        """Take an opened store; `choice` says which tasks are meant, all of them where it is left out."""
        super().__init__(dataset, as_of)
        self.rev = rev
        self.choice = choice or Choice()
        self.closed = closed

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks that the filters on the plan leave, in the table's order."""
        return tuple(query.tasks(self.plan, self.choice))

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Where the chosen tasks stand, in the table's order."""
        return tuple(query.fitting(status.of_tasks(self, self.tasks), self.choice))

    @cached_property
    def entries(self) -> tuple[FiledEntry, ...]:
        """Every entry filed on the chosen tasks up to the as-of day, corrected ones too, newest first."""
        logged = self.logged()
        self.dataset.open([one.filed for one in logged])
        return tuple(FiledEntry(one.filed.id, one.filed.path, self.entry(one.filed), one.replaced_by) for one in logged)

    def logged(self, tasks: Iterable[Task] | None = None) -> list[Logged]:
        """Return the entries on tasks (else the chosen ones) as `newest_first` yields them."""
        return list(self.newest_first(tasks))

    def newest_first(self, tasks: Iterable[Task] | None = None, *, corrected: bool = True) -> Iterator[Logged]:
        """Yield the entries on tasks (else the chosen ones) by their names; no text is opened, and few names are held.

        With `corrected`, what was corrected stands right below what replaced it, and corrections in a circle come last.
        """
        chosen = {task.id: task for task in (self.tasks if tasks is None else tasks)}
        histories = {number: self.history(number) for number in chosen}
        replaced: dict[int, set[str]] = {number: set() for number in chosen}
        counting = (history.effective() for history in histories.values())
        for newest in merge(*counting, key=lambda one: (one.day, -one.task, one.code, one.id), reverse=True):
            yield Logged(chosen[newest.task], newest, ())
            if newest.corrects and corrected:
                for one, by in histories[newest.task].replaced_by(newest):
                    replaced[newest.task].add(one.id)
                    yield Logged(chosen[newest.task], one, by)
        for number, history in histories.items() if corrected else ():
            for one, by in history.corrected_entries():
                if one.id not in replaced[number]:
                    yield Logged(chosen[number], one, by)

    def last_entries(
        self, tasks: Iterable[Task], units: Container[str], when: Range, most: int | None, *, everything: bool
    ) -> tuple[list[Logged], int]:
        """Return the last entries on tasks in a range of days, `most` at most, and how many there are in all.

        `units` are codes, none for all units. Those that others correct count only with `everything`.
        """
        chosen = {task.id: task for task in tasks}
        first, last = f"{when.after or ''}", f"{when.before or '9999'}"
        several = self.newest_first(chosen.values(), corrected=everything)
        if not everything:  # what was corrected stands below its correction, whatever its day
            several = takewhile(lambda one: one.filed.day >= first, several)
        fitting = (one for one in several if first <= one.filed.day <= last and (not units or one.filed.code in units))
        histories = (self.history(number) for number in chosen)
        meant = (one.of_units(units) if units else one for one in histories)
        return list(islice(fitting, most)), sum(one.count(first, last, everything=everything) for one in meant)

    @cached_property
    def log(self) -> tuple[Logged, ...]:
        """Every entry on the chosen tasks, as `logged` returns them; gathered once."""
        return tuple(self.logged())

    def standing(self, task: Task) -> Standing:
        """Return where one task stands, whatever the filters are."""
        return status.of_task(self, self.task(task.id) or task)

    def of_nobody(self) -> list[Filed]:
        """Return the entries on the chosen tasks whose unit the plan has no longer, or under another code."""
        return [one for task in self.tasks for one in self.dataset.of_nobody(task.id, self.as_of)]

    def unknown_keys(self) -> dict[int, set[str]]:
        """Return by task what the entries opened so far report of and the plan does not have: indicators, milestones.

        What the plan had on the entry's own day, or has today, is known.
        """
        tasks = {task.id for task in self.dataset.plan.tasks}
        found: dict[int, set[str]] = {}
        for (number, day), keys in self.dataset.unplanned.items():
            if number in tasks:
                then = timeline.in_force(self.dataset.plan, day).tasks
                known = {key for task in then if task.id == number for key in _keys(task)}
                found.setdefault(number, set()).update(keys - known)
        return {task: keys for task, keys in found.items() if keys}

    def entry(self, filed: Filed) -> Entry:
        """Return an entry, opened now if it was not before."""
        return self.dataset.entry(filed)

    def passing(self, filed: Filed) -> Entry:
        """Return an entry to somebody who goes through all of them, and needs each no longer than its row."""
        return self.dataset.passing(filed)

    def spool(self, several: Iterable[Logged]) -> None:
        """Open many entries, of which no long text is held. Unreadable holds every problem in all of them."""
        self.dataset.spool(one.filed for one in several)

    def submissions(self, task: int, code: str) -> Iterator[Submission]:
        """Yield the effective submissions of the unit with this code on a task, newest first."""
        return figures.submissions(self.dataset, self.history(task), code)

    def partner_shares(self, task: Task, indicator: Indicator) -> list[tuple[Unit, Submission | None]]:
        """Return, for each unit but the lead, its newest submission of a share of the indicator, or None."""
        return status.filings(self, task).shares(indicator)

    def shares(self, one: Standing, indicator: Indicator) -> tuple[ShareStanding, ...]:
        """Return how the units beside the lead stand with their shares of an indicator."""
        from mstrack.progress import shares  # noqa: PLC0415  few answers have shares

        return shares.shares_of(self, one, indicator)

    def rates(self, one: Standing, indicator: Indicator) -> Rates:
        """Return how fast an indicator has to grow and lately grew, a week. Older entries are opened for it."""
        return status.rates_of(self, one, indicator)

    def rates_in_passing(self, one: Standing) -> dict[str, Rates]:
        """Return the same of every indicator of a task, by its id; of the entries opened for it none is held."""
        moment = Moment(self.dataset.apart(), self.as_of)
        moment.plan = self.plan
        return {each.indicator.id: status.rates_of(moment, one, each.indicator) for each in one.actuals}

    def choosing(self, choice: Choice) -> Self:
        """Return the same moment with other filters; nothing is read again."""
        other = type(self)(self.dataset, self.as_of, self.rev, choice, closed=self.closed)
        other.plan = self.plan
        return other

    def about(self, task: Task) -> Self:
        """Return this snapshot with one task alone: what is said of its entries lists no other folder."""
        part = self.choosing(self.choice)
        part.tasks = (task,)
        return part

    def of_tasks(self, numbers: Collection[int]) -> Self:
        """Return this snapshot narrowed to some of its tasks; nothing is read again."""
        part = self.choosing(self.choice)
        part.tasks = tuple(task for task in self.tasks if task.id in numbers)
        part.standings = tuple(one for one in self.standings if one.task.id in numbers)
        return part

    def on(self, day: dt.date) -> Snapshot:
        """Return the same tasks of the same store on another day, by the plan of that day; later ones are not there."""
        return self._on(day, self.dataset)

    def apart(self, day: dt.date) -> Snapshot:
        """Return what `on` does; the entries that it opens are held no longer than it is."""
        return self._on(day, self.dataset.apart())

    def _on(self, day: dt.date, dataset: Dataset) -> Snapshot:
        other = Snapshot(dataset, day, self.rev, self.choice)
        numbers = {task.id for task in self.tasks}
        other.tasks = tuple(task for task in other.plan.tasks if task.id in numbers)
        other.standings = tuple(status.of_tasks(other, other.tasks))
        return other


def _keys(task: Task) -> set[str]:
    """Return what an entry on a task may report of."""
    return {*(one.id for one in task.indicators), *(one.id for one in task.milestones)}
