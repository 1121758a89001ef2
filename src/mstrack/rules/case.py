"""One entry as rules take it: with the plan in force on its day, and what its unit filed on the task before."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import Problem
from mstrack.progress import timeline
from mstrack.progress.plan_fields import with_shared_amendments
from mstrack.store.entry_names import filed_at

if TYPE_CHECKING:
    from mstrack.format.model import Entry, Period, Plan, Task, Unit
    from mstrack.progress.figures import Submission
    from mstrack.store.entry_names import Filed


class Terms(NamedTuple):
    """What held on a day.

    `offices` are the names of the units that may report, by code; `leads` the codes of those that say done: the lead
    unit's, or, where a group leads, those of its members. `reach` are the days that entries may name.
    """

    plan: Plan
    task: Task
    offices: dict[str, str]
    leads: tuple[str, ...]
    period: Period
    reach: Period

    @property
    def is_joint(self) -> bool:
        """Whether a group leads, whose members file for it."""
        unit = self.plan.unit(self.task.lead_unit)
        return bool(unit and unit.members)


class TermsInTime:
    """The terms of one task on each day: what amendments dated later changed is as they found it.

    So an entry stays right when the promise changes after its day: a target that was raised undoes no "done", a unit
    that lost the lead, or its name, keeps what it filed.
    """

    def __init__(self, plan: Plan, task: Task) -> None:
        """Take the plan and a task of it as they are written now."""
        task = with_shared_amendments(plan, task)
        item = replace(plan.items[0], tasks=(task,))
        own = tuple(one for one in plan.amendments if not one.tasks)
        self._plan = replace(plan, items=(item,), counts=None, amendments=own)  # others change nothing here
        self._task = task
        self._known: dict[dt.date, Terms] = {}
        self._latest = self._terms(self._plan)
        # where nothing is undone on the first of all days, no day differs
        self._is_steady = timeline.in_force(self._plan, dt.date.min) is self._plan

    @property
    def now(self) -> Task:
        """The task as it is written now."""
        return self._task

    def on(self, day: dt.date) -> Terms:
        """Return the terms on a day. A task that was added later has those of today."""
        if self._is_steady:
            return self._latest
        known = self._known.get(day)
        if known is None:
            plan = timeline.in_force(self._plan, day)
            known = self._known[day] = self._latest if plan is self._plan else self._terms(plan)
        return known

    def _terms(self, plan: Plan) -> Terms:
        task = plan.tasks[0] if plan.items else self._task
        offices = _offices(self._plan, self._task)
        if plan is not self._plan:  # a unit that the task names only since then may report on the time before
            offices |= _offices(plan, task)
        period = plan.period
        return Terms(plan, task, offices, _leads(plan, task), period, period.reach)


class Case(NamedTuple):
    """One entry, and what is needed to check it.

    `terms` are those of the entry's day, `code` is that of its unit. `reports` are the unit's other effective reports
    on the task, newest first, without those that this entry corrects; `filed` are all entries of the task by their ids,
    `corrected` the ids that other entries replace already, `rivals` the corrections that dispute an entry, together.
    `is_new`: it is not filed yet. Nothing was recorded after `latest`; None where nobody knows what time it is.
    """

    times: TermsInTime
    terms: Terms
    code: str
    entry: Entry
    path: str
    today: dt.date
    reports: tuple[Submission, ...]
    filed: dict[str, Filed]
    corrected: frozenset[str]
    rivals: tuple[frozenset[str], ...] = ()
    is_new: bool = False
    latest: dt.datetime | None = None

    @property
    def task(self) -> Task:
        """The task as it was on the day of the entry."""
        return self.terms.task

    @property
    def filed_id(self) -> str | None:
        """The entry's id; None where it is not filed."""
        filed = filed_at(self.path)
        return filed.id if filed and filed.id in self.filed else None

    @property
    def speaks(self) -> bool:
        """Whether the unit files for the task on the day of the entry."""
        return self.code in self.terms.leads

    def speaks_on(self, day: dt.date) -> bool:
        """Whether the unit files for the task on a day, as its lead or as a member of the group that leads."""
        return self.code in self.times.on(day).leads

    def problem(self, rule: str, sentence: str, *route: str | int) -> Problem:
        """Return a problem of this entry."""
        return Problem(self.path, 0, 0, rule, sentence, route)


def _offices(plan: Plan, task: Task) -> dict[str, str]:
    return {unit.code: unit.name for name in task.units for unit in _members(plan, name)}


def _leads(plan: Plan, task: Task) -> tuple[str, ...]:
    return tuple(unit.code for unit in _members(plan, task.lead_unit))


def _members(plan: Plan, name: str) -> tuple[Unit, ...]:
    """Return a unit, or the members of a group in its place."""
    unit = timeline.unit_named(plan, name)
    if unit is None or not unit.members:
        return (unit,) if unit else ()
    found = (timeline.unit_named(plan, one) for one in unit.members)
    return tuple(one for one in found if one)
