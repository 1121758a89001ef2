"""All entries on one task, newest first, with a column for each figure: how it moved over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.progress.figures import Submission
from mstrack.report import Column, Report, Text, Tone, Word, filled, for_data, for_machines, for_people
from mstrack.views import entries, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mstrack.format.model import Indicator, Task
    from mstrack.progress.snapshot import FiledEntry, Snapshot
    from mstrack.report import Block, Cell, Columns

NEWEST = 12
"""Entries on the long page of a task; the rest is counted."""
NEWEST_IN_BRIEF = 5
"""Entries on its page that is to fit on a screen."""


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


def newest(snapshot: Snapshot, task: Task, *, long: bool) -> Iterator[Block]:
    """Yield the newest entries, corrected ones too, and a line about those that are not shown."""
    filed = list(snapshot.history(task.id).everything())
    corrected_by = {old: new.id for new in filed for old in new.corrects}
    days = {one.day for one in filed[:NEWEST]}  # names do not say which entry of a day is the newest
    opened = [one for one in filed if one.day in days]
    snapshot.dataset.open(opened)
    # on one day the entry filed last stands first: a correction above what it corrects
    several = [Submission(one, snapshot.entry(one)) for one in snapshot.dataset.in_day_order(opened)]
    several = several[: NEWEST if long else NEWEST_IN_BRIEF]

    def status(one: Submission) -> Word:
        if one.filed.id in corrected_by:
            return Word(None, _("corrected by {id}").format(id=corrected_by[one.filed.id]), Tone.MUTE)
        return words.status(one.entry.status)

    def brief(one: Submission) -> str:
        parts = [status(one).text] if one.filed.id in corrected_by else []
        return _("; ").join((*parts, entries.in_brief(one.entry, task)))

    in_full: Columns[Submission] = (
        (for_people(_("Status"), 70, wrap=True, least=8), status),
        (for_people(_("Figures"), 80, wrap=True, least=12), lambda one: words.figures(one.entry, task)),
        (
            Column("note", _("Note"), 40, wrap=True, least=16),
            lambda one: Word(one.entry.note, entries.noted(one.entry)),
        ),
    )
    in_brief: Columns[Submission] = (
        (for_people(_("What it says"), 80, wrap=True, least=20), brief),
        (for_data("note", _("Note")), lambda one: one.entry.note),
    )
    columns: Columns[Submission] = (
        (Column("date", _("Date"), 100), lambda one: one.entry.date),
        (Column("unit", _("Unit"), 90, wrap=True, least=8), lambda one: one.entry.unit),
        *(in_full if long else in_brief),
        (for_data("status", _("Status")), lambda one: words.status(one.entry.status)),
        (for_data("figures", _("Figures")), lambda one: words.figures_by_id(one.entry, task)),
        (Column("id", _("Entry"), 60), lambda one: one.filed.id),
        (for_machines("percent"), lambda one: one.entry.percent),
        (for_machines("reached"), lambda one: one.entry.reached),
        (for_data("problem", _("Problem")), lambda one: one.entry.problem),
        (for_data("next", _("Next step")), lambda one: one.entry.next),
        (for_data("reporter", _("Reporter")), lambda one: one.entry.reporter),
        (for_machines("path"), lambda one: one.filed.path),
        (for_data("reason", _("Reason")), lambda one: one.entry.reason),
        (for_data("corrected_by", _("Corrected by")), lambda one: corrected_by.get(one.filed.id)),
    )
    yield filled("entries", columns, several, _("Entries, newest first"))
    older = len(filed) - len(several)
    if older:
        sentence = ngettext(
            "and {n} older entry; mstrack show {task} --history has all",
            "and {n} older entries; mstrack show {task} --history has all",
            older,
        )
        yield Text(sentence.format(n=older, task=task.id), Tone.MUTE)
    elif not several:
        yield Text(_("No entry has been filed on this task."), Tone.MUTE)
