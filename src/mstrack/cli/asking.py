"""What the sentences of the queries are made of: the store that is asked, the tasks meant, the answer given."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

from mstrack import checks, dates, files, memo, names
from mstrack.cli import console
from mstrack.dates import Range
from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _
from mstrack.query import Choice
from mstrack.render import FORMATS
from mstrack.store import Dataset
from mstrack.views import words

if TYPE_CHECKING:
    from mstrack.cli.options import Asked, Due, Where
    from mstrack.model import Plan, Task
    from mstrack.report import Report


def store(asked: Where) -> tuple[Dataset, dt.date, str | None]:
    """Open the store that is asked, at its as-of day and revision."""
    names.choice(asked.form, {name: name for name in FORMATS}, "--format")  # before any work is done
    root = files.find_store(asked.data, os.getcwd())
    source: files.Files = files.WorkTree(root)
    rev = None
    if asked.rev is not None:
        from mstrack import git  # noqa: PLC0415  only where the past is asked

        source = git.Revision(root, asked.rev)
        rev = source.commit
    dataset = Dataset(source, memo.Memo(memo.default_path()), checks.of_plan)
    today = dt.date.today()  # noqa: DTZ011  the calendar day where the user sits
    as_of = dates.day(asked.as_of, dataset.plan.year, today) if asked.as_of else today
    if as_of.year > dataset.plan.year:
        told = _("The as-of day {day} lies after the plan's year {year}; --as-of 12-31 answers as of a day in it.")
        console.say(told.format(day=as_of, year=dataset.plan.year))
    return dataset, as_of, rev


def chosen(plan: Plan, asked: Asked) -> Choice:
    """Resolve what was typed into the filters to names of the plan."""
    return Choice(
        leaders=tuple(names.leader(plan, typed) for typed in asked.leader),
        units=tuple(names.unit(plan, typed) for typed in asked.unit),
        lead_units=tuple(names.unit(plan, typed) for typed in asked.lead_unit),
        persons=tuple(names.person(plan, typed) for typed in asked.person),
        items=tuple(names.item(plan, typed) for typed in asked.item),
        lights=tuple(names.choice(typed, words.lights(), "--light") for typed in asked.light),
        statuses=tuple(names.choice(typed, words.statuses(), "--status") for typed in asked.status),
    )


def parse_range(plan: Plan, asked: Due, as_of: dt.date) -> Range:
    """Resolve --after and --before; WrongUse where they are the wrong way round."""
    after = dates.day(asked.after, plan.year, as_of) if asked.after else None
    before = dates.day(asked.before, plan.year, as_of) if asked.before else None
    if after and before and after > before:
        told = _("--after {after} lies after --before {before}; exchange the two")
        raise WrongUse(told.format(after=after, before=before))
    return Range(after, before)


def task_number(plan: Plan, typed: str) -> Task:
    """Return the task of a number; WrongUse names the nearest one."""
    tasks = {task.id: task for task in plan.tasks}
    bare = dates.bare(typed)
    if bare.isdecimal() and int(bare) in tasks:
        return tasks[int(bare)]
    if bare.lstrip("-").isdecimal():
        near = min(tasks, key=lambda number: abs(number - int(bare)))
        told = _("there is no task {typed}; the plan has {first} to {last}, the nearest is {near}")
        raise WrongUse(told.format(typed=typed, first=min(tasks), last=max(tasks), near=near))
    told = _("{typed} is no number of a task; the plan has {first} to {last}")
    raise WrongUse(told.format(typed=typed, first=min(tasks), last=max(tasks)))


def answer(report: Report, asked: Where) -> None:
    """Give the answer in the format that was asked for."""
    console.emit(FORMATS[asked.form](report, console.page()))
