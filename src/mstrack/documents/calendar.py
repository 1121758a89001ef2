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
from mstrack.store import entry_names
from mstrack.store.source import PLAN
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mstrack.documents.stages import StageRow
    from mstrack.format.model import Person, Task, Unit
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.report import Columns

_SPACE = uuid.UUID("c1b1f8a5-5d0c-5c52-9c8e-0a7d3b8f1e21")
"""What the identifiers of events are derived in: drawn once, for good."""
LAST_DAYS = (7, 1)
"""So many days before a deadline an alarm calls, beside the plan's `near_days`."""
FIRST_DAY = dt.date(2000, 1, 1)
"""The day from which versions are counted."""
CHANGES_A_DAY = 100_000
"""Versions of an event that a day has room for, one a second and more: a SEQUENCE ends at 2,147,483,647, in 2058."""


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
    """Return a version that grows with every change: with the day, and on a day with what was filed, edited or undone.

    The day is the as-of day, or a later one on which the files were changed; the rest is the second of their last
    change on that day, and how much was filed and amended, which is all that a revision knows. So what nobody changed
    keeps its number, and of two machines the one that exports on a later day has the higher.
    """
    changed = _changed(snapshot, one.task)
    day = max(snapshot.as_of, changed.date()) if changed else snapshot.as_of
    second = (changed - changed.replace(hour=0, minute=0, second=0)).seconds if changed and changed.date() == day else 0
    rest = min(second + _filed_and_amended(snapshot, one.task), CHANGES_A_DAY - 1)
    return max(0, (day - FIRST_DAY).days) * CHANGES_A_DAY + rest


def _changed(snapshot: Snapshot, task: Task) -> dt.datetime | None:
    """Return when the plan or what is filed on a task last changed on disk; None in a revision, where nothing does."""
    if snapshot.rev is not None:
        return None
    files = snapshot.dataset.files
    known = files.known("", [PLAN, entry_names.folder(task.id)]) or files.known("", [PLAN])
    return dt.datetime.fromtimestamp(known.changed // 10**9, dt.UTC).astimezone() if known else None


def _filed_and_amended(snapshot: Snapshot, task: Task) -> int:
    """Count the entries on a task, corrected ones and corrections too, and what documents changed in it or the plan."""
    plan = snapshot.plan
    amended = len(plan.amendments) + len(task.amendments) + bool(task.added) + bool(task.dropped)
    named: list[Person | Unit] = [
        *plan.leaders,
        *plan.units,
        *(person for unit in plan.units for person in unit.persons),
    ]
    amended += sum(len(each.former) for each in named)
    return len(list(snapshot.history(task.id).everything())) + amended


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
    lines = [f"{one.task.short}的阶段任务：{stage.milestone.what}", f"时限：{stages.day(stage.by, stage)}，{state}"]
    if row.indicator and stage.milestone.figure is not None:
        needed = wording.bounded(stage.milestone.figure, row.indicator)
        lines.append(f"应达数：{row.indicator.name}{needed}")
    lines += _described(snapshot, one)
    name = f"任务{one.task.id}的阶段“{stage.milestone.what}”"
    is_open = not stage.reached and one.light != "done"
    return _Event(one, stage.by, summary, lines, is_open, name, stage.milestone.id)


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
