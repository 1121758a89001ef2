"""What a change means: two stores, read as of one day, so that only changes of data show, and none of the calendar.

A filed entry never changes, so names tell what was filed, and only what is new is opened. Where one was changed or
removed all the same, that is listed for every task, whatever the filters leave.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, NamedTuple

from mstrack.errors import Unreadable
from mstrack.progress import plan_diff, query
from mstrack.progress.figures import Submission
from mstrack.progress.query import Choice
from mstrack.store import source
from mstrack.store.entry_names import filed_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from mstrack.format.model import Entry, Task
    from mstrack.progress.announcements import PlanChange
    from mstrack.progress.figures import Actual
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.store.dataset import Dataset
    from mstrack.store.entry_names import Filed


class TaskChange(NamedTuple):
    """A task of both plans that stands otherwise than before."""

    before: Standing
    after: Standing

    @property
    def figures(self) -> list[tuple[Actual, Actual]]:
        """Return the indicators whose figure or target changed, before and after."""
        old = {actual.indicator.id: actual for actual in self.before.actuals}
        pairs = [(old[new.indicator.id], new) for new in self.after.actuals if new.indicator.id in old]
        return [(was, now) for was, now in pairs if _values(was) != _values(now)]


class Filing(NamedTuple):
    """An entry that is new, the task that it is on, and, of a correction, what it replaces."""

    task: Task
    report: Submission
    replaced: tuple[Submission, ...]

    @property
    def happened(self) -> Literal["added", "corrected", "withdrawn"]:
        """Return what filing it did."""
        if not self.report.filed.corrects:
            return "added"
        return "withdrawn" if self.report.entry.withdrawn else "corrected"


class Lost(NamedTuple):
    """An entry that was filed and is no longer what or where it was, though a filed entry never changes.

    `before` and `after` are what it said and says; None where it is gone, or can no longer be read.
    """

    task: Task
    filed: Filed
    unit: str
    happened: Literal["changed", "removed"]
    before: Entry | None
    after: Entry | None


class Changes(NamedTuple):
    """What differs.

    `later` counts new entries dated after the as-of day; with `layout` tasks.yaml says the same in another way.
    """

    lost: tuple[Lost, ...] = ()
    tasks: tuple[TaskChange, ...] = ()
    filings: tuple[Filing, ...] = ()
    plan: tuple[PlanChange, ...] = ()
    later: int = 0
    layout: bool = False

    @property
    def found(self) -> bool:
        """Whether anything differs at all."""
        return any(self)

    def newly(self, light: str) -> tuple[int, ...]:
        """Return the numbers of the tasks that have this light, and had another; a dropped task has none."""
        lit = [one.after for one in self.tasks if one.after.light == light != one.before.light]
        return tuple(one.task.id for one in lit if one.cause != "dropped")


class SideStandings(NamedTuple):
    """One side: where its tasks that may have changed stand, by their numbers, and which of them the filters leave."""

    snapshot: Snapshot
    standings: dict[int, Standing]
    chosen: frozenset[int]


def standings_of(snapshot: Snapshot, changed: Collection[int] | None = None) -> SideStandings:
    """Compute where every task of one side stands, once. Unreadable holds the problems of that side alone.

    `changed`: of these tasks only, where the others are the same on both sides.
    """
    whole = snapshot.choosing(Choice())
    if changed is not None:
        whole.tasks = tuple(task for task in whole.tasks if task.id in changed)
    everything = whole.standings
    numbers = {task.id for task in snapshot.tasks}
    chosen = query.fitting((one for one in everything if one.task.id in numbers), snapshot.choice)
    return SideStandings(snapshot, {one.task.id: one for one in everything}, frozenset(one.task.id for one in chosen))


def changes(old: SideStandings, new: SideStandings, changed: Sequence[str]) -> Changes:
    """Compare two sides as of one day. `changed` are the paths that both have, with other bytes."""
    chosen = old.chosen | new.chosen
    everything = chosen == old.standings.keys() | new.standings.keys()
    of_plan = plan_diff.changes(old.snapshot.dataset.plan, new.snapshot.dataset.plan)
    fresh, gone = _by_names(old, new)
    fresh = [filed for filed in fresh if filed.task in chosen]
    until = new.snapshot.as_of.isoformat()
    return Changes(
        lost=tuple(_lost(old, new, gone, changed)),
        tasks=tuple(_moved(old, new, chosen)),
        filings=tuple(_filings(new, [one for one in fresh if one.day <= until])),
        plan=tuple(one for one in of_plan if everything or one.thing.task in chosen),
        later=sum(filed.day > until for filed in fresh),
        layout=source.PLAN in changed and not of_plan,
    )


def _moved(old: SideStandings, new: SideStandings, chosen: frozenset[int]) -> Iterator[TaskChange]:
    """Yield the tasks of both plans that stand otherwise."""
    for number, after in new.standings.items():
        if number in chosen and number in old.standings:
            change = TaskChange(old.standings[number], after)
            if change.figures or _stands(change.before) != _stands(after):
                yield change


def _stands(one: Standing) -> tuple[object, ...]:
    """Return what of a standing matters beside its figures; how old the report is does not."""
    return one.light, one.cause, query.status(one), one.late, one.disputed


def _values(actual: Actual) -> tuple[object, ...]:
    indicator = actual.indicator
    return actual.figure, actual.provisional, indicator.target, indicator.above, indicator.measure


def _by_names(old: SideStandings, new: SideStandings) -> tuple[list[Filed], list[Filed]]:
    """Return the entries on tasks that only the newer side has, and those that only the older one has."""
    fresh: list[Filed] = []
    gone: list[Filed] = []
    for number in {**old.standings, **new.standings}:
        before, after = (side.snapshot.dataset.history(number, dt.date.max) for side in (old, new))
        fresh += after.without(before)
        gone += before.without(after)
    return fresh, gone


def _filings(new: SideStandings, fresh: list[Filed]) -> Iterator[Filing]:
    """Yield what was filed by task and day, the newest first; of one day what was filed last."""
    dataset = new.snapshot.dataset
    replaced = {filed: _replaced(dataset, filed) for filed in dataset.in_day_order(fresh)}
    dataset.open([*fresh, *(one for several in replaced.values() for one in several)])
    for filed, several in replaced.items():
        task = new.standings[filed.task].task
        earlier = tuple(Submission(one, dataset.entry(one)) for one in several)
        yield Filing(task, Submission(filed, dataset.entry(filed)), earlier)


def _lost(old: SideStandings, new: SideStandings, gone: list[Filed], changed: Sequence[str]) -> Iterator[Lost]:
    names = {unit.code: unit.name for unit in old.snapshot.plan.units}
    for filed in filter(None, map(filed_at, changed)):
        task, unit = old.standings[filed.task].task, names.get(filed.code, filed.code)
        yield Lost(task, filed, unit, "changed", _opened(old, filed), _opened(new, filed))
    for filed in gone:
        task, unit = old.standings[filed.task].task, names.get(filed.code, filed.code)
        yield Lost(task, filed, unit, "removed", _opened(old, filed), None)


def _opened(side: SideStandings, filed: Filed) -> Entry | None:
    """Return an entry as one side has it; one that was tampered with may be beyond reading."""
    with suppress(Unreadable):
        return side.snapshot.entry(filed)
    return None


def _replaced(dataset: Dataset, filed: Filed) -> list[Filed]:
    return dataset.history(filed.task, dt.date.max).named(filed.corrects) if filed.corrects else []
