"""Many tasks: `due`, sorted by urgency, and `list`, in the table's order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.progress import pace, query, stages
from mstrack.progress.routes import item_numbers
from mstrack.progress.stages import Stage
from mstrack.report import (
    Column,
    Percent,
    Report,
    Text,
    Tone,
    Word,
    filled,
    for_data,
    for_machines,
    for_people,
    for_sheets,
    hundredths,
)
from mstrack.views import calendar_pace, causes, milestones, roles, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mstrack.format.model import Plan, Task
    from mstrack.progress.query import Choice
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.report import Block, Cell, Columns


def due(snapshot: Snapshot) -> Report:
    """Return what is due in the range, the most urgent first, the stages too, and the counts on its last day."""
    plan, choice = snapshot.plan, snapshot.choice
    urgent, several = query.by_urgency(query.counted(snapshot.standings)), stages.of_range(snapshot)
    columns: Columns[Standing] = (
        (Column("id", _("No."), 100, right=True), lambda one: words.number(one.task)),
        (Column("title", _("Task"), 90, wrap=True, least=10), lambda one: one.task.short),
        *roles.involved(snapshot),
        (Column("lead_unit", _("Lead unit"), 50, wrap=True, least=8), lambda one: words.lead_units(one.task)),
        (Column("leader", _("Leader"), 30), lambda one: words.leaders(one.task)),
        (Column("deadline", _("Deadline"), 80), lambda one: _deadline(plan, one.task)),
        *_day_for_data(),
        (for_people(_("Left"), 70, right=True), lambda one: words.days(one.days_left, overdue=one.cause == "overdue")),
        (for_people(_("Light"), 95, wrap=True, least=12), words.light),
        *_light_for_data(),
        (Column("progress_percent", _("Progress"), 60, right=True), words.progress),
        (for_data("expected_percent", _("Expected progress")), lambda one: Percent(one.expected)),
        (for_data("lag_points", _("Points behind")), causes.lag_points),
        (for_people(_("Age"), 40, right=True), lambda one: words.days(one.age)),
        *_report_for_data(),
        (for_data("report_age_days", _("Age (days)")), lambda one: one.age),
        *_changed(plan, urgent),
        *_standing_for_machines(),
    )
    counts = (Text(counts_line(snapshot, urgent), Tone.MUTE),) if urgent else ()
    blocks = (
        filled("tasks", columns, urgent),
        *_remarks(plan, urgent),
        milestones.of_range(several),
        Text(range_line(urgent, choice, several)),
        *counts,
    )
    title = _("{title}: what is due, as of {day}").format(title=plan.title, day=snapshot.as_of)
    envelope = (
        ("after", choice.due.after),
        ("before", choice.due.before),
        ("count", len(urgent)),
        ("due_on_last_day", _on_last_day(urgent, choice)),
        ("milestones_count", len(several)),
        ("calendar_percent", hundredths(pace.calendar(plan, snapshot.as_of))),
    )
    return Report("due", title, snapshot.as_of, snapshot.rev, blocks, envelope)


def listing(snapshot: Snapshot) -> Report:
    """Return the tasks with what the table says of them, in its order; dropped ones are struck and not counted."""
    plan, standings = snapshot.plan, snapshot.standings
    items = item_numbers(plan)
    columns: Columns[Standing] = (
        (Column("id", _("No."), 100, right=True), lambda one: words.number(one.task)),
        (Column("item", _("Item"), 20, right=True), lambda one: items[one.task.id]),
        (Column("title", _("Task"), 90, wrap=True, least=10), _title),
        *roles.involved(snapshot),
        (Column("leader", _("Leader"), 60), lambda one: words.leaders(one.task)),
        (Column("lead_unit", _("Lead unit"), 80, wrap=True, least=8), lambda one: words.lead_units(one.task)),
        (Column("partner_units", _("Partner units"), 40, wrap=True, least=14), lambda one: one.task.partner_units),
        (Column("deadline", _("Deadline"), 70), lambda one: _deadline(plan, one.task)),
        *_day_for_data(),
        (for_people(_("Light"), 50, wrap=True, least=10), words.light),
        *_light_for_data(),
        (for_data("progress_percent", _("Progress")), words.progress),
        (for_data("expected_percent", _("Expected progress")), lambda one: Percent(one.expected)),
        *_report_for_data(),
        *_changed(plan, standings),
        (for_data("content", _("Content")), lambda one: one.task.content),
        (for_machines("lag_points"), causes.lag_points),
        (for_machines("report_age_days"), lambda one: one.age),
        (for_machines("dropped"), lambda one: one.task.dropped.date if one.task.dropped else None),
        (for_machines("dropped_by"), lambda one: one.task.dropped.document if one.task.dropped else None),
        *_standing_for_machines(),
    )
    counted = query.counted(standings)
    count = ngettext("{n} task.", "{n} tasks.", len(counted)).format(n=len(counted))
    title = _("{title}: tasks, as of {day}").format(title=plan.title, day=snapshot.as_of)
    line = _("{count} {lights}").format(count=count, lights=counts_line(snapshot, counted)) if counted else count
    dropped = len(standings) - len(counted)
    if dropped:
        remark = ngettext("{n} dropped task is not counted.", "{n} dropped tasks are not counted.", dropped)
        line = _("{text} {more}").format(text=line, more=remark.format(n=dropped))
    several = [Stage(one, stage) for one in counted for stage in one.milestones]
    blocks: tuple[Block, ...] = (
        filled("tasks", columns, standings),
        *_remarks(plan, standings),
        Text(line, Tone.MUTE),
        milestones.of_range(several)._replace(readers="data"),
    )
    envelope = (
        ("count", len(counted)),
        ("dropped", dropped),
        ("calendar_percent", hundredths(pace.calendar(plan, snapshot.as_of))),
    )
    return Report("list", title, snapshot.as_of, snapshot.rev, blocks, envelope)


def range_line(standings: Sequence[Standing], choice: Choice, several: Sequence[Stage] = ()) -> str:
    """Say which days were meant, how many tasks fall into them, and how many on the last day: the costly boundary.

    Stages are counted apart.
    """
    tasks = ngettext("{n} task", "{n} tasks", len(standings)).format(n=len(standings))
    if several:
        tasks = _("{tasks}, {stages}").format(tasks=tasks, stages=milestones.count(several))
    ends = [*(one.due for one in standings), *(one.milestone.by for one in several)]
    if not ends:
        return _("{range}: {tasks}.").format(range=words.span(choice.due), tasks=tasks)
    last = choice.due.before or max(ends)
    n, m = sum(one.due == last for one in standings), sum(one.milestone.by == last for one in several)
    parts = {"range": words.span(choice.due), "tasks": tasks, "n": n, "m": m, "day": last}
    if several and choice.due.before:
        return _("{range}: {tasks}; tasks due on that very day: {n}, stages: {m}.").format(**parts)
    if several:
        return _("{range}: {tasks}; tasks due on the last day, {day}: {n}, stages: {m}.").format(**parts)
    if choice.due.before:
        return _("{range}: {tasks}, {n} of them due on that very day.").format(**parts)
    return _("{range}: {tasks}, {n} of them due on the last day, {day}.").format(**parts)


def counts_line(snapshot: Snapshot, standings: Sequence[Standing]) -> str:
    """Count the lights, and name the calendar pace: one number of the period. Nothing to count, nothing to say."""
    if not standings:
        return ""
    counted = [
        _("{light} {n}").format(light=name, n=n)
        for code, name in words.lights().items()
        if (n := sum(one.light == code for one in standings))
    ]
    gone = calendar_pace.line(snapshot.plan, snapshot.as_of)
    return _("{counts}. {pace}.").format(counts=_(", ").join(counted), pace=gone)


def _on_last_day(standings: Sequence[Standing], choice: Choice) -> int:
    last = choice.due.before or max((one.due for one in standings), default=None)
    return sum(one.due == last for one in standings)


def _title(one: Standing) -> Cell:
    """Return what a task is called; a dropped one is struck."""
    return Word(one.task.short, one.task.short, Tone.STRUCK) if one.task.dropped else one.task.short


def _deadline(plan: Plan, task: Task) -> Cell:
    """Return the words of a deadline; one that was amended has a mark, which a line below the table explains."""
    text = words.deadline(plan, task)
    if task.due and not task.amended("deadline"):
        return text
    return Word(task.deadline or None, f"{text} *" if task.amended("deadline") else text)


def _remarks(plan: Plan, standings: Sequence[Standing]) -> Iterator[Text]:
    """Say what documents changed in the plan and in the tasks that are listed, a line each; and what * means."""
    if plan.amendments:
        from mstrack.views import amended_fields  # noqa: PLC0415  2 ms of a start, and few plans are amended

        if changed := amended_fields.of_plan(plan):
            yield Text(_("* The plan: {text}").format(text=changed))
    for one in standings:
        sentence = [words.amendments(one.task)] if one.task.amendments else []
        sentence += [words.dropped(one.task)] if one.task.dropped else []
        if sentence:
            yield Text(_("* Task {id}: {text}").format(id=one.task.number, text=_("; ").join(sentence)))
    if any(one.by_percent for one in standings):
        yield Text(_("* behind a percentage: as the unit itself puts it, by no figure."), Tone.MUTE)


def _day_for_data() -> Columns[Standing]:
    """Return the day that a deadline means, and how far off it is."""
    return (
        (for_data("due", _("Day")), lambda one: one.due),
        (for_data("days_left", _("Days left")), lambda one: one.days_left),
    )


def _light_for_data() -> Columns[Standing]:
    """Return the light and its reason, each in a cell of its own, so that a sheet can be filtered by either."""
    return (
        (for_data("light", _("Light")), words.light_name),
        (for_data("reason", _("Reason")), words.reason),
        (for_data("status", _("Status")), lambda one: words.status(query.status(one))),
    )


def _report_for_data() -> Columns[Standing]:
    """Return the day of the last report."""
    return (
        (
            for_data("report_date", _("Last report")),
            lambda one: one.submission.entry.date if one.submission else None,
        ),
    )


def _changed(plan: Plan, standings: Sequence[Standing]) -> Columns[Standing]:
    """Yield a column that says what documents changed in each task; none where nothing was."""

    def sentence(one: Standing) -> str | None:
        changed = [words.amendments(one.task), words.dropped(one.task)]
        if plan.amendments:
            from mstrack.views import amended_fields  # noqa: PLC0415  as above

            changed.append(amended_fields.of_plan(plan, one.task))
        return _("; ").join(filter(None, changed)) or None

    if plan.amendments or any(one.task.amendments or one.task.dropped for one in standings):
        yield for_sheets(_("Amended")), sentence


def _standing_for_machines() -> Columns[Standing]:
    """Return what only machines get."""
    return (
        (for_machines("no"), lambda one: one.task.no),
        (for_machines("leaders"), lambda one: one.task.leaders),
        (for_machines("lead_units"), lambda one: one.task.lead_units),
        (for_machines("cause"), lambda one: one.cause),
        (for_machines("figures"), lambda one: words.figures_reached(one.actuals)),
        (for_machines("percent"), lambda one: one.percent),
        (for_machines("by_percent"), lambda one: one.by_percent),
        (for_machines("slowest"), lambda one: one.slowest.indicator.id if one.slowest else None),
        (for_machines("provisional"), lambda one: one.slowest.provisional if one.slowest else None),
        (for_machines("report"), lambda one: one.submission.filed.path if one.submission else None),
        (for_machines("late_days"), lambda one: one.late),
        (for_machines("disputed"), lambda one: one.disputed),
        (for_machines("deadline_was"), lambda one: words.originally(one.task, "deadline")),
        (for_machines("amendments"), lambda one: tuple(map(str, one.task.amendments))),
    )
