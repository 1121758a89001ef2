"""A store on a day, as it was at one moment: what every view and document is made from.

A command makes one snapshot. Nothing it holds is read twice, so no two numbers of a report come from two moments.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mstrack.progress import query, status
from mstrack.progress.log import logged_entries
from mstrack.progress.query import Choice

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator

    from mstrack.format.model import Entry, Indicator, Plan, Task, Unit
    from mstrack.progress.log import Logged
    from mstrack.progress.status import Standing, Submission
    from mstrack.store.dataset import Dataset, Filed, History


class Snapshot:
    """A plan and the progress on it, as of a day, in the working tree or at a revision.

    `plan` is the plan, `as_of` the day, `rev` the commit's full id (None: the working tree), `choice` the filters that
    `standings` honours. Unreadable is raised, with every problem, where what is asked for cannot be read.
    """

    def __init__(self, dataset: Dataset, as_of: dt.date, rev: str | None = None, choice: Choice | None = None) -> None:
        """Take an opened store; `choice` says which tasks are meant, all of them where it is left out."""
        self.dataset = dataset
        self.as_of = as_of
        self.rev = rev
        self.choice = choice or Choice()

    @property
    def plan(self) -> Plan:
        """The plan of the store."""
        return self.dataset.plan

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks that the filters on the plan leave, in the table's order."""
        return tuple(query.tasks(self.plan, self.choice))

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Where the chosen tasks stand, in the table's order."""
        return tuple(query.fitting(status.of_tasks(self.dataset, self.tasks, self.as_of), self.choice))

    @cached_property
    def logged(self) -> tuple[Logged, ...]:
        """Every entry filed on the tasks up to the as-of day, newest first; no text is opened."""
        return tuple(logged_entries(self.dataset, self.tasks, self.as_of))

    def history(self, task: int) -> History:
        """Return the names filed on a task up to the as-of day; its folder is listed once."""
        return self.dataset.history(task, self.as_of)

    def entry(self, filed: Filed) -> Entry:
        """Return an entry, opened now if it was not before."""
        return self.dataset.entry(filed)

    def open(self, several: Iterable[Logged]) -> None:
        """Open many entries at once. Unreadable holds every problem in all of them."""
        self.dataset.open([one.filed for one in several])

    def partner_shares(self, task: Task, indicator: Indicator) -> list[tuple[Unit, Submission | None]]:
        """Return, for each unit of a task but the lead, its newest report with a figure of the indicator, or None."""
        return status.partner_shares(self.dataset, task, self.history(task.id), indicator)

    def submissions(self, task: int, code: str) -> Iterator[Submission]:
        """Yield the effective submissions of the unit with this code on a task, newest first."""
        return status.reports(self.dataset, self.history(task), code)

    def of_tasks(self, numbers: Collection[int]) -> Snapshot:
        """Return this snapshot narrowed to some of its tasks; nothing is read again."""
        part = Snapshot(self.dataset, self.as_of, self.rev, self.choice)
        part.tasks = tuple(task for task in self.tasks if task.id in numbers)
        part.standings = tuple(one for one in self.standings if one.task.id in numbers)
        return part

    def on(self, day: dt.date) -> Snapshot:
        """Return the same tasks of the same store on another day."""
        other = Snapshot(self.dataset, day, self.rev, self.choice)
        other.tasks = self.tasks
        other.standings = tuple(status.of_tasks(self.dataset, self.tasks, day))
        return other
