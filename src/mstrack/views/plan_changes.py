"""What differs between two plans, field by field, and by which document."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from mstrack.format.labels import KEYS
from mstrack.i18n import gettext as _
from mstrack.progress import plan_diff
from mstrack.report import Column, Table, Tone, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mstrack.format.model import Plan
    from mstrack.progress.plan_diff import PlanChange, Value
    from mstrack.report import Cell

LONG = 40
"""A longer text is shown by its clauses that differ."""

_CLASSES = {
    "plan": "Plan",
    "leader": "Person",
    "unit": "Unit",
    "item": "Item",
    "task": "Task",
    "indicator": "Indicator",
    "person": "Person",
    "counts": "Counts",
    "lights": "Lights",
    "period": "Span",
    "office": "Office",
    "contact": "Contact",
    "added": "Decision",
    "dropped": "Decision",
}
"""What the keys of a thing, or of a part of it, are described under."""


def table(plan: Plan, found: Sequence[PlanChange]) -> Table:
    """Return what differs; `plan` is the newer one. What should have been announced and was not says so."""
    columns = (
        Column("", _("Where"), 100, wrap=True, least=8),
        Column("", _("What"), 95, wrap=True, least=8),
        Column("was", _("Was"), 80, wrap=True, least=10),
        Column("now", _("Now"), 90, wrap=True, least=10),
        Column("", _("By which document"), 85, wrap=True, least=10),
        *(Column(key, "") for key in ("happened", "kind", "key", "task", "field", "amendment", "unannounced")),
    )
    return Table("plan", columns, tuple(_row(plan, one) for one in found), _("The plan"))


def _row(plan: Plan, one: PlanChange) -> tuple[Cell, ...]:
    is_silent = one.amendment is None and bool(plan_diff.complaint(one, plan))
    by: Cell = None
    if is_silent:
        by = Word(None, _("named by no amendment"), Tone.BAD)
    elif one.amendment:
        document, day = one.amendment.document, one.amendment.date
        by = _("{document} ({day})").format(document=document, day=day)
    return (
        _where(one),
        _what(one),
        *_values(one),
        by,
        one.happened,
        one.thing.kind,
        one.thing.key,
        one.thing.task,
        one.field or None,
        str(one.amendment) if one.amendment else None,
        is_silent,
    )


def _where(one: PlanChange) -> str:
    thing = one.thing
    names = {
        "plan": _("the plan"),
        "leader": _("leader {name}"),
        "unit": _("unit {name}"),
        "item": _("item {key}"),
        "task": _("task {key}"),
        "indicator": _("task {task}: {name}"),
        "amendment": _("task {task}"),
    }
    return names[thing.kind].format(name=one.name, key=thing.key, task=thing.task)


def _what(one: PlanChange) -> Cell:
    if one.thing.kind == "amendment":
        return _("amendment removed") if one.happened == "removed" else _("amendment added")
    if one.happened != "changed":
        return {"added": _("added"), "removed": _("removed")}[one.happened]
    part, _point, field = one.field.rpartition(".")
    key = "Task.item" if (one.thing.kind, field) == ("task", "item") else f"{_CLASSES[part or one.thing.kind]}.{field}"
    return _("Item") if key == "Task.item" else _(KEYS[key].title)


def _values(one: PlanChange) -> tuple[Cell, Cell]:
    """Return what it was and what it is; of long texts people get the clauses that differ, machines all."""
    was, now = _value(one.was), _value(one.now)
    if not isinstance(was, str) or not isinstance(now, str):
        return was, now
    short = _differing(was, now) if max(len(was), len(now)) > LONG else (was, now)
    return Word(was, short[0]), Word(now, short[1])


def _value(said: Value) -> Cell:
    if isinstance(said, Decimal | tuple):
        return said
    return plan_diff.value(said) or None


def _differing(was: str, now: str) -> tuple[str, str]:
    """Return two texts from the first clause that differs to the last one; … stands for the rest."""
    from difflib import SequenceMatcher  # noqa: PLC0415  only where a long text was changed

    old, new = (re.findall(r"[^，。；：]+[，。；：]?|[，。；：]", text) for text in (was, now))
    unlike = [one for one in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes() if one[0] != "equal"]
    (_what, start, _end, from_, _to), (*_rest, end, _from, to) = unlike[0], unlike[-1]
    return _within(old, start, end), _within(new, from_, to)


def _within(clauses: list[str], start: int, end: int) -> str:
    return f"{'…' if start else ''}{''.join(clauses[start:end])}{'…' if end < len(clauses) else ''}"
