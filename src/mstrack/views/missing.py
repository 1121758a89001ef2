"""Who has filed nothing in a range of days, on which open tasks, and whom to call (`missing`)."""

from __future__ import annotations

import datetime as dt
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.progress import query
from mstrack.progress.dates import Range
from mstrack.progress.figures import others, speakers
from mstrack.report import Column, Report, Text, Tone, Word, filled, for_data, for_machines, for_people
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mstrack.format.model import Unit
    from mstrack.progress.snapshot import Snapshot
    from mstrack.report import Block, Columns


class Silent(NamedTuple):
    """A unit that filed nothing in a range on some (`tasks`) of the `of` open tasks that ask it for reports."""

    unit: Unit
    tasks: tuple[int, ...]
    of: int
    last: str | None


class Missing(NamedTuple):
    """Who is silent in a range of days, of how many units; `finished` tasks ask nobody for a report."""

    units: tuple[Silent, ...]
    when: Range
    of: int
    finished: int
    by_default: bool


def last_report_month(snapshot: Snapshot) -> Range:
    """Return the days from the first one of the last month that is over; none before the plan's period.

    Figures of a month hold for its last day and are filed after it: on its last day nobody is late with them.
    """
    last = snapshot.as_of.replace(day=1) - dt.timedelta(days=1)
    return Range(max(last.replace(day=1), snapshot.plan.period.start), None)


def silent_units(snapshot: Snapshot, asked: Range, *, all_units: bool = False) -> Missing:
    """Return the units (who files for a task; or all) that filed nothing in the range, members of groups one by one.

    Without a range the last report month is meant. Tasks that are done or dropped ask for no report.
    """
    by_default = not (asked.after or asked.before)
    when = last_report_month(snapshot) if by_default else asked
    plan, counted = snapshot.plan, query.counted(snapshot.standings)
    silent: dict[str, list[int]] = {}
    reports: dict[str, int] = {}
    last: dict[str, str] = {}
    units = {unit.name: unit for unit in plan.units}
    for task in (one.task for one in counted if one.light != "done"):
        history = snapshot.history(task.id)
        leads = [units[name] for name in speakers(plan, task) if name in units]
        for unit in (*leads, *(others(plan, task) if all_units else ())):
            days = (filed.day for filed in history.effective(unit.code))  # newest first
            newest = next(days, "")
            reports[unit.name] = reports.get(unit.name, 0) + 1
            last[unit.name] = max(last.get(unit.name, ""), newest)
            if not newest or not any(map(when.has, chain([newest], days))):
                silent.setdefault(unit.name, []).append(task.id)
    found = (
        Silent(unit, tuple(silent[unit.name]), reports[unit.name], last[unit.name] or None)
        for unit in plan.units
        if unit.name in silent
    )
    return Missing(tuple(found), when, len(reports), sum(one.light == "done" for one in counted), by_default)


def missing_report(snapshot: Snapshot, found: Missing) -> Report:
    """Return who has filed nothing, on which tasks, and whom to call."""
    columns: Columns[Silent] = (
        (Column("unit", _("Unit"), 100, wrap=True, least=10), lambda one: one.unit.name),
        (for_people(_("Whom to call"), 90, wrap=True, least=8), _whom_to_call),
        (
            for_people(_("Not reported"), 80, right=True),
            lambda one: Word(None, _("{n} of {all}").format(n=len(one.tasks), all=one.of)),
        ),
        (Column("task_ids", _("Task numbers"), 95, wrap=True, least=10), lambda one: one.tasks),
        (Column("last_report", _("Last report"), 60), lambda one: one.last),
        (for_machines("code"), lambda one: one.unit.code),
        (for_data("person", _("Person")), lambda one: one.unit.person.name if one.unit.person else None),
        (for_data("missing", _("Not reported")), lambda one: len(one.tasks)),
        (for_data("of", _("Tasks in all")), lambda one: one.of),
        (for_data("contact", _("Whom to call")), lambda one: one.unit.contact.name if one.unit.contact else None),
        (for_data("phone", _("Phone")), lambda one: one.unit.contact.phone if one.unit.contact else None),
    )
    title = _("{title}: who has not reported, as of {day}").format(title=snapshot.plan.title, day=snapshot.as_of)
    envelope = (("after", found.when.after), ("before", found.when.before), ("count", len(found.units)))
    remarks = (Text(line, Tone.MUTE) for line in _remarks(found))
    blocks: tuple[Block, ...] = (filled("units", columns, found.units), Text(found_line(found)), *remarks)
    return Report("missing", title, snapshot.as_of, snapshot.rev, blocks, envelope)


def found_line(found: Missing) -> str:
    """Say which days were meant, and how many units are silent in them, where any was asked."""
    n = len(found.units)
    if not found.of:
        return _("{range}: no open task asks for a report.").format(range=words.days_span(found.when))
    sentence = ngettext(
        "{range}: {n} of {all} unit has open tasks without a report.",
        "{range}: {n} of {all} units have open tasks without a report.",
        found.of,
    )
    return sentence.format(range=words.days_span(found.when), n=n, all=found.of)


def _whom_to_call(one: Silent) -> str | None:
    """Return the contact of a unit with the telephone number, else the person who answers for it."""
    return words.contact(one.unit) or (one.unit.person.name if one.unit.person else None)


def _remarks(found: Missing) -> Iterable[str]:
    if found.by_default:
        yield _("That is since the last report month began; --since names another day.")
    if found.finished:
        sentence = ngettext(
            "{n} finished task asks for no report.", "{n} finished tasks ask for no report.", found.finished
        )
        yield sentence.format(n=found.finished)
