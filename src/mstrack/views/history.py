"""All entries on one task, newest first, with a column for each figure: how it moved over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.report import Column, Report, Text, Tone, Word, filled, for_data, for_machines, for_people
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from mstrack.format.model import Indicator, Task
    from mstrack.progress.snapshot import FiledEntry, Snapshot
    from mstrack.report import Cell, Columns


def history_report(snapshot: Snapshot, task: Task) -> Report:
    """Return the history of a task; what was corrected is struck through and says by what."""
    entries = snapshot.of_tasks({task.id}).entries
    columns: Columns[FiledEntry] = (
        (Column("date", _("Date"), 100), lambda one: _struck(one, f"{one.entry.date}")),
        (Column("unit", _("Unit"), 95, wrap=True, least=8), lambda one: _struck(one, one.entry.unit)),
        *((for_people(one.name, 80 - n, right=True, wrap=True), _figure(one)) for n, one in enumerate(task.indicators)),
        (for_people(_("Status"), 85, wrap=True, least=8), _status),
        (Column("id", _("Entry"), 90), lambda one: one.id),
        (for_data("status", _("Status")), lambda one: words.status(one.entry.status)),
        (for_data("figures", _("Figures")), lambda one: words.figures_by_id(one.entry, task)),
        (for_machines("percent"), lambda one: one.entry.percent),
        (for_machines("reached"), lambda one: one.entry.reached),
        (for_data("note", _("Note")), lambda one: one.entry.note),
        (for_data("problem", _("Problem")), lambda one: one.entry.problem),
        (for_data("next", _("Next step")), lambda one: one.entry.next),
        (for_data("reporter", _("Reporter")), lambda one: one.entry.reporter),
        (for_machines("recorded"), lambda one: one.entry.recorded.isoformat()),
        (for_data("reason", _("Reason")), lambda one: one.entry.reason),
        (for_machines("corrects"), lambda one: one.entry.corrects),
        (for_data("corrected_by", _("Corrected by")), lambda one: one.corrected_by),
        (for_machines("path"), lambda one: one.path),
    )
    n = len(entries)
    count = ngettext("{n} entry", "{n} entries", n).format(n=n)
    title = _("Task {id}: {title}, all entries, as of {day}")
    return Report(
        "show-history",
        title.format(id=task.id, title=task.short, day=snapshot.as_of),
        snapshot.as_of,
        snapshot.rev,
        (filled("entries", columns, entries), Text(_("{count}.").format(count=count), Tone.MUTE)),
        (("task", task.id), ("count", n)),
    )


def _struck(one: FiledEntry, text: str) -> Word:
    return Word(text, text, Tone.STRUCK if one.corrected_by else Tone.PLAIN)


def _figure(indicator: Indicator) -> Callable[[FiledEntry], Cell]:
    """Return the function that fills the column of an indicator."""
    return lambda one: _struck(one, words.figure(one.entry.figures.get(indicator.id), indicator))


def _status(one: FiledEntry) -> Word:
    if one.corrected_by:
        return Word(None, _("corrected by {id}").format(id=_(", ").join(one.corrected_by)), Tone.MUTE)
    return words.status(one.entry.status)
