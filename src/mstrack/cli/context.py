"""What the sentences of the queries are made of: the store that is asked, the tasks meant, the answer given."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING, Any

from mstrack.cli import console
from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _
from mstrack.progress import dates, lookup
from mstrack.progress.dates import Range
from mstrack.progress.query import Choice
from mstrack.render import FORMATS
from mstrack.rules.plan import of_plan
from mstrack.store import cache
from mstrack.store.dataset import Dataset
from mstrack.store.source import Files, WorkTree, find_store
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from mstrack.cli.commands.report import DocumentOptions
    from mstrack.cli.options import Deadlines, DiffOptions, Filters, QueryOptions, Span, StoreOptions
    from mstrack.cli.record.filing import FilingContext
    from mstrack.format.model import Period, Plan, Task
    from mstrack.report import Report


def store(asked: QueryOptions) -> tuple[Dataset, dt.date, str | None]:
    """Open the store that is asked, at its as-of day and revision."""
    asked.form = lookup.choice(asked.form, {name: name for name in FORMATS}, "--format")  # before any work is done
    dataset, rev, _root = opened(asked.data, asked.rev)
    return dataset, as_of(asked, dataset.plan.period), rev


def opened(data: str | None, asked_rev: str | None) -> tuple[Dataset, str | None, str]:
    """Open a store as it lies on disk or at a revision; return it with the revision's digest and its folder."""
    root = find(data)
    source: Files = WorkTree(root)
    rev = None
    if asked_rev is not None:
        from mstrack.git import snapshot  # noqa: PLC0415  only where the past is asked

        past = snapshot.Revision(root, asked_rev)
        source, rev = past, past.commit
    return load(source), rev, root


def desk(asked: StoreOptions) -> FilingContext:
    """Open the store that somebody wants to record in."""
    from mstrack.cli.record.filing import FilingContext  # noqa: PLC0415  only where something is recorded

    root = place(asked)
    dataset = load(WorkTree(root))
    return FilingContext(dataset, root, as_of(asked, dataset.plan.period))


def place(asked: StoreOptions) -> str:
    """Return the folder of the store that is asked; what is told of its files from now on starts there."""
    return find(asked.data)


def find(data: str | None) -> str:
    """Return the folder of a store that --data names, or else the one that is here or above."""
    console.store = find_store(data, "" if data is not None else os.getcwd())
    return console.store


def load(source: Files) -> Dataset:
    """Read the plan of a store, as far as nobody knows it yet; its entries are read when they are asked for."""
    return Dataset(source, cache.Cache(cache.default_path()), of_plan)


def as_of(asked: StoreOptions | DocumentOptions, period: Period | None) -> dt.date:
    """Return the as-of day that was typed, in the plan's year where it has none; else today."""
    today = dt.date.today()  # noqa: DTZ011  the calendar day where the user sits
    return dates.day(asked.as_of, period or today.year, today) if asked.as_of is not None else today


def chosen(plan: Plan, asked: QueryOptions | Filters) -> Choice:
    """Resolve what was typed into the filters that a command has to names of the plan."""
    readers: dict[str, tuple[str, Callable[[str], str | int]]] = {
        "leader": ("leaders", lambda typed: lookup.leader(plan, typed)),
        "unit": ("units", lambda typed: lookup.unit(plan, typed)),
        "lead_unit": ("lead_units", lambda typed: lookup.unit(plan, typed)),
        "person": ("persons", lambda typed: lookup.person(plan, typed)),
        "item": ("items", lambda typed: lookup.item(plan, typed)),
        "light": (
            "lights",
            lambda typed: lookup.choice(typed, words.lights(), "--light", words.in_all_languages(words.lights)),
        ),
        "status": (
            "statuses",
            lambda typed: lookup.choice(typed, words.statuses(), "--status", words.in_all_languages(words.statuses)),
        ),
    }
    found: dict[str, Any] = {
        field: tuple(map(read, getattr(asked, option, ()))) for option, (field, read) in readers.items()
    }
    return Choice(**found)


def parse_range(plan: Plan, asked: Deadlines | Span, as_of: dt.date) -> Range:
    """Resolve the two ends of a range; WrongUse where they are the wrong way round."""
    after = dates.day(asked.after, plan.period, as_of) if asked.after is not None else None
    before = dates.day(asked.before, plan.period, as_of) if asked.before is not None else None
    if after and before and after > before:
        told = _("{after} lies after {before}; exchange the two days")
        raise WrongUse(told.format(after=after, before=before))
    return Range(after, before)


def task_number(plan: Plan, typed: str) -> Task:
    """Return the task of a number; WrongUse names the nearest one."""
    from mstrack.format.characters import shown  # noqa: PLC0415  its patterns take time to compile, most answers need none

    tasks = {task.id: task for task in plan.tasks}
    bare = dates.bare(typed)
    typed = shown(typed)
    if bare.isdecimal() and int(bare) in tasks:
        return tasks[int(bare)]
    if bare.lstrip("-").isdecimal():
        near = min(tasks, key=lambda number: abs(number - int(bare)))
        told = _("there is no task {typed}; the plan has {first} to {last}, the nearest is {near}")
        raise WrongUse(told.format(typed=typed, first=min(tasks), last=max(tasks), near=near))
    told = _("{typed} is no number of a task; the plan has {first} to {last}")
    raise WrongUse(told.format(typed=typed, first=min(tasks), last=max(tasks)))


def remark_on(day: dt.date, plan: Plan) -> None:
    """Say where an as-of day lies after the plan's year: everything is overdue then that is not done."""
    if day.year > plan.year:
        told = _("The as-of day {day} lies after the plan's year {year}; --as-of 12-31 answers as of a day in it.")
        console.say(told.format(day=day, year=plan.year))


def answer(report: Report, asked: QueryOptions | DiffOptions, plan: Plan) -> None:
    """Give the answer in the format that was asked for, with a remark where its day lies after the plan's year."""
    remark_on(report.as_of, plan)
    console.emit(FORMATS[asked.form](report, console.page()), prose=asked.form == "table")
