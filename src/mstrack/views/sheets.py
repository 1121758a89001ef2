"""What reading filled forms would add to the store, entry by entry, and what it would leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.report import Column, Report, Table, Text, Tone, Word
from mstrack.views import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from mstrack.format.model import Plan
    from mstrack.record.propose import Proposal
    from mstrack.record.sheets.entries import Reading
    from mstrack.report import Cell


def would_add(plan: Plan, readings: Sequence[Reading], as_of: dt.date) -> Report:
    """Return the entries that the forms would add, with the light after each, and the count of each form."""
    columns = (
        Column("sheet", _("Sheet"), 60, wrap=True, least=10),
        Column("unit", _("Unit"), 85, wrap=True, least=8),
        Column("task", _("No."), 100, right=True),
        Column("date", _("Date"), 95),
        Column("", _("Status"), 80, wrap=True, least=8),
        Column("", _("Figures"), 90, wrap=True, least=12),
        Column("note", _("Note"), 70, wrap=True, least=14),
        Column("problem", _("Problem"), 40, wrap=True, least=10),
        Column("next", _("Next step"), 30, wrap=True, least=10),
        Column("", _("Light after"), 75, wrap=True, least=8),
        *(Column(key, "") for key in ("status", "figures", "reporter", "path")),
    )
    rows = tuple(_row(plan, one.file, proposal) for one in readings for proposal in one.proposals)
    counts = tuple(Text(line, tone) for one in readings for line, tone in _count(one))
    title = _("{title}: what the sheets would add, as of {day}").format(title=plan.title, day=as_of)
    table = (Table("entries", columns, rows),) if rows else ()
    return Report("sheet", title, as_of, None, (*table, *counts), (("count", len(rows)),))


def _row(plan: Plan, file: str, proposal: Proposal) -> tuple[Cell, ...]:
    entry = proposal.entry
    task = next(one for one in plan.tasks if one.id == entry.task)
    return (
        file,
        entry.unit,
        entry.task,
        entry.date,
        words.status(entry.status),
        Word(None, words.figures(entry, task) or "-"),
        entry.note,
        entry.problem,
        entry.next,
        words.light(proposal.after or proposal.before),
        entry.status,
        tuple(f"{key}={figure}" for key, figure in entry.figures.items()),
        entry.reporter,
        proposal.path,
    )


def _count(one: Reading) -> Iterator[tuple[str, Tone]]:
    if one.faults:
        told = ngettext(
            "{n} problem, so nothing of it is filed", "{n} problems, so nothing of it is filed", len(one.faults)
        )
        yield _("{where}: {why}").format(where=one.file, why=told.format(n=len(one.faults))), Tone.BAD
        return
    n = len(one.proposals)
    parts = [ngettext("{n} entry to file", "{n} entries to file", n).format(n=n)]
    if one.already:
        parts.append(_("{n} on file already").format(n=one.already))
    if one.unchanged:
        parts.append(_("{n} unchanged").format(n=one.unchanged))
    yield _("{where}: {why}").format(where=one.file, why=_(", ").join(parts)), Tone.PLAIN
