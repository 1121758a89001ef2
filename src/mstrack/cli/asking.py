"""What the sentences of the queries are made of: the store that is asked, the tasks meant, the answer given."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING, Any

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
    from collections.abc import Callable

    from mstrack.cli.options import Due, Place, Span, Where
    from mstrack.cli.record import Desk
    from mstrack.model import Plan, Task
    from mstrack.report import Report


def store(asked: Where) -> tuple[Dataset, dt.date, str | None]:
    """Open the store that is asked, at its as-of day and revision."""
    asked.form = names.choice(asked.form, {name: name for name in FORMATS}, "--format")  # before any work is done
    root = _root(asked)
    source: files.Files = files.WorkTree(root)
    rev = None
    if asked.rev is not None:
        from mstrack import revision  # noqa: PLC0415  only where the past is asked

        past = revision.Revision(root, asked.rev)
        source, rev = past, past.commit
    dataset = _dataset(source)
    as_of = _today(dataset, asked)
    return dataset, as_of, rev


def desk(asked: Place) -> Desk:
    """Open the store that somebody wants to record in."""
    from mstrack.cli.record import Desk  # noqa: PLC0415  only where something is recorded

    root = _root(asked)
    dataset = _dataset(files.WorkTree(root))
    return Desk(dataset, root, _today(dataset, asked))


def _root(asked: Place) -> str:
    console.store = files.find_store(asked.data, "" if asked.data is not None else os.getcwd())
    return console.store


def _dataset(source: files.Files) -> Dataset:
    return Dataset(source, memo.Memo(memo.default_path()), checks.of_plan)


def _today(dataset: Dataset, asked: Place) -> dt.date:
    today = dt.date.today()  # noqa: DTZ011  the calendar day where the user sits
    return dates.day(asked.as_of, dataset.plan.year, today) if asked.as_of is not None else today


def chosen(plan: Plan, asked: Where) -> Choice:
    """Resolve what was typed into the filters that a command has to names of the plan."""
    readers: dict[str, tuple[str, Callable[[str], str | int]]] = {
        "leader": ("leaders", lambda typed: names.leader(plan, typed)),
        "unit": ("units", lambda typed: names.unit(plan, typed)),
        "lead_unit": ("lead_units", lambda typed: names.unit(plan, typed)),
        "person": ("persons", lambda typed: names.person(plan, typed)),
        "item": ("items", lambda typed: names.item(plan, typed)),
        "light": (
            "lights",
            lambda typed: names.choice(typed, words.lights(), "--light", words.in_all_languages(words.lights)),
        ),
        "status": (
            "statuses",
            lambda typed: names.choice(typed, words.statuses(), "--status", words.in_all_languages(words.statuses)),
        ),
    }
    found: dict[str, Any] = {
        field: tuple(map(read, getattr(asked, option, ()))) for option, (field, read) in readers.items()
    }
    return Choice(**found)


def parse_range(plan: Plan, asked: Due | Span, as_of: dt.date) -> Range:
    """Resolve the two ends of a range; WrongUse where they are the wrong way round."""
    after = dates.day(asked.after, plan.year, as_of) if asked.after is not None else None
    before = dates.day(asked.before, plan.year, as_of) if asked.before is not None else None
    if after and before and after > before:
        told = _("{after} lies after {before}; exchange the two days")
        raise WrongUse(told.format(after=after, before=before))
    return Range(after, before)


def task_number(plan: Plan, typed: str) -> Task:
    """Return the task of a number; WrongUse names the nearest one."""
    from mstrack.rawtext import shown  # noqa: PLC0415  its patterns take time to compile, most answers need none

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


def answer(report: Report, asked: Where, plan: Plan) -> None:
    """Give the answer in the format that was asked for, with a remark where its day lies after the plan's year."""
    if report.as_of.year > plan.year:
        told = _("The as-of day {day} lies after the plan's year {year}; --as-of 12-31 answers as of a day in it.")
        console.say(told.format(day=report.as_of, year=plan.year))
    console.emit(FORMATS[asked.form](report, console.page()), prose=asked.form == "table")
