"""What differs between two plans, field by field, and by which document."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from mstrack.format.labels import KEYS
from mstrack.i18n import gettext as _
from mstrack.progress.announcement_lines import value
from mstrack.progress.announcements import CLASSES
from mstrack.report import Column, Tone, Word, filled, for_machines, for_people, for_sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mstrack.progress.announcements import PlanChange, PlanValue
    from mstrack.report import Cell, Columns, Table

LONG = 40
"""A longer text is shown by its clauses that differ."""


def table(found: Sequence[PlanChange]) -> Table:
    """Return what differs. What should have been announced and was not says so."""

    def document(one: PlanChange) -> Cell:
        if one.is_silent:
            return Word(None, _("named by no amendment"), Tone.BAD)
        if not one.amendment:
            return None
        return _("{document} ({day})").format(document=one.amendment.document, day=one.amendment.date)

    columns: Columns[PlanChange] = (
        (for_people(_("Where"), 100, wrap=True, least=8), _where),
        (for_people(_("What"), 95, wrap=True, least=8), _what),
        (for_sheets(_("Where")), _where),
        (for_sheets(_("What")), _what),
        (Column("was", _("Was"), 80, wrap=True, least=10), lambda one: _values(one)[0]),
        (Column("now", _("Now"), 90, wrap=True, least=10), lambda one: _values(one)[1]),
        (for_people(_("By which document"), 85, wrap=True, least=10), document),
        (for_sheets(_("By which document")), document),
        (for_machines("happened"), lambda one: one.happened),
        (for_machines("kind"), lambda one: one.thing.kind),
        (for_machines("key"), lambda one: one.thing.key),
        (for_machines("task"), lambda one: one.thing.task),
        (for_machines("field"), lambda one: one.field or None),
        (for_machines("amendment"), lambda one: str(one.amendment) if one.amendment else None),
        (for_machines("unannounced"), lambda one: one.is_silent),
    )
    return filled("plan", columns, found, _("The plan"))


def _where(one: PlanChange) -> str:
    thing = one.thing
    names = {
        "plan": _("the plan"),
        "leader": _("leader {name}"),
        "unit": _("unit {name}"),
        "item": _("item {key}"),
        "task": _("task {key}"),
        "indicator": _("task {task}: {name}"),
        "milestone": _("task {task}: {name}"),
        "amendment": _("task {task}") if thing.task else _("the plan"),
    }
    return names[thing.kind].format(name=one.name, key=thing.key, task=thing.task)


def _what(one: PlanChange) -> Cell:
    if one.thing.kind == "amendment":
        words = {"added": _("amendment added"), "removed": _("amendment removed"), "changed": _("amendment corrected")}
        return words[one.happened]
    if one.happened != "changed":
        return {"added": _("added"), "removed": _("removed")}[one.happened]
    part, _point, field = one.field.rpartition(".")
    key = "Task.item" if (one.thing.kind, field) == ("task", "item") else f"{CLASSES[part or one.thing.kind]}.{field}"
    return _("Item") if key == "Task.item" else _(KEYS[key].title)


def _values(one: PlanChange) -> tuple[Cell, Cell]:
    """Return what it was and what it is; of long texts people get the clauses that differ, machines all."""
    was, now = _value(one.was), _value(one.now)
    if not isinstance(was, str) or not isinstance(now, str):
        return was, now
    short = differing(was, now) if max(len(was), len(now)) > LONG else (was, now)
    return Word(was, short[0]), Word(now, short[1])


def _value(given: PlanValue) -> Cell:
    return given if isinstance(given, Decimal | tuple) else value(given) or None


def differing(was: str, now: str) -> tuple[str, str]:
    """Return two texts from the first clause that differs to the last one; … stands for the rest."""
    from difflib import SequenceMatcher  # noqa: PLC0415  only where a long text was changed

    old, new = (re.findall(r"[^，。；：]+[，。；：]?|[，。；：]", text) for text in (was, now))
    unlike = [one for one in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes() if one[0] != "equal"]
    (_what, start, _end, from_, _to), (*_rest, end, _from, to) = unlike[0], unlike[-1]
    return _within(old, start, end), _within(new, from_, to)


def _within(clauses: list[str], start: int, end: int) -> str:
    return f"{'…' if start else ''}{''.join(clauses[start:end])}{'…' if end < len(clauses) else ''}"
