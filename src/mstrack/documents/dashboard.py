"""The page that a leader opens on a phone: what needs attention first, then every task with all that was filed."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Literal

from mstrack.documents import tables
from mstrack.documents.parts import LABELS
from mstrack.documents.tables import Group
from mstrack.progress import figures, pace
from mstrack.progress.tally import tally
from mstrack.report import Column, Fact, Facts, Percent, Report, Text, Word, filled
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mstrack.format.model import Task
    from mstrack.progress.lights import Light
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.status import Standing
    from mstrack.report import Cell, Columns, Table

LIGHTS: tuple[Light, ...] = ("red", "yellow", "grey", "green", "done")
"""The lights from left to right; the first three need attention."""
ATTENTION = LIGHTS[:3]
URGENT = {"overdue": 0, "blocked": 1}
"""Causes of a red light that come before any lag."""
SHORT = 120
"""Signs of a unit's own words that stand among what needs attention; longer ones are read in full with the task."""


def dashboard(snapshot: Snapshot) -> Report:
    """Return the page: tables that the documents share, and what a page needs beyond them."""
    plan = snapshot.plan
    blocks = (
        _summary(snapshot),
        Text(tables.basis(snapshot)),
        Text(tables.legend(plan)),
        _lights(snapshot.standings),
        _attention(snapshot.standings),
        tables.tasks(snapshot),
        _places(snapshot.standings),
        tables.indicators(snapshot),
        tables.leaders(snapshot),
        tables.units(snapshot),
        _by_leader(snapshot),
        _by_unit(snapshot),
        _deadlines(snapshot.standings),
        tables.entries(snapshot),
    )
    return Report("dashboard", f"{plan.title}：进展一览", snapshot.as_of, snapshot.rev, blocks)


def _summary(snapshot: Snapshot) -> Facts:
    """How many tasks of the plan are on the page, each counted once, and how much of the year is gone."""
    parts = tally(snapshot.standings)
    gone = Percent(pace.calendar(snapshot.plan, snapshot.as_of))
    facts = (
        Fact("tasks", "任务", len(snapshot.standings)),
        Fact("of", "全表任务", len(snapshot.plan.tasks)),
        Fact("calendar_percent", "全年序时进度", gone),
        *(Fact(key, label, len(getattr(parts, key))) for key, label in LABELS.items()),
    )
    return Facts("summary", facts)


def _lights(standings: Sequence[Standing]) -> Table:
    """How many tasks have which light."""
    columns: Columns[Light] = (
        (Column("light", "亮灯", 100), tables.light),
        (Column("count", "任务数", 100, right=True), lambda code: sum(one.light == code for one in standings)),
    )
    return filled("lights", columns, LIGHTS)


def _attention(standings: Sequence[Standing]) -> Table:
    """What needs attention: the red ones, the yellow ones, the unreported ones; in each the worst first."""
    columns: Columns[Standing] = (
        (Column("light", "亮灯", 100), lambda one: tables.light(one.light)),
        (Column("task", "序号", 100, right=True), lambda one: one.task.id),
        (Column("problem", "存在困难", 80, wrap=True), lambda one: _own_words(one, "problem")),
        (Column("next", "下一步措施", 80, wrap=True), lambda one: _own_words(one, "next")),
    )
    waiting = [one for one in standings if one.light in ATTENTION]
    waiting.sort(key=lambda one: (LIGHTS.index(one.light), URGENT.get(one.cause, 2), -(one.lag or 0), one.task.id))
    return filled("attention", columns, waiting)


def _own_words(one: Standing, field: Literal["problem", "next"]) -> str | None:
    text: str | None = getattr(one.submission.entry, field) if one.submission else None
    return text if not text or len(text) <= SHORT else "内容较长，详见任务详情。"


def _places(standings: Sequence[Standing]) -> Table:
    """Where each task stands in days and in targets that are reached."""
    columns: Columns[Standing] = (
        (Column("id", "序号", 100, right=True), lambda one: one.task.id),
        (Column("days_left", "剩余天数", 80), _days_left),
        (Column("reached", "达标指标", 80, right=True), lambda one: sum(actual.reached for actual in one.actuals)),
        (Column("targets", "指标数", 80, right=True), lambda one: len(one.actuals)),
        (Column("age", "距最近报送天数", 60, right=True), lambda one: one.age),
    )
    return filled("places", columns, standings)


def _days_left(one: Standing) -> Word:
    """Say how long there is to go; of a done task nothing, its light says whether it was late."""
    if one.light == "done":
        return Word(one.days_left, "")
    if one.days_left < 0:
        return Word(one.days_left, f"逾期{-one.days_left}天", words.TONES["red"])
    return Word(one.days_left, f"剩{one.days_left}天" if one.days_left else "今日到期")


def _by_leader(snapshot: Snapshot) -> Table:
    """The lights of each leader's tasks."""
    columns: Columns[Group] = ((Column("name", "分管市领导", 100), lambda group: group.name), *_by_light())
    return filled("leader_lights", columns, (group for group in tables.by_leader(snapshot) if group.members))


def _by_unit(snapshot: Snapshot) -> Table:
    """The lights of the tasks that each unit leads, and of those on which it is a partner, itself or by its group."""
    partners = {one.task.id: _partners(snapshot, one.task) for one in snapshot.standings}

    def helps(group: Group) -> tuple[int, ...]:
        return tuple(one.task.id for one in snapshot.standings if group.name in partners[one.task.id])

    columns: Columns[Group] = (
        (Column("name", "责任单位", 100), lambda group: group.name),
        *_by_light(),
        (Column("partner", "配合任务", 60), helps),
    )
    groups = (group for group in tables.by_lead_unit(snapshot) if group.members or helps(group))
    return filled("unit_lights", columns, groups)


def _partners(snapshot: Snapshot, task: Task) -> set[str]:
    """Return the units that a task names as partners, and the offices of those that are groups."""
    return {*task.partner_units, *figures.reporting_units(snapshot.plan, task)} - {task.lead_unit}


def _by_light() -> Columns[Group]:
    """Return the columns that split a group's tasks by their lights."""

    def lit(code: str) -> Callable[[Group], Cell]:
        return lambda group: tuple(one.task.id for one in group.members if one.light == code)

    names = words.lights()
    count: tuple[Column, Callable[[Group], Cell]]
    count = (Column("tasks", "任务数", 90, right=True), lambda group: len(group.members))
    return (count, *((Column(code, names[code], 90), lit(code)) for code in LIGHTS))


def _deadlines(standings: Sequence[Standing]) -> Table:
    """The days on which tasks fall due, with the lights of those tasks."""
    columns: Columns[Group] = (
        (Column("due", "完成时限", 100), lambda group: group.members[0].due),
        (Column("days_left", "剩余天数", 80), lambda group: group.members[0].days_left),
        *_by_light(),
    )
    ordered = sorted(standings, key=lambda one: one.due)
    groups = (Group(f"{due}", list(members)) for due, members in groupby(ordered, key=lambda one: one.due))
    return filled("deadlines", columns, groups)
