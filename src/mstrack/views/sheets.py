"""What reading filled forms would add to the store, entry by entry, and what it would leave."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.report import Column, Report, Text, Tone, Word, filled, for_machines, for_people
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mstrack.format.model import Entry, Task
    from mstrack.progress.snapshot import Snapshot
    from mstrack.record.propose import Proposal
    from mstrack.record.sheets.entries import Reading
    from mstrack.report import Columns


class _FormRow(NamedTuple):
    """An entry that a form would add, and the task that it is on."""

    file: str
    proposal: Proposal
    task: Task

    @property
    def entry(self) -> Entry:
        return self.proposal.entry


def would_add(snapshot: Snapshot, readings: Sequence[Reading]) -> Report:
    """Return the entries that the forms would add, with the light after each, and the count of each form."""
    plan = snapshot.plan
    names = _names([one.file for one in readings])
    columns: Columns[_FormRow] = (
        (for_people(_("Sheet"), 60, wrap=True, least=10), lambda one: names[one.file]),
        (Column("unit", _("Unit"), 85, wrap=True, least=8), lambda one: one.entry.unit),
        (Column("task", _("No."), 100, right=True), lambda one: one.entry.task),
        (Column("date", _("Date"), 95), lambda one: one.entry.date),
        (for_people(_("Status"), 80, wrap=True, least=8), lambda one: words.status(one.entry.status)),
        (
            for_people(_("Figures"), 90, wrap=True, least=12),
            lambda one: Word(None, words.figures(one.entry, one.task) or "-"),
        ),
        (Column("note", _("Note"), 70, wrap=True, least=14), lambda one: one.entry.note),
        (Column("problem", _("Problem"), 40, wrap=True, least=10), lambda one: one.entry.problem),
        (Column("next", _("Next step"), 30, wrap=True, least=10), lambda one: one.entry.next),
        (
            for_people(_("Light after"), 75, wrap=True, least=8),
            lambda one: words.light(one.proposal.after or one.proposal.before),
        ),
        (for_machines("sheet"), lambda one: one.file),
        (for_machines("status"), lambda one: one.entry.status),
        (for_machines("figures"), lambda one: words.figures_by_id(one.entry, one.task)),
        (for_machines("reporter"), lambda one: one.entry.reporter),
        (for_machines("path"), lambda one: one.proposal.path),
    )
    tasks = {task.id: task for task in plan.tasks}
    rows = [_FormRow(one.file, each, tasks[each.entry.task]) for one in readings for each in one.proposals]
    counts = tuple(Text(line, tone) for one in readings for line, tone in _count(one))
    title = _("{title}: what the sheets would add, as of {day}").format(title=plan.title, day=snapshot.as_of)
    table = (filled("entries", columns, rows),) if rows else ()
    return Report("sheet", title, snapshot.as_of, None, (*table, *counts), (("count", len(rows)),))


def _names(paths: Sequence[str]) -> dict[str, str]:
    """Return what a row calls each form: its name alone, its path where two have one name."""
    names = [os.path.basename(path) for path in paths]
    return {path: name if names.count(name) == 1 else path for path, name in zip(paths, names, strict=True)}


def _count(one: Reading) -> Iterator[tuple[str, Tone]]:
    if one.faults:
        sentence = ngettext(
            "{n} problem, so nothing of it is filed", "{n} problems, so nothing of it is filed", len(one.faults)
        )
        yield _("{where}: {why}").format(where=one.file, why=sentence.format(n=len(one.faults))), Tone.BAD
        return
    n = len(one.proposals)
    parts = [ngettext("{n} entry to file", "{n} entries to file", n).format(n=n)]
    if one.doubts:
        parts.append(_("{n} asked back").format(n=len(one.doubts)))
    if one.already:
        parts.append(_("{n} on file already").format(n=one.already))
    if one.unchanged:
        parts.append(_("{n} unchanged").format(n=one.unchanged))
    if not n and not one.doubts and not one.marks:
        parts = [_("nothing was filled in")]
    yield _("{where}: {why}").format(where=one.file, why=_(", ").join(parts)), Tone.PLAIN
