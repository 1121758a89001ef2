"""Entries as two sides have them: what was tampered with, and what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.format.fields import plain
from mstrack.format.labels import KEYS
from mstrack.i18n import gettext as _
from mstrack.report import Column, Table, Tone, Word
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from mstrack.format.model import Task
    from mstrack.progress.diff import Filing, Lost
    from mstrack.report import Cell

    Figures = Mapping[str, Decimal]

_FIELDS = ("figures", "status", "note", "problem", "next", "reporter", "recorded")
"""What an entry says beside its name."""


def lost(several: Sequence[Lost]) -> Table:
    """Return the entries that were changed or removed, with what they said."""
    columns = (
        Column("happened", _("What happened"), 100, wrap=True, least=8),
        Column("path", _("File"), 95, wrap=True, least=20),
        Column("unit", _("Unit"), 60, wrap=True, least=8),
        Column("", _("What changes"), 90, wrap=True, least=12),
        Column("fields", ""),
        Column("task", ""),
        Column("date", ""),
        Column("id", ""),
    )
    return Table("lost", columns, tuple(map(_of_lost, several)), _("Filed entries, changed or removed"))


def _of_lost(one: Lost) -> tuple[Cell, ...]:
    names = {"changed": _("changed"), "removed": _("removed")}
    happened = Word(one.happened, names[one.happened], Tone.BAD)
    fields = tuple(field for field in _FIELDS if one.after and getattr(one.before, field) != getattr(one.after, field))
    return (
        happened,
        one.filed.path,
        one.unit,
        _of_fields(one, fields),
        fields,
        one.filed.task,
        one.filed.day,
        one.filed.id,
    )


def _of_fields(one: Lost, fields: tuple[str, ...]) -> str | None:
    """Say what an entry said that is gone, or what of it was changed."""
    if one.happened == "removed":
        return words.figures(one.before, one.task) or words.status(one.before.status).text if one.before else None
    if not one.before or not one.after:
        return _("it can no longer be read")
    parts = [_moved(one.task, one.before.figures, one.after.figures, all_=False)] if "figures" in fields else []
    if "status" in fields:
        parts.append(words.arrow(words.status(one.before.status).text, words.status(one.after.status).text))
    parts += [_(KEYS[f"Entry.{field}"].title) for field in fields if field not in {"figures", "status"}]
    return _("; ").join(parts) or _("only its layout")


def new(several: Sequence[Filing]) -> Table:
    """Return the entries that are new: added, correcting or withdrawing others."""
    columns = (
        Column("happened", _("What happened"), 95, wrap=True, least=8),
        Column("task", _("No."), 100, right=True),
        Column("date", _("Date"), 90),
        Column("unit", _("Unit"), 85, wrap=True, least=8),
        Column("", _("Status"), 70, wrap=True, least=8),
        Column("", _("Figures"), 80, wrap=True, least=12),
        Column("id", _("Entry"), 60),
        Column("note", _("Note"), 50, wrap=True, least=14),
        *(
            Column(key, "")
            for key in ("corrects", "status", "figures", "problem", "next", "reporter", "recorded", "path")
        ),
    )
    return Table("entries", columns, tuple(map(_filing, several)), _("Entries, new"))


def _filing(one: Filing) -> tuple[Cell, ...]:
    filed, entry = one.report
    told = {"added": _("added"), "corrected": _("corrects {id}"), "withdrawn": _("withdraws {id}")}[one.happened]
    tone = Tone.PLAIN if one.happened == "added" else Tone.WARN
    return (
        Word(one.happened, told.format(id=_(", ").join(filed.corrects)), tone),
        filed.task,
        entry.date,
        entry.unit,
        words.status(entry.status),
        _figures(one),
        filed.id,
        entry.note,
        filed.corrects,
        entry.status,
        tuple(f"{key}={figure}" for key, figure in entry.figures.items()),
        entry.problem,
        entry.next,
        entry.reporter,
        entry.recorded.isoformat(),
        filed.path,
    )


def _figures(one: Filing) -> str:
    """Return the figures of an entry; of a correction with what they were."""
    old = {key: figure for report in one.replaced for key, figure in report.entry.figures.items()}
    if not one.replaced:
        return words.figures(one.report.entry, one.task)
    return _moved(one.task, old, one.report.entry.figures)


def _moved(task: Task, old: Figures, new: Figures, *, all_: bool = True) -> str:
    """Say how figures move, each with its indicator; those that stay where they are, too, if `all_`."""
    names = {indicator.id: indicator for indicator in task.indicators}
    parts = []
    for key in {**old, **new}:
        indicator = names.get(key)
        was, now = (
            words.figure(figure, indicator) if indicator else "-" if figure is None else plain(figure)
            for figure in (old.get(key), new.get(key))
        )
        if all_ or was != now:
            figure = now if was == now else words.arrow(was, now)
            parts.append(_("{name} {figure}").format(name=indicator.name if indicator else key, figure=figure))
    return _("; ").join(parts)
