"""Counts of lights, by leader, lead unit, item or light."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.i18n import gettext as _
from mstrack.report import Column, Report, Table, Text, Tone, Word
from mstrack.views import words
from mstrack.views.tasks import counts_line

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mstrack.format.model import Plan
    from mstrack.progress.status import Standing
    from mstrack.report import Cell

GROUPS = ("leader", "unit", "item", "light")


def summary_report(plan: Plan, standings: Sequence[Standing], by: str, as_of: dt.date, rev: str | None) -> Report:
    """Return one row a group: how many tasks, how many of each light, which tasks need attention."""
    titles = {
        "leader": _("Leader"),
        "unit": _("Lead unit"),
        "item": _("Item"),
        "light": _("Light"),
    }
    columns = (
        Column(by, titles[by], 100, wrap=True, least=12),
        Column("tasks", _("Tasks"), 90, right=True),
        *(Column(code, name, 80, right=True) for code, name in words.lights().items()),
        Column("attention", _("Needs attention"), 50, wrap=True, least=10),
        Column("task_ids", _("All tasks"), 30, wrap=True, least=12),
    )
    groups = _grouped(plan, standings, by)
    rows = tuple(_row(name, members) for name, members in groups)
    title = _("{title}: summary by {by}, as of {day}").format(title=plan.title, by=titles[by], day=as_of)
    blocks = (
        Table("groups", columns, rows),
        *((Text(counts_line(standings), Tone.MUTE),) if rows else ()),
        Text(words.legend(plan.lights), Tone.MUTE),
    )
    return Report("summary", title, as_of, rev, blocks, (("by", by), ("count", len(standings))))


def _grouped(plan: Plan, standings: Sequence[Standing], by: str) -> list[tuple[Cell, list[Standing]]]:
    """Return the groups that have a task, in the plan's order (lights: in their own)."""
    if by == "light":
        keys: list[tuple[Cell, set[int]]] = [
            (Word(code, name, words.TONES[code]), {one.task.id for one in standings if one.light == code})
            for code, name in words.lights().items()
        ]
    elif by == "item":
        keys = [
            (Word(n, f"{n}. {item.title}"), {task.id for task in item.tasks}) for n, item in enumerate(plan.items, 1)
        ]
    elif by == "unit":
        keys = [(unit.name, {t.id for t in plan.tasks if t.lead_unit == unit.name}) for unit in plan.units]
    else:
        keys = [(leader.name, {t.id for t in plan.tasks if t.leader == leader.name}) for leader in plan.leaders]
    groups = [(key, [one for one in standings if one.task.id in ids]) for key, ids in keys]
    return [(key, members) for key, members in groups if members]


def _row(name: Cell, members: list[Standing]) -> tuple[Cell, ...]:
    waiting = [one for one in members if one.light not in {"done", "green"}]
    counts = [sum(one.light == code for one in members) for code in words.lights()]
    toned = [
        Word(n, str(n), words.TONES[code] if n else Tone.MUTE) for code, n in zip(words.lights(), counts, strict=True)
    ]
    return (
        name,
        len(members),
        *toned,
        tuple(one.task.id for one in waiting),
        tuple(one.task.id for one in members),
    )
