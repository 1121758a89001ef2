"""The deadlines as a calendar: one all-day event a task, which a later export updates."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from mstrack.documents import tables
from mstrack.report import Column, Report, Text, filled
from mstrack.views import words

if TYPE_CHECKING:
    from mstrack.format.model import Plan, Task
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.status import Standing
    from mstrack.report import Columns

_SPACE = uuid.UUID("c1b1f8a5-5d0c-5c52-9c8e-0a7d3b8f1e21")
"""What the identifiers of events are derived in: drawn once, for good."""
LAST_DAYS = (7, 1)
"""So many days before a deadline an event calls, beside the plan's `near_days`."""


def calendar(snapshot: Snapshot) -> Report:
    """Return the deadlines of the snapshot's tasks. `reminders` are days before the deadline; a done task has none."""
    days = sorted({snapshot.plan.lights.near_days, *LAST_DAYS} - {0}, reverse=True)
    columns: Columns[Standing] = (
        (Column("uid", "标识", 100), lambda one: _uid(snapshot.plan, one.task)),
        (Column("date", "日期", 100), lambda one: one.due),
        (Column("summary", "事项", 100, wrap=True), _summary),
        (Column("description", "说明", 90, wrap=True), lambda one: "\n".join(_described(snapshot, one))),
        (Column("categories", "类别", 50), lambda one: (*one.task.leaders, *one.task.lead_units)),
        (Column("reminders", "提前提醒（天）", 50), lambda one: () if one.light == "done" else tuple(days)),
    )
    title = f"{snapshot.plan.title}：完成时限"
    remarks = (Text(tables.basis(snapshot)), Text(tables.legend(snapshot.plan)))
    events = filled("events", columns, snapshot.standings)
    return Report("calendar", title, snapshot.as_of, snapshot.rev, (events, *remarks))


def _summary(one: Standing) -> str:
    return f"〔{words.lights()[one.light]}〕任务{one.task.id} {one.task.short}（{one.task.lead_unit}）"


def _uid(plan: Plan, task: Task) -> str:
    """The same for a task whatever is reported, amended or exported: importing again updates."""
    return f"{uuid.uuid5(_SPACE, f'{plan.year} {plan.title} {task.id}')}@mstrack"


def _described(snapshot: Snapshot, one: Standing) -> list[str]:
    task, plan = one.task, snapshot.plan
    unit = plan.unit(task.lead_unit)
    person = f"（责任人：{unit.person.name}）" if unit and unit.person else ""
    partners = [f"配合单位：{'、'.join(task.partner_units)}"] if task.partner_units else []
    amended = [f"调整情况：{words.amendments(task)}"] if task.amendments else []
    told = [
        f"{figure}〔报送{'、'.join(source)}〕" if source else figure for figure, source in tables.figures_sourced(one)
    ]
    return [
        task.content,
        f"完成时限：{task.deadline}",
        *amended,
        *([f"分管市领导：{'、'.join(task.leaders)}"] if task.leaders else []),
        f"牵头单位：{task.lead_unit}{person}",
        *partners,
        f"亮灯：{words.light(one).text}",
        *(["指标：" + "；".join(told)] if told else []),
        tables.basis(snapshot),
        tables.legend(plan),
    ]
