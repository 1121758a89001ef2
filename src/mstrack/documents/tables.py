"""The tables that the documents share, with their Chinese titles: each column is filled in one place.

Codes and numbers keep their types; every figure stands beside the entries that it comes from. Build them while
`i18n.speaking("zh_CN")` is in force: the words of the lights come from the catalogue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.documents.dossier import tally
from mstrack.format.fields import plain
from mstrack.progress import dates, status
from mstrack.report import Bar, Column, Percent, Table, Word, for_machines, for_people, hundredths
from mstrack.views import words

if TYPE_CHECKING:
    from mstrack.documents.dossier import Dossier
    from mstrack.format.model import Indicator, Person, Plan
    from mstrack.progress.snapshot import Logged
    from mstrack.progress.status import Actual, Standing
    from mstrack.report import Cell

NUMERALS = "一二三四五六七八九十"


def tasks(dossier: Dossier) -> Table:
    """Return the official table in its own column order, then where each task stands: one row a task."""
    columns = (
        Column("item", "项目分类", 90, wrap=True),
        Column("id", "序号", 100, right=True),
        Column("content", "具体内容", 90, wrap=True),
        Column("leader", "建议分管市领导", 80),
        Column("units", "责任单位", 80, wrap=True),
        Column("persons", "责任人", 80, wrap=True),
        Column("deadline", "完成时限", 90),
        Column("light", "亮灯", 100),
        Column("reason", "亮灯依据", 90, wrap=True),
        Column("progress_percent", "完成率", 90, right=True),
        for_machines("expected_percent"),
        Column("lag_points", "滞后（百分点）", 70, right=True),
        Column("figures", "指标完成情况", 80, wrap=True),
        for_machines("status"),
        Column("report_date", "最近报送", 80),
        Column("note", "进展情况", 80, wrap=True),
        Column("problem", "存在困难", 80, wrap=True),
        Column("next", "下一步措施", 80, wrap=True),
        Column("amendments", "调整情况", 60, wrap=True),
        Column("source", "数据来源", 60),
        for_machines("title"),
        for_machines("lead_unit"),
        for_machines("due"),
    )
    numbers = {task.id: n for n, item in enumerate(dossier.plan.items) for task in item.tasks}
    return Table("tasks", columns, tuple(_task(dossier.plan, one, numbers[one.task.id]) for one in dossier.standings))


def indicators(dossier: Dossier) -> Table:
    """Return every indicator with its target and figure, and where the figure comes from: one row an indicator."""
    columns = (
        Column("task", "序号", 100, right=True),
        Column("title", "任务", 80, wrap=True),
        Column("lead_unit", "牵头单位", 80, wrap=True),
        Column("name", "指标", 100, wrap=True),
        Column("kind", "类型", 60),
        Column("above", "要求", 60),
        Column("target", "目标", 90, right=True),
        Column("figure", "完成数", 100, right=True),
        Column("measure", "单位", 90),
        Column("percent", "完成率", 90, right=True),
        for_people("进度", 50),
        Column("reached", "达标", 80),
        Column("date", "截至", 70),
        Column("provisional", "口径", 60),
        Column("shares", "分报情况", 60, wrap=True),
        Column("amended", "原目标", 50, wrap=True),
        Column("sources", "数据来源", 60),
        for_machines("id"),
    )
    rows = tuple(_indicator(dossier, one, actual) for one in dossier.standings for actual in one.actuals)
    return Table("indicators", columns, rows, "指标完成情况")


def leaders(dossier: Dossier) -> Table:
    """Return the counts of each leader's tasks, in the plan's order."""
    groups = [(one.name, [s for s in dossier.standings if s.task.leader == one.name]) for one in dossier.plan.leaders]
    return _counted("leaders", "leader", "分管市领导", groups)


def units(dossier: Dossier) -> Table:
    """Return the counts of the tasks that each unit leads, in the plan's order."""
    groups = [(one.name, [s for s in dossier.standings if s.task.lead_unit == one.name]) for one in dossier.plan.units]
    return _counted("units", "unit", "牵头单位", groups)


def entries(dossier: Dossier) -> Table:
    """Return every entry, newest first; what another replaces says by which."""
    dossier.dataset.open([one.filed for one in dossier.logged])
    columns = (
        Column("date", "截至日期", 100),
        Column("task", "序号", 100, right=True),
        Column("title", "任务", 60, wrap=True),
        Column("unit", "报送单位", 90, wrap=True),
        Column("status", "报送状态", 80),
        Column("figures", "完成数", 90, wrap=True),
        Column("note", "进展情况", 80, wrap=True),
        Column("problem", "存在困难", 80, wrap=True),
        Column("next", "下一步措施", 80, wrap=True),
        Column("reporter", "填报人", 70),
        Column("recorded", "填报时间", 60),
        Column("id", "报送编号", 90),
        Column("corrects", "更正", 60),
        Column("corrected_by", "被更正", 60),
        for_machines("path"),
    )
    return Table("entries", columns, tuple(_entry(dossier, one) for one in dossier.logged), "报送记录")


def legend(plan: Plan) -> str:
    """Return the rules of the lights, as every document prints them."""
    return words.legend(plan.lights)


def basis(dossier: Dossier) -> str:
    """Say what a document was made from: the day, the revision where one was asked, how many entries."""
    day = dossier.as_of
    rev = f"，数据版本{dossier.rev[:12]}" if dossier.rev else ""
    pace = hundredths(dates.expected_pace(day, dossier.plan.year))
    return f"数据截至{day.year}年{day.month}月{day.day}日{rev}，共{len(dossier.logged)}条报送；序时进度{pace}%。"


def item_title(plan: Plan, number: int) -> str:
    """Return an item's title as the table prints it: 一、提升公共医疗卫生服务能力."""
    numeral = NUMERALS[number] if number < len(NUMERALS) else f"{number + 1}"
    return f"{numeral}、{plan.items[number].title}"


def figures(one: Standing) -> str:
    """Return what is known of each indicator in a phrase: 新增完成治理自然村98个（目标165个）."""
    return "；".join(figure for figure, _source in figures_sourced(one))


def figures_sourced(one: Standing) -> list[tuple[str, tuple[str, ...]]]:
    """Return a phrase for each indicator, and the ids of the entries that its figure comes from."""
    said = []
    for actual in one.actuals:
        figure = "未报送" if actual.figure is None else words.figure(actual.figure, actual.indicator)
        amended = words.amended(one.task, actual.indicator.id)
        remark = f"{f'，{amended}' if amended else ''}{'，暂计' if actual.provisional else ''}"
        phrase = f"{actual.indicator.name}{figure}（目标{target(actual.indicator)}{remark}）"
        said.append((phrase, tuple(source.filed.id for source in actual.sources)))
    return said


def target(indicator: Indicator) -> str:
    """Return a target as a document writes it; it is a floor, which goes without saying, or 超 (a strict one)."""
    floor = f"{'超' if indicator.above else ''}{words.figure(indicator.target, indicator)}"
    return floor if indicator.baseline is None else f"由{plain(indicator.baseline)}提高至{floor}"


def _task(plan: Plan, one: Standing, item: int) -> tuple[Cell, ...]:
    task, entry = one.task, one.report.entry if one.report else None
    persons = {unit.name: unit.person for unit in plan.units}
    return (
        item_title(plan, item),
        task.id,
        task.content,
        task.leader,
        task.units,
        tuple(_named(persons.get(name)) for name in task.units),
        words.with_amended(task.deadline, task, "deadline"),
        Word(one.light, words.lights()[one.light], words.TONES[one.light]),
        words.reason(one),
        words.progress(one),
        Percent(one.pace),
        None if one.lag is None else hundredths(one.lag),
        figures(one),
        words.status(entry.status) if entry else Word("unreported", words.statuses()["unreported"]),
        entry.date if entry else None,
        entry.note if entry else None,
        entry.problem if entry else None,
        entry.next if entry else None,
        words.amendments(task) if task.amendments else None,
        one.report.filed.id if one.report else None,
        task.short,
        task.lead_unit,
        one.due,
    )


def _named(person: Person | None) -> str:
    return person.name if person else ""


def _indicator(dossier: Dossier, one: Standing, actual: Actual) -> tuple[Cell, ...]:
    indicator = actual.indicator
    progress = actual.progress
    days = [source.entry.date for source in actual.sources]
    return (
        one.task.id,
        one.task.short,
        one.task.lead_unit,
        indicator.name,
        Word(indicator.kind, {"cumulative": "累计", "level": "水平"}[indicator.kind]),
        Word(int(indicator.above), "超过" if indicator.above else "不低于"),
        indicator.target,
        actual.figure,
        indicator.measure,
        None if progress is None else Percent(progress),
        None if progress is None else Bar(progress, one.pace, words.TONES[one.light]),
        Word(int(actual.reached), "已达标" if actual.reached else "未达标"),
        max(days, default=None),
        Word(int(actual.provisional), "分报合计（暂计）" if actual.provisional else "牵头单位报送") if days else None,
        _shares(dossier, one, actual),
        words.amended(one.task, indicator.id) or None,
        words.source(actual),
        indicator.id,
    )


def _shares(dossier: Dossier, one: Standing, actual: Actual) -> str | None:
    """Say how many of the others reported their share, and what those add up to."""
    indicator = actual.indicator
    if indicator.kind == "level":
        return None
    history = dossier.dataset.history(one.task.id, dossier.as_of)
    asked = status.partner_shares(dossier.dataset, one.task, history, indicator)
    filed = [report for _unit, report in asked if report]
    if not filed:
        return None
    total = sum((report.entry.figures[indicator.id] for report in filed), start=0 * indicator.target)
    return f"{words.figure(total, indicator)}，{len(filed)}/{len(asked)}已报"


def _counted(key: str, of: str, title: str, groups: list[tuple[str, list[Standing]]]) -> Table:
    columns = (
        Column(of, title, 100, wrap=True),
        Column("tasks", "任务数", 90, right=True),
        Column("done", "已完成", 80, right=True),
        Column("on_pace", "达序时进度", 80, right=True),
        Column("slow", "进度滞后", 80, right=True),
        Column("blocked", "受阻", 80, right=True),
        Column("overdue", "逾期", 80, right=True),
        Column("unreported", "未报送", 80, right=True),
        Column("task_ids", "任务序号", 60, wrap=True),
        Column("attention", "需关注", 70, wrap=True),
    )
    rows: list[tuple[Cell, ...]] = []
    for name, members in groups:
        if members:
            waiting = tuple(one.task.id for one in members if one.light not in {"done", "green"})
            counts = (len(part) for part in tally(members))
            rows.append((name, len(members), *counts, tuple(one.task.id for one in members), waiting))
    return Table(key, columns, tuple(rows))


def _entry(dossier: Dossier, one: Logged) -> tuple[Cell, ...]:
    entry = dossier.dataset.entry(one.filed)
    return (
        entry.date,
        entry.task,
        one.task.short,
        entry.unit,
        words.status(entry.status),
        words.figures(entry, one.task) or None,
        entry.note,
        entry.problem,
        entry.next,
        entry.reporter,
        f"{entry.recorded:%Y-%m-%d %H:%M}",
        one.filed.id,
        entry.corrects,
        one.replaced_by,
        one.filed.path,
    )
