"""What was filed (`log`) and by whom nothing was (`missing`)."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.progress.status import others
from mstrack.report import Column, Report, Table, Text, Tone, Word
from mstrack.views import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from mstrack.format.model import Plan, Task, Unit
    from mstrack.progress.dates import Range
    from mstrack.report import Cell
    from mstrack.store.dataset import Dataset, Filed


class Logged(NamedTuple):
    """An entry in the log, and the ids of those that replaced it."""

    task: Task
    filed: Filed
    replaced_by: tuple[str, ...]


def logged_entries(dataset: Dataset, tasks: Iterable[Task], until: dt.date) -> list[Logged]:
    """Return the entries filed on tasks up to a day, newest first, what was corrected right below what replaced it.

    No text is opened.
    """
    standing_ones: list[Logged] = []
    below: dict[str, list[Logged]] = {}
    for task in tasks:
        known = {filed.id: filed for filed in dataset.history(task.id, until).everything()}
        replaced: dict[str, tuple[str, ...]] = {}
        for filed in known.values():
            for old in filed.corrects:
                replaced[old] = (*replaced.get(old, ()), filed.id)
        for filed in known.values():
            by = replaced.get(filed.id, ())
            (below.setdefault(by[0], []) if by else standing_ones).append(Logged(task, filed, by))
    standing_ones.sort(key=lambda one: (one.filed.day, -one.task.id, one.filed.code, one.filed.id), reverse=True)
    listed = [each for one in standing_ones for each in _with_replaced(one, below)]
    return [*listed, *(one for several in below.values() for one in several)]  # corrections in a circle are listed, too


def _with_replaced(one: Logged, below: dict[str, list[Logged]]) -> Iterator[Logged]:
    yield one
    for old in below.pop(one.filed.id, ()):
        yield from _with_replaced(old, below)


def log(dataset: Dataset, chosen: Sequence[Logged], when: Range, as_of: dt.date, rev: str | None) -> Report:
    """Return what was filed, newest first; what was replaced is struck through and says by what."""
    dataset.open([one.filed for one in chosen])
    columns = (
        Column("date", _("Date"), 100),
        Column("task", _("No."), 95, right=True),
        Column("unit", _("Unit"), 90, wrap=True, least=8),
        Column("", _("Status"), 80, wrap=True, least=8),
        Column("", _("Figures"), 85, wrap=True, least=12),
        Column("note", _("Note"), 50, wrap=True, least=14),
        Column("reporter", _("Reporter"), 20, wrap=True, least=6),
        Column("id", _("Entry"), 70),
        *(Column(key, "") for key in (
            "status", "figures", "problem", "next", "recorded", "corrects", "corrected_by", "path",
        )),
    )  # fmt: skip
    rows = tuple(_logged(dataset, one) for one in chosen)
    count = ngettext("{n} entry", "{n} entries", len(rows)).format(n=len(rows))
    lines = (
        Table("entries", columns, rows),
        Text(_("{range}: {entries}.").format(range=words.days_span(when), entries=count), Tone.MUTE),
    )
    title = _("{title}: what was filed, as of {day}").format(title=dataset.plan.title, day=as_of)
    return Report(
        "log", title, as_of, rev, lines, (("after", when.after), ("before", when.before), ("count", len(rows)))
    )


def _logged(dataset: Dataset, one: Logged) -> tuple[Cell, ...]:
    entry = dataset.entry(one.filed)
    tone = Tone.STRUCK if one.replaced_by else Tone.PLAIN
    status = words.status(entry.status).text
    if one.replaced_by:
        status = _("corrected by {id}").format(id=_(", ").join(one.replaced_by))
    return (
        Word(entry.date.isoformat(), entry.date.isoformat(), tone),
        entry.task,
        Word(entry.unit, entry.unit, tone),
        status,
        Word(None, words.figures(entry, one.task), tone),
        Word(entry.note, entry.note or "-", tone),
        Word(entry.reporter, entry.reporter, tone),
        one.filed.id,
        entry.status,
        tuple(f"{key}={figure}" for key, figure in entry.figures.items()),
        entry.problem,
        entry.next,
        entry.recorded.isoformat(),
        entry.corrects,
        one.replaced_by,
        one.filed.path,
    )


class Silent(NamedTuple):
    """A unit that filed nothing in a range on some of its tasks."""

    unit: Unit
    tasks: tuple[int, ...]
    of: int
    last: str | None


def silent(dataset: Dataset, tasks: Sequence[Task], when: Range, as_of: dt.date, *, all_units: bool) -> list[Silent]:
    """Return the units (lead units; or all, members one by one) that filed nothing in the range.

    By names alone, however long the history: so a task that is done counts like any other.
    """
    plan = dataset.plan
    missing: dict[str, list[int]] = {}
    asked: dict[str, int] = {}
    last: dict[str, str] = {}
    units = {unit.name: unit for unit in plan.units}
    for task in tasks:
        history = dataset.history(task.id, as_of)
        for unit in (units[task.lead_unit], *(others(plan, task) if all_units else ())):
            days = (filed.day for filed in history.effective(unit.code))  # newest first
            newest = next(days, "")
            asked[unit.name] = asked.get(unit.name, 0) + 1
            last[unit.name] = max(last.get(unit.name, ""), newest)
            if not newest or not any(map(when.has, chain([newest], days))):
                missing.setdefault(unit.name, []).append(task.id)
    return [
        Silent(unit, tuple(missing[unit.name]), asked[unit.name], last[unit.name] or None)
        for unit in plan.units
        if unit.name in missing
    ]


def missing(plan: Plan, several: Sequence[Silent], when: Range, as_of: dt.date, rev: str | None) -> Report:
    """Return who has filed nothing, on which tasks, and whom to call."""
    columns = (
        Column("unit", _("Unit"), 100, wrap=True, least=10),
        Column("person", _("Person to call"), 90),
        Column("", _("Not reported"), 80, right=True),
        Column("task_ids", _("Tasks"), 95, wrap=True, least=10),
        Column("last_report", _("Last report"), 60),
        Column("code", _("Code"), 50),
        Column("missing", ""),
        Column("of", ""),
    )
    rows = tuple(
        (
            one.unit.name,
            one.unit.person.name if one.unit.person else None,
            Word(None, _("{n} of {all}").format(n=len(one.tasks), all=one.of)),
            one.tasks,
            one.last,
            one.unit.code,
            len(one.tasks),
            one.of,
        )
        for one in several
    )
    units = ngettext("{n} unit has", "{n} units have", len(rows)).format(n=len(rows))
    line = _("{range}: {units} not reported on all of their tasks.").format(range=words.days_span(when), units=units)
    title = _("{title}: who has not reported, as of {day}").format(title=plan.title, day=as_of)
    envelope = (("after", when.after), ("before", when.before), ("count", len(rows)))
    remark = _("No entry is opened for this, so tasks that are done count too; mstrack list --light done names them.")
    lines = (Text(line), *((Text(remark, Tone.MUTE),) if rows else ()))
    return Report("missing", title, as_of, rev, (Table("units", columns, rows), *lines), envelope)
