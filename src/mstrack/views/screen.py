"""The morning's screen: what is open, the worst first, a line each under a few headings; and `list`, a line a task.

What is finished is only counted. `views.tasks` has the same with every reason and every column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.progress import pace, query, stages
from mstrack.progress.routes import item_numbers
from mstrack.report import Bar, Column, Report, Text, Tone, Word, board, for_people
from mstrack.views import calendar_pace, milestones, roles, screen_marks, short_reasons, tasks, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mstrack.format.model import Plan
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Cause, MilestoneStanding, Standing
    from mstrack.report import Block, Cell, Columns

Heading = Literal["overdue", "behind", "unreported", "near", "to-confirm", "stages", "rest", "finished", "dropped"]
"""What rows have in common, the worst first."""
CAUSES_OF: dict[Heading, tuple[Cause, ...]] = {
    "overdue": ("overdue",),
    "behind": ("blocked", "lag", "milestone"),
    "unreported": ("unreported", "stale", "no-figure"),
    "near": ("near",),
    "to-confirm": ("to-confirm",),
    "stages": (),
    "rest": ("behind", "under-way", "on-pace", "reached"),
    "finished": ("done", "done-late"),
    "dropped": ("dropped",),
}
"""The causes that stand under each heading, in the order of the screen; every cause has exactly one."""
AIRY = 20
"""So many rows leave room for an empty line above the foot; 25 rows and all that is said of them fill 40 lines."""
OPEN: tuple[Heading, ...] = ("overdue", "behind", "unreported", "near", "to-confirm", "rest")


class _Row(NamedTuple):
    """A task, or one of its stages."""

    standing: Standing
    stage: MilestoneStanding | None = None


def headings() -> dict[Heading, str]:
    """Return the words of every heading."""
    return {
        "overdue": _("Overdue"),
        "behind": _("Blocked, behind"),
        "unreported": _("Not reported"),
        "near": _("Close to the deadline"),
        "to-confirm": _("Reached, to be confirmed"),
        "stages": _("Stages"),
        "rest": _("The rest"),
        "finished": _("Finished"),
        "dropped": _("Dropped"),
    }


def due(snapshot: Snapshot, *, everything: bool = False) -> Report:
    """Return what is due in the range and open, the worst first; `everything`: what is finished or dropped, too."""
    plan, choice = snapshot.plan, snapshot.choice
    everything = everything or "done" in (*choice.lights, *choice.statuses)
    counted, several = query.counted(snapshot.standings), stages.of_range(snapshot)
    shown: tuple[Heading, ...] = tuple(CAUSES_OF) if everything else (*OPEN, "stages")
    rows = {heading: _rows(snapshot.standings, several, heading, everything=everything) for heading in shown}
    names = headings()
    listed = [one.standing for found in rows.values() for one in found]
    columns: Columns[_Row] = (
        (Column("", _("#"), 100, right=True), lambda one: words.number(one.standing.task)),
        (Column("", _("Task"), 90, wrap=True, least=12), _title),
        *_involved(snapshot),
        (Column("", _("Lead unit"), 50, wrap=True, least=10), lambda one: _names(one.standing.task.lead_units)),
        (Column("", _("Deadline"), 80, wrap=True, least=16), lambda one: _deadline(plan, one)),
        (for_people(_("Left"), 70, right=True), _left),
        (for_people(_("Light"), 95), _light),
        (for_people(_("Done (| expected)"), 0), _bar),
        (for_people("%", 85, right=True), _percent),
    )
    blocks: tuple[Block, ...] = (
        board(columns, [(names[heading], rows[heading]) for heading in CAUSES_OF if heading in rows]),
        *((Text(""),) if 0 < len(listed) <= AIRY else ()),
        *_foot(snapshot, counted, several, listed, everything=everything),
    )
    day = _("as of {day}").format(day=snapshot.as_of)
    title = "  ".join([plan.title, day, calendar_pace.line(plan, snapshot.as_of)])
    envelope = (("after", choice.due.after), ("before", choice.due.before), ("count", len(counted)))
    return Report("due", title, snapshot.as_of, snapshot.rev, blocks, envelope)


def listing(snapshot: Snapshot) -> Report:
    """Return the tasks in the table's order, a line each; dropped ones are struck and not counted."""
    plan, standings = snapshot.plan, snapshot.standings
    items, counted = item_numbers(plan), query.counted(standings)
    columns: Columns[_Row] = (
        (Column("", _("#"), 100, right=True), lambda one: words.number(one.standing.task)),
        (Column("", _("Item"), 20, right=True), lambda one: items[one.standing.task.id]),
        (Column("", _("Task"), 90, wrap=True, least=12), _title),
        *_involved(snapshot),
        *(_leader() if plan.leaders else ()),
        (Column("", _("Lead unit"), 80, wrap=True, least=10), lambda one: _names(one.standing.task.lead_units)),
        (Column("", _("Deadline"), 70, wrap=True, least=16), lambda one: _deadline(plan, one)),
        (for_people(_("Light"), 95), _light_alone),
    )
    count = ngettext("{n} task.", "{n} tasks.", len(counted)).format(n=len(counted))
    more = _("--long has partner units and reasons; show {id} has one task.")
    hint = [more.format(id=standings[0].task.id)] if standings else []
    line = _joined(count, tasks.counts_line(snapshot, counted), *_dropped(len(standings) - len(counted)), *hint)
    blocks: tuple[Block, ...] = (
        board(columns, [("", [_Row(one) for one in standings])]),
        Text(_joined(line, *screen_marks.marks(snapshot, standings)), Tone.MUTE),
    )
    title = _("{title}: tasks, as of {day}").format(title=plan.title, day=snapshot.as_of)
    return Report("list", title, snapshot.as_of, snapshot.rev, blocks, (("count", len(counted)),))


def _rows(
    standings: Iterable[Standing], several: Sequence[stages.Stage], heading: Heading, *, everything: bool
) -> list[_Row]:
    """Return the rows of a heading, the worst first; stages that are reached only with `everything`."""
    if heading == "stages":
        open_ones = [one for one in several if everything or not one.milestone.reached]
        found = sorted(open_ones, key=lambda one: (one.milestone.reached, not one.milestone.missed))
        return [_Row(one.standing, one.milestone) for one in found]
    chosen = [one for one in standings if one.cause in CAUSES_OF[heading]]
    chosen.sort(key=lambda one: (query.SEVERITY[one.light], one.due, -(one.lag or 0), one.task.id))
    return [_Row(one) for one in chosen]


def _foot(
    snapshot: Snapshot,
    counted: Sequence[Standing],
    several: Sequence[stages.Stage],
    listed: Sequence[Standing],
    *,
    everything: bool,
) -> Iterator[Text]:
    """Yield which days were meant, how many tasks are where, what the marks mean, and where the rest is."""
    still_open = [one for one in counted if one.light != "done"]
    finished, dropped = len(counted) - len(still_open), len(snapshot.standings) - len(counted)
    parts = [tasks.range_line(counted, snapshot.choice, several)]
    if finished:
        sentence = _("{open} open, {done} finished.") if everything else _("{open} open, {done} finished (--all).")
        parts.append(sentence.format(open=len(still_open), done=finished))
    yield Text(_joined(*parts, *_dropped(dropped)))
    if listed:
        hints = [*_lag(snapshot.plan, listed), _("--long says why")]
        hints.append(_("show {id} has one task").format(id=listed[0].task.id))
        sentence = _("{text}.").format(text=_("; ").join(hints))
        yield Text(_joined(_lights(still_open), sentence, *screen_marks.marks(snapshot, listed)), Tone.MUTE)


def _lag(plan: Plan, standings: Sequence[Standing]) -> Iterator[str]:
    """Say what a lag is measured against, where one is shown."""
    if any(one.cause in {"lag", "behind"} for one in standings):
        lines = {
            "deadline": _("Lag in points, to the own deadline"),
            "calendar": _("Lag in points, to the calendar pace")
            if calendar_pace.is_of_a_year(plan)
            else _("Lag in points, to the pace of the period"),
        }
        yield lines[plan.lights.pace]


def _lights(standings: Sequence[Standing]) -> str:
    """Count the lights of what is open: red 4, grey 3."""
    counts = {light: sum(one.light == light for one in standings) for light in query.SEVERITY}
    named = words.lights()
    found = [_("{light} {n}").format(light=named[light], n=n) for light, n in counts.items() if n]
    return _("{text}.").format(text=_(", ").join(found)) if found else ""


def _dropped(n: int) -> Iterator[str]:
    if n:
        yield ngettext("{n} dropped task is not counted.", "{n} dropped tasks are not counted.", n).format(n=n)


def _joined(*sentences: str) -> str:
    """Return sentences as one text, as the language joins them."""
    text = ""
    for one in filter(None, sentences):
        text = _("{text} {more}").format(text=text, more=one) if text else one
    return text


def _title(one: _Row) -> Cell:
    """Return what a task is called, a stage with its task behind it; a dropped task is struck."""
    task = one.standing.task
    if one.stage:
        return _("{text} ({remark})").format(text=one.stage.milestone.what, remark=task.short)
    return Word(None, task.short, Tone.STRUCK) if task.dropped else task.short


def _leader() -> Columns[_Row]:
    return ((Column("", _("Leader"), 30, wrap=True, least=6), lambda one: _names(one.standing.task.leaders)),)


def _names(several: tuple[str, ...]) -> str:
    """Return a name; of several the first, and how many they are."""
    if len(several) <= 1:
        return several[0] if several else words.not_in_the_table()
    return _("{first} (of {n})").format(first=several[0], n=len(several))


def _involved(snapshot: Snapshot) -> Iterator[tuple[Column, Callable[[_Row], Cell]]]:
    """Yield the column that says how the units that were asked for are involved, where any were."""
    for column, fill in roles.in_brief(snapshot):
        yield column, lambda one, fill=fill: fill(one.standing)  # type: ignore[misc]


def _deadline(plan: Plan, one: _Row) -> Cell:
    """Return the words of a deadline, marked where they were amended; of one that the table lacks, the plan's."""
    if one.stage:
        return one.stage.milestone.by.words
    text = plan.due_of(one.standing.task).words or words.not_in_the_table()
    return f"{text} *" if one.standing.task.amended("deadline") else text


def _left(one: _Row) -> Cell:
    """Return the days that are left; of what is finished there are none."""
    standing = one.standing
    if one.stage:
        return words.days(None if one.stage.reached else one.stage.days_left, overdue=one.stage.missed)
    return words.days(None if standing.light == "done" else standing.days_left, overdue=standing.cause == "overdue")


def _light(one: _Row) -> Cell:
    return milestones.state(stages.Stage(one.standing, one.stage)) if one.stage else short_reasons.light(one.standing)


def _light_alone(one: _Row) -> Cell:
    standing = one.standing
    name = _("dropped") if standing.task.dropped else words.lights()[standing.light]
    return Word(standing.light, name, words.TONES[standing.light])


def _bar(one: _Row) -> Cell:
    """Return the progress as a bar with the expected mark; of what has none nothing."""
    standing = one.standing
    if one.stage or standing.progress is None or standing.light == "done":
        return ""
    return Bar(standing.progress, standing.expected, words.TONES[standing.light])


def _percent(one: _Row) -> Cell:
    """Return the progress of a task, or how much of a stage's figure is there."""
    if one.stage is None:
        return short_reasons.percent(one.standing.progress, "*" if one.standing.by_percent else "")
    wanted = one.stage.milestone
    indicator = next((each for each in one.standing.task.indicators if each.id == wanted.indicator), None)
    if indicator is None or wanted.figure is None:
        return short_reasons.percent(None)
    return short_reasons.percent(pace.progress(one.stage.figure, wanted.figure, indicator))
