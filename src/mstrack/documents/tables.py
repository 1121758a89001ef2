"""The tables that the documents share, with their Chinese titles: each column is filled in one place.

Codes and numbers keep their types; every figure stands beside the entries that it comes from. Build them while
`i18n.speaking("zh_CN")` is in force: the words of the lights come from the catalogue.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mstrack.documents import amendments, wording
from mstrack.documents.parts import KINDS, day_text, part
from mstrack.progress import quantities
from mstrack.progress.routes import item_numbers
from mstrack.report import Bar, Column, Percent, Table, Word, filled, filled_in_turn, for_machines, for_people
from mstrack.views import causes, words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from mstrack.format.model import Entry, Indicator, Task
    from mstrack.progress.figures import Actual
    from mstrack.progress.pace import Rates
    from mstrack.progress.snapshot import Logged, Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.report import Cell, Columns


class Measured(NamedTuple):
    """An indicator of a task, with what is known of it, and how fast it grows where the task is still open."""

    one: Standing
    actual: Actual
    rates: Rates | None = None

    @property
    def indicator(self) -> Indicator:
        """The indicator as the plan has it."""
        return self.actual.indicator


def tasks(snapshot: Snapshot) -> Table:
    """Return the official table in its own column order, then where each task stands: one row a task."""
    plan = snapshot.plan
    items = {task: wording.item_title(plan, number - 1) for task, number in item_numbers(plan).items()}
    persons = {unit.name: "、".join(person.name for person in unit.persons) for unit in plan.units}
    columns: Columns[Standing] = (
        (Column("item", "项目分类", 90, wrap=True), lambda one: items[one.task.id]),
        (Column("id", "序号", 100, right=True), lambda one: one.task.id),
        (Column("content", "具体内容", 90, wrap=True), lambda one: one.task.content),
        (Column("leader", "建议分管市领导", 80), wording.leaders_of),
        (Column("units", "责任单位", 80, wrap=True), lambda one: one.task.units),
        (Column("persons", "责任人", 80, wrap=True), lambda one: tuple(persons.get(n, "") for n in one.task.units)),
        (Column("deadline", "完成时限", 90, wrap=True), lambda one: wording.deadline(snapshot.plan, one)),
        (Column("due", "到期日", 90), lambda one: one.due),
        (Column("part", "进展分类", 95), part),
        (Column("light", "亮灯", 100), wording.light_of),
        (Column("reason", "亮灯依据", 90, wrap=True), wording.reason),
        (Column("progress_percent", "完成率", 90, right=True), words.progress),
        (Column("progress_by", "完成率口径", 60), wording.progress_by),
        (Column("expected_percent", "应达进度", 80, right=True), _expected),
        (Column("lag_points", "滞后（百分点）", 70, right=True), _lag),
        (Column("figures", "指标完成情况", 80, wrap=True), wording.figures),
        (for_machines("status"), wording.status),
        (Column("report_date", "最近报送", 80), _reported(lambda entry: entry.date)),
        (Column("note", "进展情况", 80, wrap=True), _reported(lambda entry: entry.note)),
        (Column("problem", "存在困难", 80, wrap=True), _reported(lambda entry: entry.problem)),
        (Column("next", "下一步措施", 80, wrap=True), _reported(lambda entry: entry.next)),
        (Column("amendments", "调整情况", 60, wrap=True), lambda one: amendments.of_task(one.task) or None),
        (Column("source", "数据来源", 60), lambda one: one.submission.filed.id if one.submission else None),
        (for_machines("no"), lambda one: one.task.number),
        (for_machines("title"), lambda one: one.task.short),
        (for_machines("lead_unit"), lambda one: one.task.lead_unit),
        (for_machines("lead_units"), lambda one: one.task.lead_units),
        (for_machines("dropped"), lambda one: int(bool(one.task.dropped))),
    )
    return filled("tasks", columns, snapshot.standings)


def indicators(snapshot: Snapshot) -> Table:
    """Return every indicator with its target and figure, and where the figure comes from: one row an indicator.

    Its numbers are in the unit that the quote uses, which is the measure of the row.
    """
    columns: Columns[Measured] = (
        (Column("task", "序号", 100, right=True), lambda row: row.one.task.id),
        (Column("title", "任务", 80, wrap=True), lambda row: row.one.task.short),
        (Column("lead_unit", "牵头单位", 80, wrap=True), lambda row: row.one.task.lead_unit),
        (Column("name", "指标", 100, wrap=True), lambda row: row.indicator.name),
        (Column("kind", "类型", 60), lambda row: Word(row.indicator.kind, KINDS[row.indicator.kind])),
        (Column("bound", "要求", 60), lambda row: Word(row.indicator.bound, wording.bound(row.indicator))),
        (Column("target", "目标", 90, right=True), lambda row: quantities.scaled(row.indicator.target, row.indicator)),
        (Column("figure", "完成数", 100, right=True), _figure),
        (Column("measure", "单位", 90), lambda row: quantities.measure(row.indicator)),
        (Column("percent", "完成率", 90, right=True), _percent),
        (for_people("进度", 50), _bar),
        (Column("reached", "达标", 80), lambda row: _either("已达标", "未达标", first=row.actual.reached)),
        (Column("date", "截至", 70), figure_date),
        (Column("provisional", "口径", 60), _provisional),
        (Column("shares", "分报情况", 60, wrap=True), lambda row: _shares(snapshot, row)),
        (Column("required", "每周需完成", 60, right=True), _rate(_required)),
        (Column("recent", "近期每周完成", 60, right=True), _rate(_recent)),
        (Column("enough_on", "照此达标日", 60), _rate(lambda _row, rates: rates.enough_on)),
        (Column("amended", "原目标", 50, wrap=True), _amended),
        (Column("sources", "数据来源", 60), lambda row: words.source(row.actual)),
        (for_machines("id"), lambda row: row.indicator.id),
        (for_machines("above"), lambda row: int(row.indicator.above)),
        (for_machines("target_text"), lambda row: wording.target(row.indicator)),
        (for_machines("figure_text"), _figure_text),
        (for_machines("rates_text"), _rate(_rates_in_words)),
        (for_machines("expected"), lambda row: None if row.actual.expected is None else Percent(row.actual.expected)),
    )
    return filled("indicators", columns, measured(snapshot), "指标完成情况")


def measured(snapshot: Snapshot) -> list[Measured]:
    """Return every indicator of the tasks, in the table's order."""
    several = [(one, {} if one.light == "done" else snapshot.rates_in_passing(one)) for one in snapshot.standings]
    return [Measured(one, actual, rates.get(actual.indicator.id)) for one, rates in several for actual in one.actuals]


def figure_date(row: Measured) -> dt.date | None:
    """Return the day that a figure holds; of a sum, that of its newest share."""
    return max((each.entry.date for each in row.actual.sources), default=None)


def entries(snapshot: Snapshot, chosen: Sequence[Logged] | None = None) -> Table:
    """Return every entry, or those that are chosen, newest first; what another replaces says by which.

    Its rows, and the texts in them, are not held.
    """
    several = snapshot.log if chosen is None else chosen
    snapshot.spool(several)

    def said(value: Callable[[Entry], Cell]) -> Callable[[Logged], Cell]:
        return lambda one: value(snapshot.passing(one.filed))

    columns: Columns[Logged] = (
        (Column("date", "截至日期", 100), said(lambda entry: entry.date)),
        (Column("task", "序号", 100, right=True), said(lambda entry: entry.task)),
        (Column("title", "任务", 60, wrap=True), lambda one: one.task.short),
        (Column("unit", "报送单位", 90, wrap=True), said(lambda entry: entry.unit)),
        (Column("status", "报送状态", 80), said(lambda entry: words.status(entry.status))),
        (
            Column("figures", "完成数", 90, wrap=True),
            lambda one: wording.figures_filed(snapshot.passing(one.filed), one.task) or None,
        ),
        (Column("percent", "形象进度", 60, right=True), said(_own_percent)),
        (Column("reached", "已完成阶段", 60, wrap=True), lambda one: _stages(snapshot.passing(one.filed), one.task)),
        (Column("note", "进展情况", 80, wrap=True), said(lambda entry: entry.note)),
        (Column("problem", "存在困难", 80, wrap=True), said(lambda entry: entry.problem)),
        (Column("next", "下一步措施", 80, wrap=True), said(lambda entry: entry.next)),
        (Column("reporter", "填报人", 70), said(lambda entry: entry.reporter)),
        (Column("recorded", "填报时间", 60), said(lambda entry: f"{entry.recorded:%Y-%m-%d %H:%M}")),
        (Column("id", "报送编号", 90), lambda one: one.filed.id),
        (Column("corrects", "更正", 60), said(lambda entry: entry.corrects)),
        (Column("reason", "更正原因", 60, wrap=True), said(lambda entry: entry.reason)),
        (Column("corrected_by", "被更正", 60), lambda one: one.replaced_by),
        (for_machines("path"), lambda one: one.filed.path),
    )
    return filled_in_turn("entries", columns, several, "报送记录")


def _own_percent(entry: Entry) -> Cell:
    return None if entry.percent is None else Percent(Fraction(entry.percent) / 100)


def _stages(entry: Entry, task: Task) -> str | None:
    known = {one.id: one.what for one in task.milestones}
    return "、".join(known.get(id_, id_) for id_ in entry.reached) or None


def _reported(value: Callable[[Entry], Cell]) -> Callable[[Standing], Cell]:
    """Return what fills a cell from a task's newest report; it leaves the cell empty where there is none."""
    return lambda one: value(one.submission.entry) if one.submission else None


def _lag(one: Standing) -> Cell:
    return None if one.light == "done" else causes.lag_points(one)


def _expected(one: Standing) -> Cell:
    return None if one.task.dropped else Percent(one.expected)


def _figure(row: Measured) -> Cell:
    return None if row.actual.figure is None else quantities.scaled(row.actual.figure, row.indicator)


def _figure_text(row: Measured) -> str:
    return "未报送" if row.actual.figure is None else quantities.quantity(row.actual.figure, row.indicator)


def _amended(row: Measured) -> str | None:
    return amendments.remark(row.one.task, row.indicator.id) or None


def _either(yes: str, no: str, *, first: bool) -> Word:
    """Return one of two words; machines read 1 or 0."""
    return Word(int(first), yes if first else no)


def _percent(row: Measured) -> Cell:
    return None if row.actual.progress is None else Percent(row.actual.progress)


def _bar(row: Measured) -> Cell:
    progress = row.actual.progress
    return None if progress is None else Bar(progress, row.actual.expected, words.TONES[row.one.light])


def _provisional(row: Measured) -> Cell:
    """Say whose figure it is, where there is one."""
    if not row.actual.sources:
        return None
    if row.actual.joint:
        return Word(0, "各成员合计" if row.indicator.kind == "cumulative" else "成员中最差")
    return _either("分报合计（暂计）", "牵头单位报送", first=row.actual.provisional)


def _shares(snapshot: Snapshot, row: Measured) -> str | None:
    """Say how many of the others reported their share, and what those add up to."""
    indicator = row.indicator
    if indicator.kind == "level":
        return None
    shares = snapshot.partner_shares(row.one.task, indicator)
    filed = [report for _unit, report in shares if report]
    if not filed:
        return None
    total = sum((report.entry.figures[indicator.id] for report in filed), start=0 * indicator.target)
    return f"{quantities.quantity(total, indicator)}，{len(filed)}/{len(shares)}已报"


def _rate(value: Callable[[Measured, Rates], Cell]) -> Callable[[Measured], Cell]:
    """Return what fills a cell from the rates of an indicator; it leaves the cell empty where the task is closed."""
    return lambda row: None if row.rates is None else value(row, row.rates)


def _required(row: Measured, rates: Rates) -> Cell:
    return None if rates.required is None else _weekly(row, rates.required, up=True)


def _recent(row: Measured, rates: Rates) -> Cell:
    return None if rates.recent is None else _weekly(row, rates.recent)


def _weekly(row: Measured, rate: Fraction, *, up: bool = False) -> Decimal:
    """Return a rate a week in the unit of the row."""
    return quantities.scaled(quantities.weekly(rate, row.indicator, up=up), row.indicator)


def _rates_in_words(row: Measured, rates: Rates) -> str | None:
    """Say what a week must bring, what a week lately brought, and when that would be enough."""
    clauses = []
    if rates.required is not None:
        required = quantities.weekly(rates.required, row.indicator, up=True)
        clauses.append(f"每周需{quantities.quantity(required, row.indicator)}")
    if rates.recent is not None:
        recent = quantities.weekly(rates.recent, row.indicator)
        clauses.append(f"近期每周{quantities.quantity(recent, row.indicator)}")
    if rates.enough_on:
        clauses.append(f"照此{day_text(rates.enough_on)}达标")
    elif rates.required is not None and rates.recent is not None and rates.recent <= 0:
        clauses.append("照此不能达标")
    return "，".join(clauses) or None
