"""One task: everything the table says, its figures, who answers, and what was filed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.progress.figures import Submission
from mstrack.progress.query import Role
from mstrack.progress.routes import item_numbers
from mstrack.report import (
    Column,
    Fact,
    Facts,
    Percent,
    Report,
    Text,
    Tone,
    Word,
    filled,
    for_machines,
    for_people,
    hundredths,
)
from mstrack.views import indicators, words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from mstrack.format.model import Plan, Task, Unit
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.status import Standing
    from mstrack.report import Block, Columns, Table

NEWEST = 12
"""So many entries are shown on the page of a task; the rest is counted."""


def show_report(snapshot: Snapshot, task: Task) -> Report:
    """Return the page of a task."""
    one = snapshot.standing(task)
    blocks: list[Block] = [
        _facts(snapshot.plan, one),
        indicators.table(snapshot, one),
        _units(snapshot, task),
        *_entries(snapshot, task),
        Text(""),
        Text(words.legend(snapshot.plan), Tone.MUTE),
    ]
    title = _("Task {id}: {title}, as of {day}").format(id=task.id, title=task.short, day=snapshot.as_of)
    return Report("show", title, snapshot.as_of, snapshot.rev, tuple(blocks))


def _facts(plan: Plan, one: Standing) -> Facts:
    task = one.task
    number = item_numbers(plan)[task.id]
    item = plan.items[number - 1]
    lead = plan.unit(task.lead_unit)
    person = lead.person.name if lead and lead.person else None
    left = ngettext("{n} day left", "{n} days left", one.days_left).format(n=one.days_left)
    past = ngettext("{n} day past", "{n} days past", -one.days_left).format(n=-one.days_left)
    due = _("{wording} ({day}, {left})").format(
        wording=task.deadline, day=one.due, left=left if one.days_left >= 0 else past
    )
    if task.amended("deadline"):
        due = _("{wording} ({day}, {left}; {amended})").format(
            wording=task.deadline,
            day=one.due,
            left=left if one.days_left >= 0 else past,
            amended=words.amended(task, "deadline"),
        )
    return Facts(
        "task",
        (
            Fact("id", "", task.id, "machines"),
            Fact("title", "", task.short, "machines"),
            Fact("item_title", _("Item"), f"{number}. {item.title}"),
            Fact("item", "", number, "machines"),
            Fact("content", _("Content"), task.content),
            Fact("leader", _("Leader"), words.with_amended(task.leader or "", task, "leader")),
            Fact("lead_unit", _("Lead unit"), words.with_amended(task.lead_unit, task, "lead_unit")),
            Fact("person", _("Answers for it"), person),
            Fact("partner_units", _("Partner units"), task.partner_units),
            Fact("deadline", "", task.deadline, "machines"),
            Fact("", _("Deadline"), due, "people"),
            Fact("deadline_was", "", words.originally(task, "deadline"), "machines"),
            Fact("", _("Amended"), words.amendments(task), "people"),
            Fact("amendments", "", tuple(map(str, task.amendments)), "machines"),
            Fact("due", "", one.due, "machines"),
            Fact("days_left", "", one.days_left, "machines"),
            Fact("light", _("Light"), words.light(one)),
            Fact("cause", "", one.cause, "machines"),
            Fact("reason", "", words.reason(one), "machines"),
            Fact("progress_percent", "", words.progress(one), "machines"),
            Fact("expected_percent", _("Expected progress"), Percent(one.expected)),
            Fact("lag_points", "", None if one.lag is None else hundredths(one.lag), "machines"),
            Fact("disputed", "", one.disputed, "machines"),
            *_report_facts(one),
        ),
    )


def _report_facts(one: Standing) -> Iterator[Fact]:
    """Yield what the last report says; without one the same keys, empty."""
    entry, filed = (one.submission.entry, one.submission.filed) if one.submission else (None, None)
    if entry:
        said = _("{day} by {reporter}, {age} old").format(
            day=entry.date, reporter=entry.reporter, age=words.days(one.age).text
        )
        yield Fact("", _("Last report"), said, "people")
    yield Fact("status", _("Status"), words.status(entry.status) if entry else None)
    yield Fact("note", _("Note"), entry.note if entry else None)
    yield Fact("problem", _("Problem"), entry.problem if entry else None)
    yield Fact("next", _("Next step"), entry.next if entry else None)
    yield Fact("report", "", filed.path if filed else None, "machines")
    yield Fact("report_date", "", entry.date if entry else None, "machines")
    yield Fact("report_age_days", "", one.age, "machines")


class _Answering(NamedTuple):
    """A unit that answers for a task: its name as the table has it, and (via) the group that it is a member of."""

    name: str
    via: str
    unit: Unit | None


def _units(snapshot: Snapshot, task: Task) -> Table:
    plan = snapshot.plan
    groups = {unit.name: unit.members for unit in plan.units}
    members = [(member, name) for name in task.units for member in groups.get(name, ())]
    named = [*((name, "") for name in task.units), *members]
    columns: Columns[_Answering] = (
        (Column("unit", _("Who answers"), 100, wrap=True, least=12), lambda one: one.name),
        (
            Column("role", _("Role"), 80, wrap=True, least=8),
            lambda one: words.role([Role(one.name, lead=one.name == task.lead_unit, via=one.via)]),
        ),
        (Column("person", _("Person"), 90), lambda one: one.unit.person.name if one.unit and one.unit.person else None),
        (Column("code", _("Code"), 60), lambda one: one.unit.code if one.unit else None),
        (Column("last_report", _("Last report"), 70), lambda one: _last_day(snapshot, task, one.unit)),
    )
    return filled("units", columns, [_Answering(name, via, plan.unit(name)) for name, via in named], _("Units"))


def _last_day(snapshot: Snapshot, task: Task, unit: Unit | None) -> dt.date | None:
    newest = next(snapshot.submissions(task.id, unit.code), None) if unit else None
    return newest.entry.date if newest else None


def _entries(snapshot: Snapshot, task: Task) -> Iterator[Block]:
    """Yield the newest entries, corrected ones too, and a line about those that are not shown."""
    filed = list(snapshot.history(task.id).everything())
    corrected_by = {old: new.id for new in filed for old in new.corrects}
    days = {one.day for one in filed[:NEWEST]}  # names do not say which entry of a day is the newest
    opened = [one for one in filed if one.day in days]
    snapshot.dataset.open(opened)
    # on one day the entry recorded last stands first: a correction above what it corrects
    pairs = [Submission(one, snapshot.entry(one)) for one in opened]
    newest = sorted(pairs, key=lambda one: (one.filed.day, one.entry.recorded), reverse=True)[:NEWEST]

    def status(one: Submission) -> Word:
        if one.filed.id in corrected_by:
            return Word(None, _("corrected by {id}").format(id=corrected_by[one.filed.id]), Tone.MUTE)
        return words.status(one.entry.status)

    columns: Columns[Submission] = (
        (Column("date", _("Date"), 100), lambda one: one.entry.date),
        (Column("unit", _("Unit"), 90, wrap=True, least=8), lambda one: one.entry.unit),
        (for_people(_("Status"), 70, wrap=True, least=8), status),
        (for_people(_("Figures"), 80, wrap=True, least=12), lambda one: words.figures(one.entry, task)),
        (Column("note", _("Note"), 40, wrap=True, least=16), lambda one: one.entry.note),
        (Column("id", _("Entry"), 60), lambda one: one.filed.id),
        (for_machines("status"), lambda one: one.entry.status),
        (for_machines("figures"), lambda one: words.figures_by_id(one.entry)),
        (for_machines("problem"), lambda one: one.entry.problem),
        (for_machines("next"), lambda one: one.entry.next),
        (for_machines("reporter"), lambda one: one.entry.reporter),
        (for_machines("path"), lambda one: one.filed.path),
        (for_machines("corrected_by"), lambda one: corrected_by.get(one.filed.id)),
    )
    yield filled("entries", columns, newest, _("Entries, newest first"))
    older = len(filed) - len(newest)
    if older:
        yield Text(ngettext("and {n} older entry", "and {n} older entries", older).format(n=older), Tone.MUTE)
    elif not newest:
        yield Text(_("No entry has been filed on this task."), Tone.MUTE)
