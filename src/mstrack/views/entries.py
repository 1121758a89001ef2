"""What was filed, newest first (`log`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.report import Column, Report, Text, Tone, Word, board, filled, for_data, for_machines, for_people
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mstrack.format.model import Entry, Task
    from mstrack.progress.dates import Range
    from mstrack.progress.snapshot import Logged, Snapshot
    from mstrack.report import Columns
    from mstrack.store.entry_names import Filed

LONGEST_CLAUSE = 36
"""Characters of the longest clause that a line in brief has room for."""


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


def in_brief(entry: Entry, task: Task) -> str:
    """Return what an entry says on a line of a screen: status, the first figure, what hinders.

    Nothing is cropped within a word: a text whose first clause is too long is only mentioned.
    """
    known = {one.id: one for one in task.indicators}
    figures = [words.indicated(known.get(key), key, number) for key, number in entry.figures.items()]
    parts = [] if entry.status == "in-progress" else [words.status(entry.status).text]
    if entry.corrects:
        why = [_first_clause(entry.reason)] if entry.reason else []
        parts += [_("corrects {id}").format(id=_(", ").join(entry.corrects)), *why]
    parts += figures[:1]
    if len(figures) > 1:
        parts[-1] = _("{text} +{n} more").format(text=parts[-1], n=len(figures) - 1)
    parts += words.beside_figures(entry, task)
    words_typed = entry.problem or (None if figures else entry.note)
    parts += [_first_clause(words_typed)] if words_typed else []
    return _("; ").join(parts) or "-"


def _first_clause(text: str) -> str:
    """Return a text up to its first stop; where that is far away, how long the text is."""
    clause = re.split("[。；;！!？?\n]", text.strip(), maxsplit=1)[0]
    if len(clause) > LONGEST_CLAUSE:
        clause = clause[:LONGEST_CLAUSE].rpartition("，")[0]
    return clause or ngettext("a text of {n} character", "a text of {n} characters", len(text)).format(n=len(text))


def _row_in_brief(one: _LogRow) -> Word:
    text = in_brief(one.entry, one.task)
    return one.struck(None, _("; ").join((one.status, text)) if one.replaced_by else text)


def log(
    snapshot: Snapshot,
    chosen: Sequence[Logged],
    when: Range,
    of: int | None = None,
    *,
    long: bool = True,
    on_a_screen: bool = False,
) -> Report:
    """Return what was filed, newest first; what was replaced is struck through and says by what.

    `of` says how many entries there are where `chosen` holds only the last ones. A page that is not `long` has one or
    two lines an entry, a screen one; machines get all of it.
    """
    snapshot.dataset.open([one.filed for one in chosen])
    n, all_ = len(chosen), len(chosen) if of is None else of
    rows = [_LogRow(*one, snapshot.entry(one.filed)) for one in chosen]
    texts = [Text(_count_line(when, n, all_), Tone.MUTE)]
    if chosen and not long:
        texts.append(Text(_("In brief; --long has all that an entry says, mstrack show ID one of them."), Tone.MUTE))
    title = _("{title}: what was filed, as of {day}").format(title=snapshot.plan.title, day=snapshot.as_of)
    envelope = (("after", when.after), ("before", when.before), ("count", n), ("of", all_))
    listed = (
        board(_on_a_screen(rows, snapshot.as_of.year), [("", rows)])
        if on_a_screen
        else filled("entries", _columns(long=long), rows)
    )
    return Report("log", title, snapshot.as_of, snapshot.rev, (listed, *texts), envelope)


def _on_a_screen(rows: Sequence[_LogRow], year: int) -> Columns[_LogRow]:
    """Return the columns of a line an entry; its id names it where the line is shortened.

    Days have no year where all of them lie in that of the as-of day, which the title has.
    """
    start = len("2021-") if all(one.entry.date.year == year for one in rows) else 0
    return (
        (Column("", _("Date"), 95), lambda one: one.struck(None, f"{one.entry.date}"[start:])),
        (Column("", _("#"), 90, right=True), lambda one: one.entry.task),
        (Column("", _("Unit"), 85, wrap=True), lambda one: one.struck(None, one.entry.unit)),
        (for_people(_("What it says"), 98, wrap=True, least=20), _row_in_brief),
        (Column("", _("Entry"), 100), lambda one: one.filed.id),
    )


def _columns(*, long: bool) -> Columns[_LogRow]:
    """Return the columns of all that a reader may want of an entry."""
    people = _in_full() if long else ((for_people(_("What it says"), 85, wrap=True, least=20), _row_in_brief),)
    return (
        (Column("date", _("Date"), 100), lambda one: one.struck(f"{one.entry.date}", f"{one.entry.date}")),
        (Column("task", _("No."), 95, right=True), lambda one: one.entry.task),
        (Column("unit", _("Unit"), 90, wrap=True, least=8), lambda one: one.struck(one.entry.unit, one.entry.unit)),
        *people,
        (for_data("note", _("Note")), lambda one: one.entry.note),
        (for_data("reporter", _("Reporter")), lambda one: one.entry.reporter),
        (Column("id", _("Entry"), 98), lambda one: one.filed.id),
        (for_data("status", _("Status")), lambda one: words.status(one.entry.status)),
        (for_data("figures", _("Figures")), lambda one: words.figures_by_id(one.entry, one.task)),
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


def _in_full() -> Columns[_LogRow]:
    """Return the columns that hold all of an entry."""
    return (
        (for_people(_("Status"), 80, wrap=True, least=8), lambda one: one.status),
        (
            for_people(_("Figures"), 85, wrap=True, least=12),
            lambda one: one.struck(None, words.figures(one.entry, one.task)),
        ),
        (for_people(_("Note"), 50, wrap=True, least=14), lambda one: one.struck(None, noted(one.entry))),
        (
            for_people(_("Reporter"), 20, wrap=True, least=6),
            lambda one: one.struck(None, one.entry.reporter),
        ),
    )


def _count_line(when: Range, n: int, all_: int) -> str:
    """Say which days were meant and how many entries are listed; of more, how to list them all."""
    count = ngettext("{n} entry", "{n} entries", all_).format(n=all_)
    if n == all_:
        return _("{range}: {entries}.").format(range=words.days_span(when), entries=count)
    sentence = _("{range}: the last {n} of {entries}; -n {all} lists all.")
    return sentence.format(range=words.days_span(when), n=n, entries=count, all=all_)
