"""The deadlines as a calendar: an all-day event for each task and each stage, which a later export updates."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, NamedTuple

from mstrack.documents import amendments, notes, stages, wording
from mstrack.documents.parts import DROPPED, live
from mstrack.progress import timeline
from mstrack.report import Column, Report, Text, filled
from mstrack.views import words

if TYPE_CHECKING:
    from mstrack.documents.stages import StageRow
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.status import Standing
    from mstrack.report import Columns

_SPACE = uuid.UUID("c1b1f8a5-5d0c-5c52-9c8e-0a7d3b8f1e21")
"""What the identifiers of events are derived in: drawn once, for good."""
LAST_DAYS = (7, 1)
"""So many days before a deadline an event calls, beside the plan's `near_days`."""


class _Event(NamedTuple):
    """An event: the task, and the stage where it is one; `is_open` says that it calls before its day."""

    one: Standing
    day: dt.date
    summary: str
    said: list[str]
    is_open: bool
    stage: str = ""


def calendar(snapshot: Snapshot) -> Report:
    """Return the deadlines and stages of the snapshot's tasks. `reminders` are days before; what is done has none."""
    days = sorted({snapshot.plan.lights.near_days, *LAST_DAYS} - {0}, reverse=True)
    issued = _issued(snapshot)
    columns: Columns[_Event] = (
        (Column("uid", "标识", 100), lambda event: _uid(issued, event)),
        (Column("date", "日期", 100), lambda event: event.day),
        (Column("summary", "事项", 100, wrap=True), lambda event: event.summary),
        (Column("description", "说明", 90, wrap=True), lambda event: "\n".join(event.said)),
        (Column("categories", "类别", 50), lambda event: (*event.one.task.leaders, *event.one.task.lead_units)),
        (Column("reminders", "提前提醒（天）", 50), lambda event: tuple(days) if event.is_open else ()),
    )
    title = f"{snapshot.plan.title}：完成时限"
    remarks = (Text(notes.basis(snapshot)), Text(notes.legend(snapshot.plan)))
    events = [_deadline(snapshot, one) for one in snapshot.standings]
    events += [_stage(snapshot, row) for row in stages.stages(snapshot)]
    table = filled("events", columns, events)
    return Report("calendar", title, snapshot.as_of, snapshot.rev, (table, *remarks))


def _deadline(snapshot: Snapshot, one: Standing) -> _Event:
    task = one.task
    sign = DROPPED if task.dropped else words.lights()[one.light]
    summary = f"〔{sign}〕任务{task.id} {task.short}（{'、'.join(task.lead_units)}）"
    return _Event(one, one.due, summary, _described(snapshot, one), bool(live([one])) and one.light != "done")


def _stage(snapshot: Snapshot, row: StageRow) -> _Event:
    """Return the event of a stage. One that is reached stays, and calls no more, so that importing again says so."""
    one, stage = row.one, row.standing
    state = stages.state(row).text
    summary = f"〔阶段 {state}〕任务{one.task.id} {stage.milestone.what}（{'、'.join(one.task.lead_units)}）"
    said = [f"{one.task.short}的阶段任务：{stage.milestone.what}", f"时限：{stages.day(stage.by, stage)}，{state}"]
    if row.indicator and stage.milestone.figure is not None:
        needed = wording.bounded(stage.milestone.figure, row.indicator)
        said.append(f"应达数：{row.indicator.name}{needed}")
    said += _described(snapshot, one)
    return _Event(one, stage.by, summary, said, not stage.reached and one.light != "done", stage.milestone.id)


def _issued(snapshot: Snapshot) -> str:
    """Return what names the table for good: its year and its title as it was issued, whatever was amended since."""
    first = timeline.in_force(snapshot.dataset.plan, dt.date.min)
    return f"{first.year} {first.title}"


def _uid(issued: str, event: _Event) -> str:
    """The same for a task or a stage whatever is reported, amended or exported: importing again updates."""
    name = f"{issued} {event.one.task.id}{f' {event.stage}' if event.stage else ''}"
    return f"{uuid.uuid5(_SPACE, name)}@mstrack"


def _described(snapshot: Snapshot, one: Standing) -> list[str]:
    task, plan = one.task, snapshot.plan
    partners = [f"配合单位：{'、'.join(task.partner_units)}"] if task.partner_units else []
    amended = amendments.of_task(task)
    leaders = [amendments.with_former(leader) for leader in plan.leaders if leader.name in task.leaders]
    sentences = [
        f"{figure}〔报送{'、'.join(source)}〕" if source else figure for figure, source in wording.figures_sourced(one)
    ]
    missed = stages.missed(one)
    return [
        task.content,
        f"完成时限：{wording.deadline(plan, one).text}",
        *([f"调整情况：{amended}"] if amended else []),
        *([f"分管市领导：{'、'.join(leaders)}"] if leaders else []),
        f"牵头单位：{'、'.join(_lead(snapshot, name) for name in task.lead_units)}",
        *partners,
        f"亮灯：{DROPPED if task.dropped else words.light(one).text}",
        *([f"未按时完成的阶段任务：{missed}"] if missed else []),
        *(["指标：" + "；".join(sentences)] if sentences else []),
        notes.basis(snapshot),
        notes.legend(plan),
    ]


def _lead(snapshot: Snapshot, name: str) -> str:
    unit = snapshot.plan.unit(name)
    if unit is None:
        return name
    persons = "、".join(person.name for person in unit.persons)
    return f"{amendments.with_former(unit)}{f'（责任人：{persons}）' if persons else ''}"
