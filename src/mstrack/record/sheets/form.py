"""What the form looks like, known to its maker and its reader: a Chinese paper, whatever the interface speaks.

    1  标题
    2  填报单位  …            截至日期  [day]      填报人  [name]
    3  填报说明
    4  序号 任务 指标 目标 计量单位 上次完成数 上次截至 | 本次完成数 状态 进展情况 存在困难 下一步措施 | (行号, hidden)
       形象进度（%）, for tasks that no cumulative figure measures; 核实, where a figure that looks odd is confirmed;
       what the unit wrote last
    5  one row an indicator, one a stage that no figure tells; a task with neither has one; what is told of the whole
       task spans its rows

Each row bears its key in a hidden column, so that it is found wherever a clerk's sorting or inserting puts it.
A second sheet, very hidden, says which plan and unit the form was made for, which columns, rows and figures it had.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from mstrack.format.fields import plain
from mstrack.progress import figures, pace

if TYPE_CHECKING:
    from mstrack.format.model import Indicator, Milestone, Plan, Task, Unit

SHEET = "填报"
HIDDEN = "_mstrack"
SIGN = "mstrack sheet 1"
"""The first cell of the hidden sheet: what the workbook is, and the version of its layout."""

DAY_LABEL = "截至日期"
REPORTER_LABEL = "填报人"
HEADING = "进展情况填报表"
"""What stands behind the plan's title at the head of the form."""
UNIT_LABEL = "填报单位"
TASK = "任务"
INDICATOR = "指标"
TARGET = "目标"
MEASURE = "计量单位"
LAST_FIGURE = "上次完成数"
KEY = "行号"
FIGURE_NOTE = "填到截至日期为止的累计数，不是当月新增数。只写数字即可，写成“98个”“75.2%”也能识别。没有新数据的留空。"
STATUS_NOTE = (
    "从下拉列表中选择；不选的，与上次相同（首次填报的，按推进中）。只有牵头单位可以选“已完成”，且各项目标须已达到。"
)


PERCENT_NOTE = "没有累计指标的任务，由牵头单位按工作量估计完成了百分之几，填0到100的数；说不准的留空。"
STAGE_NOTE = "已经达到的，从下拉列表中选择“已达到”；还没有达到的留空。"
REACHED = "已达到"
"""What stands in the cell of a stage that is reached."""
CONFIRMED = "属实"
"""What stands beside a figure that looks like a slip and is right."""
CONFIRM_NOTE = "完成数变橙色的，或者退回核实的，确认无误后选“属实”；填错的，改正完成数，这一栏留空。"
RECEIPT = "回执"
"""The title of the column that a receipt adds; who sends a receipt back sends it along."""
NONE = "－"
"""What stands in a cell where nothing was or can be reported."""


class FormColumn(NamedTuple):
    """A column of the form: its title, its width in characters (0 hides it), the remark at its title.

    One that `spans` has one cell for all rows of a task; `fill` marks those that the unit fills in.
    """

    key: str
    title: str
    width: int
    spans: bool = False
    fill: bool = False
    note: str = ""


COLUMNS = (
    FormColumn("id", "序号", 5, spans=True),
    FormColumn("task", TASK, 24, spans=True),
    FormColumn("indicator", INDICATOR, 22),
    FormColumn("target", TARGET, 20),
    FormColumn("measure", MEASURE, 9),
    FormColumn("last_figure", LAST_FIGURE, 11),
    FormColumn("last_date", "上次截至", 12),
    FormColumn("figure", "本次完成数", 13, fill=True, note=FIGURE_NOTE),
    FormColumn("status", "状态", 9, spans=True, fill=True, note=STATUS_NOTE),
    FormColumn("note", "进展情况", 30, spans=True, fill=True, note="写已经做成的事，例如：已完成98个自然村。"),
    FormColumn("problem", "存在困难", 22, spans=True, fill=True, note="写需要协调解决的困难；没有的留空。"),
    FormColumn("next", "下一步措施", 22, spans=True, fill=True, note="写下一步的措施；没有的留空。"),
    FormColumn("key", KEY, 0),
    FormColumn("percent", "形象进度（%）", 11, spans=True, fill=True, note=PERCENT_NOTE),
    FormColumn("confirm", "核实", 8, fill=True, note=CONFIRM_NOTE),
    FormColumn("last_words", "上次存在困难和下一步措施", 26, spans=True),
)
"""The columns from left to right; `cells.WRITERS` writes their cells."""
TITLES = tuple(column.title for column in COLUMNS)
LATER = frozenset(column.title for column in COLUMNS if column.key in {"percent", "confirm", "last_words"})
"""The columns that a form of an earlier version does not have."""
NEEDED = frozenset(column.title for column in COLUMNS if column.fill or column.key in {"indicator", "key"})
"""The columns that are read; without another one nothing is lost."""
FILL = {column.key: column.title for column in COLUMNS if column.fill}
"""The columns to fill: what of an entry each holds, and its title."""

STATUSES = {"not-started": "未启动", "in-progress": "推进中", "blocked": "受阻", "done": "已完成"}


class FormRow(NamedTuple):
    """One row of the form: an indicator of a task, a stage of it to be ticked, or a task that has neither."""

    task: Task
    indicator: Indicator | None
    stage: Milestone | None = None

    @property
    def key(self) -> str:
        """What the row is called in its hidden cell: 18/new-villages, 18#started, or 16."""
        if self.stage:
            return f"{self.task.id}#{self.stage.id}"
        return f"{self.task.id}/{self.indicator.id}" if self.indicator else str(self.task.id)

    @property
    def name(self) -> str:
        """What stands in the column of indicators."""
        if self.stage:
            return f"阶段：{self.stage.what}（{self.stage.by}）"
        return self.indicator.name if self.indicator else ""


def lines(plan: Plan, unit: str) -> list[FormRow]:
    """Return the rows of a unit's form, in the table's order."""
    found: list[FormRow] = []
    for task in _tasks(plan, unit):
        rows = [FormRow(task, one) for one in task.indicators]
        if speaks(plan, task, unit):
            rows += [FormRow(task, None, one) for one in stages(task)]
        found += rows or [FormRow(task, None)]
    return found


def speaks(plan: Plan, task: Task, unit: str) -> bool:
    """Whether a unit files for a task, alone or as a member of the group that leads it."""
    return unit in figures.speakers(plan, task)


def stages(task: Task) -> list[Milestone]:
    """Return the stages that no figure tells, so that whoever files for the task says when they are reached."""
    return [one for one in task.milestones if one.indicator is None or one.figure is None]


def has_percent(plan: Plan, task: Task, unit: str) -> bool:
    """Whether a unit is asked how far a task is, in percent: it files for it, and no cumulative figure measures it."""
    return speaks(plan, task, unit) and not any(map(pace.is_measured, task.indicators))


def digest(plan: Plan, unit: Unit) -> str:
    """Return what tells whether a form still fits the plan: the unit, and what its figures mean in each of its tasks.

    What else changes in the plan (an alias, a leader, a task of other units) leaves the forms that are out as they are.
    """
    tasks = []
    for task in _tasks(plan, unit.name):
        promises = [_promise(one, unit.name) for one in task.indicators]
        fields: list[object] = [task.id, task.content, task.deadline, speaks(plan, task, unit.name), promises]
        if task.milestones:  # what a plan does not have leaves its forms as they are
            fields.append([(one.id, one.what, one.by.words, one.indicator, str(one.figure)) for one in task.milestones])
        tasks.append(fields)
    time: object = [str(day) for day in plan.period] if plan.span else plan.year
    parts = json.dumps([time, unit.name, unit.code, tasks], ensure_ascii=False)
    return blake2b(parts.encode(), digest_size=16).hexdigest()


def _promise(one: Indicator, unit: str) -> tuple[object, ...]:
    """Return what a figure of an indicator means to a unit; of bound and share nothing where they are as ever."""
    baseline = None if one.baseline is None else plain(one.baseline)
    parts: tuple[object, ...] = (one.id, one.name, one.kind, plain(one.target), one.above, baseline, one.measure)
    if one.bound != "at-least":
        parts += (one.bound,)
    return (*parts, f"share {plain(one.shares[unit])}") if unit in one.shares else parts


def _tasks(plan: Plan, unit: str) -> list[Task]:
    """Return the tasks on which a unit reports; a dropped one asks for nothing."""
    return [task for task in plan.tasks if not task.dropped and unit in figures.reporting_units(plan, task)]
