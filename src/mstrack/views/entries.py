"""What was filed (`log`) and by whom nothing was (`missing`)."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.progress.figures import others, speakers
from mstrack.report import Column, Report, Text, Tone, Word, filled, for_data, for_machines, for_people
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mstrack.format.model import Entry, Task, Unit
    from mstrack.progress.dates import Range
    from mstrack.progress.snapshot import Logged, Snapshot
    from mstrack.report import Cell, Columns
    from mstrack.store.dataset import Filed


class _LogRow(NamedTuple):
    """An entry in the log with what it says; what was replaced is struck through."""

    task: Task
    filed: Filed
    replaced_by: tuple[str, ...]
    entry: Entry

    def struck(self, code: str | None, text: str) -> Word:
        return Word(code, text, Tone.STRUCK if self.replaced_by else Tone.PLAIN)

    @property
    def status(self) -> str:
        if self.replaced_by:
            return _("corrected by {id}").format(id=_(", ").join(self.replaced_by))
        return words.status(self.entry.status).text


def noted(entry: Entry) -> str:
    """Return the note of an entry, and why it corrects another."""
    why = _("corrected because: {reason}").format(reason=entry.reason) if entry.reason else None
    return "\n".join(filter(None, (entry.note, why))) or "-"


def log(snapshot: Snapshot, chosen: Sequence[Logged], when: Range) -> Report:
    """Return what was filed, newest first; what was replaced is struck through and says by what."""
    snapshot.dataset.open([one.filed for one in chosen])
    columns: Columns[_LogRow] = (
        (Column("date", _("Date"), 100), lambda one: one.struck(f"{one.entry.date}", f"{one.entry.date}")),
        (Column("task", _("No."), 95, right=True), lambda one: one.entry.task),
        (Column("unit", _("Unit"), 90, wrap=True, least=8), lambda one: one.struck(one.entry.unit, one.entry.unit)),
        (for_people(_("Status"), 80, wrap=True, least=8), lambda one: one.status),
        (for_data("status", _("Status")), lambda one: words.status(one.entry.status)),
        (
            for_people(_("Figures"), 85, wrap=True, least=12),
            lambda one: one.struck(None, words.figures(one.entry, one.task)),
        ),
        (for_data("figures", _("Figures")), lambda one: words.figures_by_id(one.entry, one.task)),
        (
            Column("note", _("Note"), 50, wrap=True, least=14),
            lambda one: one.struck(one.entry.note, noted(one.entry)),
        ),
        (
            Column("reporter", _("Reporter"), 20, wrap=True, least=6),
            lambda one: one.struck(one.entry.reporter, one.entry.reporter),
        ),
        (Column("id", _("Entry"), 70), lambda one: one.filed.id),
        (for_machines("percent"), lambda one: one.entry.percent),
        (for_machines("reached"), lambda one: one.entry.reached),
        (for_data("problem", _("Problem")), lambda one: one.entry.problem),
        (for_data("next", _("Next step")), lambda one: one.entry.next),
        (for_data("recorded", _("Recorded")), lambda one: one.entry.recorded.isoformat()),
        (for_data("reason", _("Reason")), lambda one: one.entry.reason),
        (for_data("corrects", _("Corrects")), lambda one: one.entry.corrects),
        (for_data("corrected_by", _("Corrected by")), lambda one: one.replaced_by),
        (for_machines("path"), lambda one: one.filed.path),
    )
    n = len(chosen)
    count = ngettext("{n} entry", "{n} entries", n).format(n=n)
    lines = (
        filled("entries", columns, [_LogRow(*one, snapshot.entry(one.filed)) for one in chosen]),
        Text(_("{range}: {entries}.").format(range=words.days_span(when), entries=count), Tone.MUTE),
    )
    title = _("{title}: what was filed, as of {day}").format(title=snapshot.plan.title, day=snapshot.as_of)
    envelope = (("after", when.after), ("before", when.before), ("count", n))
    return Report("log", title, snapshot.as_of, snapshot.rev, lines, envelope)


class Silent(NamedTuple):
    """A unit that filed nothing in a range on some of its tasks."""

    unit: Unit
    tasks: tuple[int, ...]
    of: int
    last: str | None


def silent(snapshot: Snapshot, when: Range, *, all_units: bool) -> list[Silent]:
    """Return the units (who files for a task; or all) that filed nothing in the range, members of groups one by one.

    A dropped task asks for nothing. By names alone, however long the history: a task that is done counts like others.
    """
    plan = snapshot.plan
    missing: dict[str, list[int]] = {}
    asked: dict[str, int] = {}
    last: dict[str, str] = {}
    units = {unit.name: unit for unit in plan.units}
    for task in snapshot.tasks:
        if task.dropped:
            continue
        history = snapshot.history(task.id)
        leads = [units[name] for name in speakers(plan, task) if name in units]
        for unit in (*leads, *(others(plan, task) if all_units else ())):
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


def missing(snapshot: Snapshot, several: Sequence[Silent], when: Range) -> Report:
    """Return who has filed nothing, on which tasks, and whom to call."""
    columns: list[tuple[Column, Callable[[Silent], Cell]]] = [
        (Column("unit", _("Unit"), 100, wrap=True, least=10), lambda one: one.unit.name),
        (Column("person", _("Person to call"), 90), lambda one: one.unit.person.name if one.unit.person else None),
    ]
    if any(one.unit.contact for one in several):  # a column of dashes is worth no width
        columns.append((for_people(_("Whom to call"), 85, wrap=True, least=8), lambda one: words.contact(one.unit)))
    columns += [
        (
            for_people(_("Not reported"), 80, right=True),
            lambda one: Word(None, _("{n} of {all}").format(n=len(one.tasks), all=one.of)),
        ),
        (Column("task_ids", _("Tasks"), 95, wrap=True, least=10), lambda one: one.tasks),
        (Column("last_report", _("Last report"), 60), lambda one: one.last),
        (Column("code", _("Code"), 50), lambda one: one.unit.code),
        (for_data("missing", _("Not reported")), lambda one: len(one.tasks)),
        (for_data("of", _("Tasks in all")), lambda one: one.of),
        (for_data("contact", _("Whom to call")), lambda one: one.unit.contact.name if one.unit.contact else None),
        (for_data("phone", _("Phone")), lambda one: one.unit.contact.phone if one.unit.contact else None),
    ]
    n = len(several)
    units = ngettext("{n} unit has", "{n} units have", n).format(n=n)
    line = _("{range}: {units} not reported on all of their tasks.").format(range=words.days_span(when), units=units)
    title = _("{title}: who has not reported, as of {day}").format(title=snapshot.plan.title, day=snapshot.as_of)
    envelope = (("after", when.after), ("before", when.before), ("count", n))
    remark = _("No entry is opened for this, so tasks that are done count too; mstrack list --light done names them.")
    lines = (Text(line), *((Text(remark, Tone.MUTE),) if several else ()))
    blocks = (filled("units", columns, several), *lines)
    return Report("missing", title, snapshot.as_of, snapshot.rev, blocks, envelope)
