"""Tasks by their leaders and lead units, counted by cause; a task that several answer for stands under each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.documents import amendments
from mstrack.documents.parts import LABELS, NOT_LISTED, live, needs_attention
from mstrack.progress.tally import tally
from mstrack.report import Column, Word, filled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.report import Cell, Table


class Group(NamedTuple):
    """Tasks that belong together, the name of what they have in common, and that name with those before it."""

    name: str
    members: list[Standing]
    title: str = ""


def by_leader(snapshot: Snapshot) -> list[Group]:
    """Return each leader's tasks, in the plan's order; last, where some have a leader, those that have none."""
    standings = live(snapshot.standings)
    groups = [
        Group(one.name, [each for each in standings if one.name in each.task.leaders], amendments.with_former(one))
        for one in snapshot.plan.leaders
    ]
    listed_by_none = [one for one in standings if not one.task.leaders]
    return [*groups, Group(NOT_LISTED, listed_by_none)] if snapshot.plan.leaders else []


def by_lead_unit(snapshot: Snapshot) -> list[Group]:
    """Return the tasks that each unit leads, alone or with others, in the plan's order."""
    standings = live(snapshot.standings)
    return [
        Group(one.name, [each for each in standings if one.name in each.task.lead_units], amendments.with_former(one))
        for one in snapshot.plan.units
    ]


def leaders(snapshot: Snapshot) -> Table:
    """Return the counts of each leader's tasks, in the plan's order."""
    column = Column("leader", "分管市领导", 100, wrap=True)
    return _counted("leaders", column, by_leader(snapshot), lambda one: one.task.leaders)


def units(snapshot: Snapshot) -> Table:
    """Return the counts of the tasks that each unit leads, in the plan's order."""
    column = Column("unit", "牵头单位", 100, wrap=True)
    return _counted("units", column, by_lead_unit(snapshot), lambda one: one.task.lead_units)


def leaders_in_brief(snapshot: Snapshot) -> Table:
    """Return the counts by leader, parts without a task left out, each task counted once in the last line.

    Where the plan has no leaders, each part of the tally is a line. Of a paper on some leaders' tasks, who supervises
    one of them beside them has no line.
    """
    whole = Group("合计", live(snapshot.standings))
    chosen = snapshot.choice.leaders
    groups = [one for one in by_leader(snapshot) if one.members and (not chosen or one.name in chosen)]
    filled_parts = [key for key in LABELS if getattr(tally(whole.members), key)]
    if not groups:
        columns = (Column("part", "进展分类", 100, least=24), lambda key: LABELS[key])
        count_of = (Column("tasks", "任务数", 90, least=10), lambda key: len(getattr(tally(whole.members), key)))
        return filled("overall", (columns, count_of), filled_parts)

    def count(part: str) -> Callable[[Group], Cell]:
        return lambda group: len(getattr(tally(group.members), part)) or Word(0, "—")

    filling: list[tuple[Column, Callable[[Group], Cell]]] = [
        (Column("leader", "分管市领导", 100, least=13), lambda group: group.name),
        (Column("tasks", "任务数", 90), lambda group: len(group.members)),
        *((Column(part, LABELS[part].partition("（")[0], 80), count(part)) for part in filled_parts),
    ]
    return filled("overall", filling, [*groups, whole])


def _counted(key: str, of: Column, groups: Iterable[Group], names: Callable[[Standing], tuple[str, ...]]) -> Table:
    """Return a table of the groups that have a task: how many of their tasks are done, on pace and so on."""
    filled_ones = [group for group in groups if group.members]

    def count(part: str) -> Callable[[Group], Cell]:
        return lambda group: len(getattr(tally(group.members), part))

    def remark(group: Group) -> Cell:
        joint = [one.task.number for one in group.members if len(names(one)) > 1]
        clauses = [f"任务{'、'.join(joint)}在多个{of.title}名下均列，合计只计一次"] if joint else []
        former = group.title.removeprefix(group.name).strip("（）")
        return "；".join([*clauses, *filter(None, [former])]) or None

    columns: list[tuple[Column, Callable[[Group], Cell]]] = [
        (of, lambda group: group.name),
        (Column("tasks", "任务数", 90, right=True), lambda group: len(group.members)),
        *((Column(part, label, 80, right=True), count(part)) for part, label in LABELS.items()),
        (Column("task_ids", "任务序号", 60, wrap=True), lambda group: tuple(one.task.id for one in group.members)),
        (Column("attention", "需关注", 70, wrap=True), _waiting),
    ]
    if any(map(remark, filled_ones)):
        columns.append((Column("remark", "备注", 50, wrap=True), remark))
    return filled(key, columns, filled_ones)


def _waiting(group: Group) -> Cell:
    """Return the numbers of the tasks that need attention."""
    return tuple(one.task.id for one in group.members if needs_attention(one))
