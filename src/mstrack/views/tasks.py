"""Many tasks: `due`, sorted by urgency, and `list`, in the table's order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.progress import query
from mstrack.progress.routes import item_numbers
from mstrack.report import Column, Report, Table, Text, Tone, Word, hundredths
from mstrack.views import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mstrack.format.model import Plan, Task
    from mstrack.progress.query import Choice
    from mstrack.progress.status import Standing
    from mstrack.report import Block, Cell


def due(plan: Plan, standings: Sequence[Standing], choice: Choice, as_of: dt.date, rev: str | None) -> Report:
    """Return what is due in the range, the most urgent first, and the counts on its last day."""
    urgent = query.by_urgency(standings)
    columns = (
        Column("id", _("No."), 100, right=True),
        Column("title", _("Task"), 90, wrap=True, least=10),
        *_involved_columns(choice),
        Column("lead_unit", _("Lead unit"), 50, wrap=True, least=8),
        Column("leader", _("Leader"), 30),
        Column("deadline", _("Deadline"), 80),
        Column("", _("Left"), 70, right=True),
        Column("", _("Light"), 95, wrap=True, least=12),
        Column("progress_percent", _("Progress"), 60, right=True),
        Column("", _("Age"), 40, right=True),
        *_machine_columns(),
    )
    rows = tuple(
        (
            one.task.id,
            one.task.short,
            *_involved(plan, one, choice),
            one.task.lead_unit,
            one.task.leader,
            _deadline(one.task),
            words.days(one.days_left, overdue=one.cause == "overdue"),
            words.light(one),
            words.progress(one),
            words.days(one.age),
            *_machine_cells(one),
        )
        for one in urgent
    )
    counts = (Text(counts_line(urgent), Tone.MUTE),) if rows else ()
    blocks = (Table("tasks", columns, rows), *_amended(urgent), Text(range_line(urgent, choice)), *counts)
    title = _("{title}: what is due, as of {day}").format(title=plan.title, day=as_of)
    envelope = (
        ("after", choice.due.after),
        ("before", choice.due.before),
        ("count", len(urgent)),
        ("due_on_last_day", _on_last_day(urgent, choice)),
        ("expected_percent", hundredths(urgent[0].pace) if urgent else None),
    )
    return Report("due", title, as_of, rev, blocks, envelope)


def listing(plan: Plan, standings: Sequence[Standing], choice: Choice, as_of: dt.date, rev: str | None) -> Report:
    """Return the tasks with what the table says of them, in its order."""
    numbers = item_numbers(plan)
    columns = (
        Column("id", _("No."), 100, right=True),
        Column("item", _("Item"), 20, right=True),
        Column("title", _("Task"), 90, wrap=True, least=10),
        *_involved_columns(choice),
        Column("leader", _("Leader"), 60),
        Column("lead_unit", _("Lead unit"), 80, wrap=True, least=8),
        Column("partner_units", _("Partner units"), 40, wrap=True, least=14),
        Column("deadline", _("Deadline"), 70),
        Column("", _("Light"), 50, wrap=True, least=10),
        Column("content", "", 0),
        *_machine_columns(),
    )
    rows = tuple(
        (
            one.task.id,
            numbers[one.task.id],
            one.task.short,
            *_involved(plan, one, choice),
            one.task.leader,
            one.task.lead_unit,
            one.task.partner_units,
            _deadline(one.task),
            words.light(one),
            one.task.content,
            *_machine_cells(one),
        )
        for one in standings
    )
    count = ngettext("{n} task.", "{n} tasks.", len(rows)).format(n=len(rows))
    title = _("{title}: tasks, as of {day}").format(title=plan.title, day=as_of)
    line = _("{count} {lights}").format(count=count, lights=counts_line(standings)) if rows else count
    blocks: tuple[Block, ...] = (Table("tasks", columns, rows), *_amended(standings), Text(line, Tone.MUTE))
    return Report("list", title, as_of, rev, blocks, (("count", len(rows)),))


def range_line(standings: Sequence[Standing], choice: Choice) -> str:
    """Say which days were meant, how many tasks fall into them, and how many on the last day: the costly boundary."""
    tasks = ngettext("{n} task", "{n} tasks", len(standings)).format(n=len(standings))
    if not standings:
        return _("{range}: {tasks}.").format(range=words.span(choice.due), tasks=tasks)
    told = {"range": words.span(choice.due), "tasks": tasks, "n": _on_last_day(standings, choice)}
    if choice.due.before:
        return _("{range}: {tasks}, {n} of them due on that very day.").format(**told)
    last = _last_day(standings, choice)
    return _("{range}: {tasks}, {n} of them due on the last day, {day}.").format(**told, day=last)


def counts_line(standings: Sequence[Standing]) -> str:
    """Count the lights, and name the pace that they are measured by; nothing to count, nothing to say."""
    if not standings:
        return ""
    counted = [
        _("{light} {n}").format(light=name, n=n)
        for code, name in words.lights().items()
        if (n := sum(one.light == code for one in standings))
    ]
    pace = _("Expected pace {percent}%").format(percent=f"{hundredths(standings[0].pace):.2f}")
    return _("{counts}. {pace}.").format(counts=_(", ").join(counted), pace=pace)


def _last_day(standings: Sequence[Standing], choice: Choice) -> dt.date | None:
    return choice.due.before or max((one.due for one in standings), default=None)


def _on_last_day(standings: Sequence[Standing], choice: Choice) -> int:
    last = _last_day(standings, choice)
    return sum(one.due == last for one in standings)


def _deadline(task: Task) -> Cell:
    """A deadline that was amended has a mark, which a line below the table explains."""
    return Word(task.deadline, f"{task.deadline} *") if task.amended("deadline") else task.deadline


def _amended(standings: Sequence[Standing]) -> tuple[Text, ...]:
    """Say what was amended in the tasks that are listed, a line a task."""
    told = _("* Task {id}: {text}")
    several = [one.task for one in standings if one.task.amendments]
    return tuple(Text(told.format(id=task.id, text=words.amendments(task))) for task in several)


def _involved_columns(choice: Choice) -> tuple[Column, ...]:
    """A column that says how the units or persons that were asked for are involved; none where none were."""
    asked = choice.units or choice.persons
    return (Column("role", _("Role"), 85, wrap=True, least=8),) if asked else ()


def _involved(plan: Plan, one: Standing, choice: Choice) -> tuple[Cell, ...]:
    units = (*choice.units, *query.of_persons(plan, choice.persons))
    return (words.role(query.roles(plan, one.task, units)),) if units else ()


def _machine_columns() -> tuple[Column, ...]:
    keys = (
        "due",
        "days_left",
        "light",
        "cause",
        "reason",
        "status",
        "expected_percent",
        "lag_points",
        "slowest",
        "provisional",
        "report",
        "report_date",
        "report_age_days",
        "late_days",
        "disputed",
        "deadline_was",
        "amendments",
    )
    return tuple(Column(key, "") for key in keys)


def _machine_cells(one: Standing) -> tuple[Cell, ...]:
    """What machines get beside the columns that people read; in the order of `_machine_columns`."""
    report = one.report
    return (
        one.due,
        one.days_left,
        one.light,
        one.cause,
        words.reason(one),
        query.status(one),
        hundredths(one.pace),
        None if one.lag is None else hundredths(one.lag),
        one.slowest.indicator.id if one.slowest else None,
        one.slowest.provisional if one.slowest else None,
        report.filed.path if report else None,
        report.entry.date if report else None,
        one.age,
        one.late,
        one.disputed,
        words.originally(one.task, "deadline"),
        tuple(map(str, one.task.amendments)),
    )
