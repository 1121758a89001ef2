"""The page that a leader opens on a phone: what needs attention first, then every task with all that was filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.documents import tables
from mstrack.documents.dossier import tally
from mstrack.progress import dates, status
from mstrack.report import Column, Fact, Facts, Percent, Report, Table, Text, Word, for_machines
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mstrack.documents.dossier import Dossier
    from mstrack.format.model import Task
    from mstrack.progress.status import Standing
    from mstrack.report import Cell

LIGHTS = ("red", "yellow", "grey", "green", "done")
"""The lights from left to right; the first three need attention."""
ATTENTION = LIGHTS[:3]
URGENT = {"overdue": 0, "blocked": 1}
"""Causes of a red light that come before any lag."""
SHORT = 120
"""Signs of a unit's own words that stand among what needs attention; longer ones are read in full with the task."""


def dashboard(dossier: Dossier) -> Report:
    """Return the page: tables that the documents share, and what a page needs beyond them."""
    plan = dossier.plan
    blocks = (
        _summary(dossier),
        Text(tables.basis(dossier)),
        Text(tables.legend(plan)),
        _lights(dossier.standings),
        _attention(dossier.standings),
        tables.tasks(dossier),
        _places(dossier.standings),
        _indicators(dossier),
        tables.leaders(dossier),
        tables.units(dossier),
        _by_leader(dossier),
        _by_unit(dossier),
        _deadlines(dossier.standings),
        tables.entries(dossier),
    )
    return Report("dashboard", f"{plan.title}：进展一览", dossier.as_of, dossier.rev, blocks)


def _summary(dossier: Dossier) -> Facts:
    """How many tasks of the plan are on the page, each counted once, and how much of the year is gone."""
    parts = tally(dossier.standings)
    names = {
        "done": "已完成",
        "on_pace": "达序时进度",
        "slow": "进度滞后",
        "blocked": "受阻",
        "overdue": "逾期",
        "unreported": "未报送",
    }
    pace = Percent(dates.expected_pace(dossier.as_of, dossier.plan.year))
    facts = (
        Fact("tasks", "任务", len(dossier.standings)),
        Fact("of", "全表任务", len(dossier.plan.tasks)),
        Fact("expected_percent", "序时进度", pace),
        *(Fact(key, label, len(getattr(parts, key))) for key, label in names.items()),
    )
    return Facts("summary", facts)


def _lights(standings: Sequence[Standing]) -> Table:
    """How many tasks have which light."""
    columns = (Column("light", "亮灯", 100), Column("count", "任务数", 100, right=True))
    rows = tuple((_light(code), sum(one.light == code for one in standings)) for code in LIGHTS)
    return Table("lights", columns, rows)


def _light(code: str) -> Word:
    return Word(code, words.lights()[code], words.TONES[code])


def _attention(standings: Sequence[Standing]) -> Table:
    """What needs attention: the red ones, the yellow ones, the unreported ones; in each the worst first."""
    columns = (
        Column("light", "亮灯", 100),
        Column("task", "序号", 100, right=True),
        Column("problem", "存在困难", 80, wrap=True),
        Column("next", "下一步措施", 80, wrap=True),
    )
    waiting = [one for one in standings if one.light in ATTENTION]
    waiting.sort(key=lambda one: (LIGHTS.index(one.light), URGENT.get(one.cause, 2), -(one.lag or 0), one.task.id))
    return Table("attention", columns, tuple((_light(one.light), one.task.id, *_own_words(one)) for one in waiting))


def _own_words(one: Standing) -> tuple[Cell, Cell]:
    entry = one.report.entry if one.report else None
    told = [entry.problem, entry.next] if entry else [None, None]
    problem, following = (text if not text or len(text) <= SHORT else "内容较长，详见任务详情。" for text in told)
    return problem, following


def _places(standings: Sequence[Standing]) -> Table:
    """Where each task stands in days and in targets that are reached."""
    columns = (
        Column("id", "序号", 100, right=True),
        Column("days_left", "剩余天数", 80),
        Column("reached", "达标指标", 80, right=True),
        Column("targets", "指标数", 80, right=True),
        Column("age", "距最近报送天数", 60, right=True),
    )
    rows = tuple(
        (one.task.id, _days_left(one), sum(actual.reached for actual in one.actuals), len(one.actuals), one.age)
        for one in standings
    )
    return Table("places", columns, rows)


def _days_left(one: Standing) -> Word:
    """Say how long there is to go; of a done task nothing, its light says whether it was late."""
    if one.light == "done":
        return Word(one.days_left, "")
    if one.days_left < 0:
        return Word(one.days_left, f"逾期{-one.days_left}天", words.TONES["red"])
    return Word(one.days_left, f"剩{one.days_left}天" if one.days_left else "今日到期")


def _indicators(dossier: Dossier) -> Table:
    """The documents' table of indicators, and each target in the words that they share."""
    shared = tables.indicators(dossier)
    told = [tables.target(actual.indicator) for one in dossier.standings for actual in one.actuals]
    rows = tuple((*row, text) for row, text in zip(shared.rows, told, strict=True))
    return shared._replace(columns=(*shared.columns, for_machines("target_text")), rows=rows)


def _by_leader(dossier: Dossier) -> Table:
    """The lights of each leader's tasks."""
    groups = [(one.name, [s for s in dossier.standings if s.task.leader == one.name]) for one in dossier.plan.leaders]
    columns = (Column("name", "分管市领导", 100), *_light_columns())
    rows = tuple((name, *_split(members)) for name, members in groups if members)
    return Table("leader_lights", columns, rows)


def _by_unit(dossier: Dossier) -> Table:
    """The lights of the tasks that each unit leads, and of those on which it is a partner, itself or by its group."""
    columns = (Column("name", "责任单位", 100), *_light_columns(), Column("partner", "配合任务", 60))
    partners = {one.task.id: _partners(dossier, one.task) for one in dossier.standings}
    rows: list[tuple[Cell, ...]] = []
    for unit in dossier.plan.units:
        leads = [one for one in dossier.standings if one.task.lead_unit == unit.name]
        helps = tuple(one.task.id for one in dossier.standings if unit.name in partners[one.task.id])
        if leads or helps:
            rows.append((unit.name, *_split(leads), helps))
    return Table("unit_lights", columns, tuple(rows))


def _partners(dossier: Dossier, task: Task) -> set[str]:
    """Return the units that a task names as partners, and the offices of those that are groups."""
    return {*task.partner_units, *status.offices(dossier.plan, task)} - {task.lead_unit}


def _light_columns() -> Iterable[Column]:
    yield Column("tasks", "任务数", 90, right=True)
    names = words.lights()
    yield from (Column(code, names[code], 90) for code in LIGHTS)


def _split(members: Sequence[Standing]) -> Iterable[Cell]:
    yield len(members)
    yield from (tuple(one.task.id for one in members if one.light == code) for code in LIGHTS)


def _deadlines(standings: Sequence[Standing]) -> Table:
    """The days on which tasks fall due, with the lights of those tasks."""
    columns = (Column("due", "完成时限", 100), Column("days_left", "剩余天数", 80), *_light_columns())
    rows: list[tuple[Cell, ...]] = []
    for due in sorted({one.due for one in standings}):
        members = [one for one in standings if one.due == due]
        rows.append((due, members[0].days_left, *_split(members)))
    return Table("deadlines", columns, tuple(rows))
