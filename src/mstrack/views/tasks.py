"""Many tasks: `due`, sorted by urgency, and `list`, in the table's order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.progress import pace, query
from mstrack.progress.routes import item_numbers
from mstrack.report import Column, Report, Text, Tone, Word, filled, for_machines, for_people, hundredths
from mstrack.views import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mstrack.format.model import Task
    from mstrack.progress.query import Choice
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.status import Standing
    from mstrack.report import Block, Cell, Columns


def due(snapshot: Snapshot) -> Report:
    """Return what is due in the range, the most urgent first, and the counts on its last day."""
    urgent, choice = query.by_urgency(snapshot.standings), snapshot.choice
    columns: Columns[Standing] = (
        (Column("id", _("No."), 100, right=True), lambda one: one.task.id),
        (Column("title", _("Task"), 90, wrap=True, least=10), lambda one: one.task.short),
        *_involved(snapshot),
        (Column("lead_unit", _("Lead unit"), 50, wrap=True, least=8), lambda one: one.task.lead_unit),
        (Column("leader", _("Leader"), 30), lambda one: one.task.leader),
        (Column("deadline", _("Deadline"), 80), lambda one: _deadline(one.task)),
        (for_people(_("Left"), 70, right=True), lambda one: words.days(one.days_left, overdue=one.cause == "overdue")),
        (for_people(_("Light"), 95, wrap=True, least=12), words.light),
        (Column("progress_percent", _("Progress"), 60, right=True), words.progress),
        (for_people(_("Age"), 40, right=True), lambda one: words.days(one.age)),
        *_standing_for_machines(),
    )
    counts = (Text(counts_line(urgent), Tone.MUTE),) if urgent else ()
    blocks = (filled("tasks", columns, urgent), *_amended(urgent), Text(range_line(urgent, choice)), *counts)
    title = _("{title}: what is due, as of {day}").format(title=snapshot.plan.title, day=snapshot.as_of)
    envelope = (
        ("after", choice.due.after),
        ("before", choice.due.before),
        ("count", len(urgent)),
        ("due_on_last_day", _on_last_day(urgent, choice)),
        ("calendar_percent", hundredths(pace.calendar(snapshot.plan, snapshot.as_of))),
    )
    return Report("due", title, snapshot.as_of, snapshot.rev, blocks, envelope)


def listing(snapshot: Snapshot) -> Report:
    """Return the tasks with what the table says of them, in its order."""
    plan, standings = snapshot.plan, snapshot.standings
    items = item_numbers(plan)
    columns: Columns[Standing] = (
        (Column("id", _("No."), 100, right=True), lambda one: one.task.id),
        (Column("item", _("Item"), 20, right=True), lambda one: items[one.task.id]),
        (Column("title", _("Task"), 90, wrap=True, least=10), lambda one: one.task.short),
        *_involved(snapshot),
        (Column("leader", _("Leader"), 60), lambda one: one.task.leader),
        (Column("lead_unit", _("Lead unit"), 80, wrap=True, least=8), lambda one: one.task.lead_unit),
        (Column("partner_units", _("Partner units"), 40, wrap=True, least=14), lambda one: one.task.partner_units),
        (Column("deadline", _("Deadline"), 70), lambda one: _deadline(one.task)),
        (for_people(_("Light"), 50, wrap=True, least=10), words.light),
        (for_machines("content"), lambda one: one.task.content),
        *_standing_for_machines(),
    )
    count = ngettext("{n} task.", "{n} tasks.", len(standings)).format(n=len(standings))
    title = _("{title}: tasks, as of {day}").format(title=plan.title, day=snapshot.as_of)
    line = _("{count} {lights}").format(count=count, lights=counts_line(standings)) if standings else count
    blocks: tuple[Block, ...] = (filled("tasks", columns, standings), *_amended(standings), Text(line, Tone.MUTE))
    return Report("list", title, snapshot.as_of, snapshot.rev, blocks, (("count", len(standings)),))


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
    """Count the lights, and name the calendar pace: one number of the period. Nothing to count, nothing to say."""
    if not standings:
        return ""
    counted = [
        _("{light} {n}").format(light=name, n=n)
        for code, name in words.lights().items()
        if (n := sum(one.light == code for one in standings))
    ]
    gone = _("Calendar pace {percent}%").format(percent=f"{hundredths(standings[0].calendar):.2f}")
    return _("{counts}. {pace}.").format(counts=_(", ").join(counted), pace=gone)


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


def _involved(snapshot: Snapshot) -> Columns[Standing]:
    """Yield a column that says how the units or persons that were asked for are involved; none where none were."""
    plan, choice = snapshot.plan, snapshot.choice
    if choice.units or choice.persons:
        units = (*choice.units, *query.of_persons(plan, choice.persons))
        column = Column("role", _("Role"), 85, wrap=True, least=8)
        yield column, lambda one: words.role(query.roles(plan, one.task, units))


def _standing_for_machines() -> Columns[Standing]:
    """Return what machines get beside the columns that people read."""
    return (
        (for_machines("due"), lambda one: one.due),
        (for_machines("days_left"), lambda one: one.days_left),
        (for_machines("light"), lambda one: one.light),
        (for_machines("cause"), lambda one: one.cause),
        (for_machines("reason"), words.reason),
        (for_machines("status"), query.status),
        (for_machines("expected_percent"), lambda one: hundredths(one.expected)),
        (for_machines("lag_points"), lambda one: None if one.lag is None else hundredths(one.lag)),
        (for_machines("slowest"), lambda one: one.slowest.indicator.id if one.slowest else None),
        (for_machines("provisional"), lambda one: one.slowest.provisional if one.slowest else None),
        (for_machines("report"), lambda one: one.submission.filed.path if one.submission else None),
        (for_machines("report_date"), lambda one: one.submission.entry.date if one.submission else None),
        (for_machines("report_age_days"), lambda one: one.age),
        (for_machines("late_days"), lambda one: one.late),
        (for_machines("disputed"), lambda one: one.disputed),
        (for_machines("deadline_was"), lambda one: words.originally(one.task, "deadline")),
        (for_machines("amendments"), lambda one: tuple(map(str, one.task.amendments))),
    )
