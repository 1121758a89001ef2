"""Entries as two sides have them: what was tampered with, and what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.format.fields import plain
from mstrack.format.labels import KEYS
from mstrack.i18n import gettext as _
from mstrack.report import Column, Tone, Word, filled, for_data, for_machines, for_people, for_sheets
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from mstrack.format.model import Task
    from mstrack.progress.diff import Filing, Lost
    from mstrack.report import Columns, Table

    Figures = Mapping[str, Decimal]

_FIELDS = ("figures", "status", "percent", "reached", "note", "problem", "next")
_OF_ITSELF = ("confirmed", "corrects", "reason", "reporter", "recorded")
"""What an entry says of a task, and of itself, beside its name."""


def lost(several: Sequence[Lost]) -> Table:
    """Return the entries that were changed or removed, with what they said."""
    names = {"changed": _("changed"), "removed": _("removed")}
    columns: Columns[Lost] = (
        (
            Column("happened", _("What happened"), 100, wrap=True, least=8),
            lambda one: Word(one.happened, names[one.happened], Tone.BAD),
        ),
        (Column("path", _("File"), 95, wrap=True, least=20), lambda one: one.filed.path),
        (Column("unit", _("Unit"), 60, wrap=True, least=8), lambda one: one.unit),
        (for_people(_("What changes"), 90, wrap=True, least=12), lambda one: _of_fields(one, _fields(one))),
        (for_sheets(_("What changes")), lambda one: _of_fields(one, _fields(one))),
        (for_machines("fields"), _fields),
        (for_machines("task"), lambda one: one.filed.task),
        (for_machines("date"), lambda one: one.filed.day),
        (for_machines("id"), lambda one: one.filed.id),
    )
    return filled("lost", columns, several, _("Filed entries, changed or removed"))


def _fields(one: Lost) -> tuple[str, ...]:
    """Return the fields of an entry that were changed."""
    return tuple(
        field
        for field in (*_FIELDS, *_OF_ITSELF)
        if one.after and getattr(one.before, field) != getattr(one.after, field)
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
    columns: Columns[Filing] = (
        (Column("happened", _("What happened"), 95, wrap=True, least=8), _happened),
        (Column("task", _("No."), 100, right=True), lambda one: one.report.filed.task),
        (Column("date", _("Date"), 90), lambda one: one.report.entry.date),
        (Column("unit", _("Unit"), 85, wrap=True, least=8), lambda one: one.report.entry.unit),
        (for_people(_("Status"), 70, wrap=True, least=8), lambda one: words.status(one.report.entry.status)),
        (for_people(_("Figures"), 80, wrap=True, least=12), _figures),
        (Column("id", _("Entry"), 60), lambda one: one.report.filed.id),
        (Column("note", _("Note"), 50, wrap=True, least=14), lambda one: one.report.entry.note),
        (for_machines("corrects"), lambda one: one.report.filed.corrects),
        (for_data("status", _("Status")), lambda one: words.status(one.report.entry.status)),
        (for_data("figures", _("Figures")), lambda one: words.figures_by_id(one.report.entry, one.task)),
        (for_machines("percent"), lambda one: one.report.entry.percent),
        (for_machines("reached"), lambda one: one.report.entry.reached),
        (for_data("reason", _("Reason")), lambda one: one.report.entry.reason),
        (for_data("problem", _("Problem")), lambda one: one.report.entry.problem),
        (for_data("next", _("Next step")), lambda one: one.report.entry.next),
        (for_data("reporter", _("Reporter")), lambda one: one.report.entry.reporter),
        (for_machines("recorded"), lambda one: one.report.entry.recorded.isoformat()),
        (for_machines("path"), lambda one: one.report.filed.path),
    )
    return filled("entries", columns, several, _("Entries, new"))


def _happened(one: Filing) -> Word:
    names = {"added": _("added"), "corrected": _("corrects {id}"), "withdrawn": _("withdraws {id}")}
    tone = Tone.PLAIN if one.happened == "added" else Tone.WARN
    return Word(one.happened, names[one.happened].format(id=_(", ").join(one.report.filed.corrects)), tone)


def _figures(one: Filing) -> str:
    """Return the figures of an entry; of a correction with what they were."""
    old = {key: figure for report in one.replaced for key, figure in report.entry.figures.items()}
    if not one.replaced:
        return words.figures(one.report.entry, one.task)
    moved = _moved(one.task, old, one.report.entry.figures)
    was = _(", ").join(text for each in one.replaced for text in words.beside_figures(each.entry, one.task))
    now = _(", ").join(words.beside_figures(one.report.entry, one.task))
    beside = words.arrow(was or "-", now or "-") if was != now else now
    return _("; ").join(filter(None, (moved, beside)))


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
