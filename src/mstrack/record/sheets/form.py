"""What the form looks like, known to its maker and its reader: a Chinese paper, whatever the interface speaks.

    1  标题
    2  填报单位  …            截至日期  [day]      填报人  [name]
    3  填报说明
    4  序号 任务 指标 目标 计量单位 上次完成数 上次截至 | 本次完成数 状态 进展情况 存在困难 下一步措施 | (行号, hidden)
    5  one row an indicator; a task without indicators has one; what is told of the whole task spans its rows

Each row bears its key in a hidden column, so that it is found wherever a clerk's sorting or inserting puts it.
A second sheet, very hidden, says which plan and unit the form was made for, and which figures it showed.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import WorldFailed
from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.progress import status

if TYPE_CHECKING:
    from mstrack.format.model import Indicator, Plan, Task, Unit

SHEET = "填报"
HIDDEN = "_mstrack"
SIGN = "mstrack sheet 1"
"""The first cell of the hidden sheet: what the workbook is, and the version of its layout."""

DAY_LABEL = "截至日期"
REPORTER_LABEL = "填报人"
INDICATOR = "指标"
KEY = "行号"
FILL = {"figure": "本次完成数", "status": "状态", "note": "进展情况", "problem": "存在困难", "next": "下一步措施"}
"""The columns to fill: what of an entry each holds, and its title."""
SHOWN = ("序号", "任务", INDICATOR, "目标", "计量单位", "上次完成数", "上次截至")
TITLES = (*SHOWN, *FILL.values(), KEY)

STATUSES = {"not-started": "未启动", "in-progress": "推进中", "blocked": "受阻", "done": "已完成"}


class FormRow(NamedTuple):
    """One row of the form: an indicator of a task, or a task that has none."""

    task: Task
    indicator: Indicator | None

    @property
    def key(self) -> str:
        """What the row is called in its hidden cell: 18/new-villages, or 16."""
        return f"{self.task.id}/{self.indicator.id}" if self.indicator else str(self.task.id)


def lines(plan: Plan, unit: str) -> list[FormRow]:
    """Return the rows of a unit's form, in the table's order."""
    return [FormRow(task, one) for task in _tasks(plan, unit) for one in (task.indicators or (None,))]


def digest(plan: Plan, unit: Unit) -> str:
    """Return what tells whether a form still fits the plan: the unit, and what its figures mean in each of its tasks.

    What else changes in the plan (an alias, a leader, a task of other units) leaves the forms that are out as they are.
    """
    tasks = [
        (task.id, task.content, task.deadline, task.lead_unit == unit.name, list(map(_promise, task.indicators)))
        for task in _tasks(plan, unit.name)
    ]
    said = json.dumps([plan.year, unit.name, unit.code, tasks], ensure_ascii=False)
    return blake2b(said.encode(), digest_size=16).hexdigest()


def _promise(one: Indicator) -> tuple[str | bool | None, ...]:
    baseline = None if one.baseline is None else plain(one.baseline)
    return one.id, one.name, one.kind, plain(one.target), one.above, baseline, one.measure


def _tasks(plan: Plan, unit: str) -> list[Task]:
    """Return the tasks on which a unit reports."""
    return [
        task
        for task in plan.tasks
        if unit == task.lead_unit or any(one.name == unit for one in status.others(plan, task))
    ]


def not_installed() -> WorldFailed:
    """Return the failure to read or write Excel for want of the libraries."""
    return WorldFailed(
        _("reading and writing Excel needs two more packages; install them with: {command}").format(
            command='pip install "mstrack[excel]"'
        )
    )
