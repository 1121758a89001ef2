"""The deadlines as a calendar: an all-day event for each task and each stage, which a later export updates.

A day has one alarm, however much comes due: it stands with the first of the events that it speaks of, and names all.
"""

from __future__ import annotations

import datetime as dt
import uuid
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from mstrack.documents import amendments, notes, stages, wording
from mstrack.documents.parts import DROPPED, live
from mstrack.progress import timeline
from mstrack.report import Column, Report, Text, filled
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mstrack.documents.stages import StageRow
    from mstrack.format.model import Person, Unit
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.status import Standing
    from mstrack.report import Columns

_SPACE = uuid.UUID("c1b1f8a5-5d0c-5c52-9c8e-0a7d3b8f1e21")
"""What the identifiers of events are derived in: drawn once, for good."""
LAST_DAYS = (7, 1)
"""So many days before a deadline an alarm calls, beside the plan's `near_days`."""
CHANGES_A_DAY = 2_500
"""Versions of an event that one as-of day has room for: a SEQUENCE ends at 2,147,483,647, which is in the year 2351."""


class _Event(NamedTuple):
    """An event: the task, and the stage where it is one; `is_open` says that an alarm before its day speaks of it."""

    one: Standing
    day: dt.date
    summary: str
    said: list[str]
    is_open: bool
    name: str
    stage: str = ""


class _Alarm(NamedTuple):
    """The alarm of a day: the event that it stands with, how many days before that it calls, and what it says."""

    event: _Event
    days: int
    text: str


def calendar(snapshot: Snapshot) -> Report:
    """Return the deadlines and stages of the snapshot's tasks, and the alarms of the days to come."""
    issued = _issued(snapshot)
    columns: Columns[_Event] = (
        (Column("uid", "标识", 100), lambda event: _uid(issued, event)),
        (Column("date", "日期", 100), lambda event: event.day),
        (Column("summary", "事项", 100, wrap=True), lambda event: event.summary),
        (Column("description", "说明", 90, wrap=True), lambda event: "\n".join(event.said)),
        (Column("categories", "类别", 50), lambda event: (*event.one.task.leaders, *event.one.task.lead_units)),
        (Column("sequence", "版本", 50), lambda event: _sequence(snapshot, event.one)),
    )
    title = f"{snapshot.plan.title}：完成时限"
    remarks = (Text(notes.basis(snapshot)), Text(notes.legend(snapshot.plan)))
    events = [_deadline(snapshot, one) for one in snapshot.standings]
    events += [_stage(snapshot, row) for row in stages.stages(snapshot)]
    table = filled("events", columns, events)
    of_alarms: Columns[_Alarm] = (
        (Column("uid", "标识", 100), lambda alarm: _uid(issued, alarm.event)),
        (Column("days", "提前天数", 100), lambda alarm: alarm.days),
        (Column("text", "提醒内容", 100, wrap=True), lambda alarm: alarm.text),
    )
    alarms = filled("alarms", of_alarms, _alarms(snapshot, events))
    return Report("calendar", title, snapshot.as_of, snapshot.rev, (table, alarms, *remarks))


def _alarms(snapshot: Snapshot, events: Iterable[_Event]) -> Iterator[_Alarm]:
    """Yield one alarm for each day to come on which something is due in so many days."""
    before = sorted({snapshot.plan.lights.near_days, *LAST_DAYS} - {0})
    calls = [
        (event.day - dt.timedelta(days), days, n, event)
        for n, event in enumerate(events)
        if event.is_open
        for days in before
    ]
    to_come = sorted((call for call in calls if call[0] >= snapshot.as_of), key=lambda call: call[:3])
    for _when, several in groupby(to_come, key=lambda call: call[0]):
        called = [(days, event) for _call, days, _n, event in several]
        days, first = called[0]
        yield _Alarm(first, days, "；".join(_said(called)))


def _said(called: list[tuple[int, _Event]]) -> Iterator[str]:
    """Say of one alarm's events what is due when: 明日（12月10日）到期2项：任务7 …、任务13 …."""
    for days, several in groupby(called, key=lambda one: one[0]):
        found = [event for _days, event in several]
        when = "明日" if days == 1 else f"{days}天后"
        names = "、".join(event.name for event in found)
        yield f"{when}（{found[0].day.month}月{found[0].day.day}日）到期{len(found)}项：{names}"


def _sequence(snapshot: Snapshot, one: Standing) -> int:
    """Return a version that grows with every change: with the day, and on a day with what was filed and amended.

    It is counted from the store alone: entries on the task, corrected ones and corrections too, and the documents that
    changed the task, the plan or a name. So the same store gives the same number on every machine.
    """
    plan, task = snapshot.plan, one.task
    amended = len(plan.amendments) + len(task.amendments) + bool(task.added) + bool(task.dropped)
    named: list[Person | Unit] = [
        *plan.leaders,
        *plan.units,
        *(person for unit in plan.units for person in unit.persons),
    ]
    amended += sum(len(each.former) for each in named)
    filed = len(list(snapshot.history(task.id).everything()))
    return snapshot.as_of.toordinal() * CHANGES_A_DAY + min(filed + amended, CHANGES_A_DAY - 1)


def _deadline(snapshot: Snapshot, one: Standing) -> _Event:
    task = one.task
    sign = DROPPED if task.dropped else words.lights()[one.light]
    summary = f"〔{sign}〕任务{task.id} {task.short}（{'、'.join(task.lead_units)}）"
    is_open = bool(live([one])) and one.light != "done"
    return _Event(one, one.due, summary, _described(snapshot, one), is_open, f"任务{task.id} {task.short}")


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
    name = f"任务{one.task.id}的阶段“{stage.milestone.what}”"
    is_open = not stage.reached and one.light != "done"
    return _Event(one, stage.by, summary, said, is_open, name, stage.milestone.id)


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
