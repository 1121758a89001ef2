"""The tables that the documents share, with their Chinese titles: each column is filled in one place.

Codes and numbers keep their types; every figure stands beside the entries that it comes from. Build them while
`i18n.speaking("zh_CN")` is in force: the words of the lights come from the catalogue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.documents.parts import LABELS
from mstrack.format.fields import plain
from mstrack.progress import pace
from mstrack.progress.routes import item_numbers
from mstrack.progress.tally import tally
from mstrack.report import Bar, Column, Percent, Table, Word, filled, for_machines, for_people, hundredths
from mstrack.views import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from mstrack.format.model import Entry, Indicator, Plan
    from mstrack.progress.figures import Actual
    from mstrack.progress.lights import Light
    from mstrack.progress.snapshot import Logged, Snapshot
    from mstrack.progress.status import Standing
    from mstrack.report import Cell, Columns

KINDS = {"cumulative": "累计", "level": "水平"}
"""What an indicator's kind is called in a table."""
NUMERALS = "一二三四五六七八九十"


class Group(NamedTuple):
    """Tasks that belong together, and the name of what they have in common."""

    name: str
    members: list[Standing]


class Measured(NamedTuple):
    """An indicator of a task, with what is known of it."""

    one: Standing
    actual: Actual

    @property
    def indicator(self) -> Indicator:
        """The indicator as the plan has it."""
        return self.actual.indicator


def tasks(snapshot: Snapshot) -> Table:
    """Return the official table in its own column order, then where each task stands: one row a task."""
    plan = snapshot.plan
    items = {task: item_title(plan, number - 1) for task, number in item_numbers(plan).items()}
    persons = {unit.name: unit.person.name if unit.person else "" for unit in plan.units}
    columns: Columns[Standing] = (
        (Column("item", "项目分类", 90, wrap=True), lambda one: items[one.task.id]),
        (Column("id", "序号", 100, right=True), lambda one: one.task.id),
        (Column("content", "具体内容", 90, wrap=True), lambda one: one.task.content),
        (Column("leader", "建议分管市领导", 80), lambda one: one.task.leader),
        (Column("units", "责任单位", 80, wrap=True), lambda one: one.task.units),
        (Column("persons", "责任人", 80, wrap=True), lambda one: tuple(persons.get(n, "") for n in one.task.units)),
        (Column("deadline", "完成时限", 90), lambda one: words.with_amended(one.task.deadline, one.task, "deadline")),
        (Column("light", "亮灯", 100), lambda one: light(one.light)),
        (Column("reason", "亮灯依据", 90, wrap=True), words.reason),
        (Column("progress_percent", "完成率", 90, right=True), words.progress),
        (for_machines("expected_percent"), lambda one: Percent(one.expected)),
        (Column("lag_points", "滞后（百分点）", 70, right=True), _lag),
        (Column("figures", "指标完成情况", 80, wrap=True), figures),
        (for_machines("status"), status),
        (Column("report_date", "最近报送", 80), _reported(lambda entry: entry.date)),
        (Column("note", "进展情况", 80, wrap=True), _reported(lambda entry: entry.note)),
        (Column("problem", "存在困难", 80, wrap=True), _reported(lambda entry: entry.problem)),
        (Column("next", "下一步措施", 80, wrap=True), _reported(lambda entry: entry.next)),
        (Column("amendments", "调整情况", 60, wrap=True), lambda one: words.amendments(one.task) or None),
        (Column("source", "数据来源", 60), lambda one: one.submission.filed.id if one.submission else None),
        (for_machines("title"), lambda one: one.task.short),
        (for_machines("lead_unit"), lambda one: one.task.lead_unit),
        (for_machines("due"), lambda one: one.due),
    )
    return filled("tasks", columns, snapshot.standings)


def indicators(snapshot: Snapshot) -> Table:
    """Return every indicator with its target and figure, and where the figure comes from: one row an indicator."""
    columns: Columns[Measured] = (
        (Column("task", "序号", 100, right=True), lambda row: row.one.task.id),
        (Column("title", "任务", 80, wrap=True), lambda row: row.one.task.short),
        (Column("lead_unit", "牵头单位", 80, wrap=True), lambda row: row.one.task.lead_unit),
        (Column("name", "指标", 100, wrap=True), lambda row: row.indicator.name),
        (Column("kind", "类型", 60), lambda row: Word(row.indicator.kind, KINDS[row.indicator.kind])),
        (Column("above", "要求", 60), lambda row: _either("超过", "不低于", first=row.indicator.above)),
        (Column("target", "目标", 90, right=True), lambda row: row.indicator.target),
        (Column("figure", "完成数", 100, right=True), lambda row: row.actual.figure),
        (Column("measure", "单位", 90), lambda row: row.indicator.measure),
        (Column("percent", "完成率", 90, right=True), _percent),
        (for_people("进度", 50), _bar),
        (Column("reached", "达标", 80), lambda row: _either("已达标", "未达标", first=row.actual.reached)),
        (Column("date", "截至", 70), figure_date),
        (Column("provisional", "口径", 60), _provisional),
        (Column("shares", "分报情况", 60, wrap=True), lambda row: _shares(snapshot, row)),
        (Column("amended", "原目标", 50, wrap=True), lambda row: words.amended(row.one.task, row.indicator.id) or None),
        (Column("sources", "数据来源", 60), lambda row: words.source(row.actual)),
        (for_machines("id"), lambda row: row.indicator.id),
        (for_machines("target_text"), lambda row: target(row.indicator)),
    )
    return filled("indicators", columns, measured(snapshot), "指标完成情况")


def measured(snapshot: Snapshot) -> list[Measured]:
    """Return every indicator of the tasks, in the table's order."""
    return [Measured(one, actual) for one in snapshot.standings for actual in one.actuals]


def figure_date(row: Measured) -> dt.date | None:
    """Return the day that a figure holds; of a sum, that of its newest share."""
    return max((each.entry.date for each in row.actual.sources), default=None)


def by_leader(snapshot: Snapshot) -> list[Group]:
    """Return each leader's tasks, in the plan's order."""
    return [
        Group(leader.name, [one for one in snapshot.standings if one.task.leader == leader.name])
        for leader in snapshot.plan.leaders
    ]


def by_lead_unit(snapshot: Snapshot) -> list[Group]:
    """Return the tasks that each unit leads, in the plan's order."""
    return [
        Group(unit.name, [one for one in snapshot.standings if one.task.lead_unit == unit.name])
        for unit in snapshot.plan.units
    ]


def leaders(snapshot: Snapshot) -> Table:
    """Return the counts of each leader's tasks, in the plan's order."""
    return _counted("leaders", Column("leader", "分管市领导", 100, wrap=True), by_leader(snapshot))


def units(snapshot: Snapshot) -> Table:
    """Return the counts of the tasks that each unit leads, in the plan's order."""
    return _counted("units", Column("unit", "牵头单位", 100, wrap=True), by_lead_unit(snapshot))


def entries(snapshot: Snapshot) -> Table:
    """Return every entry, newest first; what another replaces says by which."""
    snapshot.open(snapshot.log)

    def said(value: Callable[[Entry], Cell]) -> Callable[[Logged], Cell]:
        return lambda one: value(snapshot.entry(one.filed))

    columns: Columns[Logged] = (
        (Column("date", "截至日期", 100), said(lambda entry: entry.date)),
        (Column("task", "序号", 100, right=True), said(lambda entry: entry.task)),
        (Column("title", "任务", 60, wrap=True), lambda one: one.task.short),
        (Column("unit", "报送单位", 90, wrap=True), said(lambda entry: entry.unit)),
        (Column("status", "报送状态", 80), said(lambda entry: words.status(entry.status))),
        (
            Column("figures", "完成数", 90, wrap=True),
            lambda one: words.figures(snapshot.entry(one.filed), one.task) or None,
        ),
        (Column("note", "进展情况", 80, wrap=True), said(lambda entry: entry.note)),
        (Column("problem", "存在困难", 80, wrap=True), said(lambda entry: entry.problem)),
        (Column("next", "下一步措施", 80, wrap=True), said(lambda entry: entry.next)),
        (Column("reporter", "填报人", 70), said(lambda entry: entry.reporter)),
        (Column("recorded", "填报时间", 60), said(lambda entry: f"{entry.recorded:%Y-%m-%d %H:%M}")),
        (Column("id", "报送编号", 90), lambda one: one.filed.id),
        (Column("corrects", "更正", 60), said(lambda entry: entry.corrects)),
        (Column("corrected_by", "被更正", 60), lambda one: one.replaced_by),
        (for_machines("path"), lambda one: one.filed.path),
    )
    return filled("entries", columns, snapshot.log, "报送记录")


def legend(plan: Plan) -> str:
    """Return the rules of the lights, as every document prints them."""
    return words.legend(plan)


def basis(snapshot: Snapshot) -> str:
    """Say what a document was made from: the day, the revision where one was asked, how many entries."""
    day = snapshot.as_of
    rev = f"，数据版本{snapshot.rev[:12]}" if snapshot.rev else ""
    gone = hundredths(pace.calendar(snapshot.plan, day))
    return f"数据截至{day.year}年{day.month}月{day.day}日{rev}，共{len(snapshot.log)}条报送；全年序时进度{gone}%。"


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
    number = words.figure(indicator.target, indicator)
    plain_ones = {"at-least": number, "at-most": f"不超过{number}", "about": f"{number}左右"}
    strict = {"at-least": f"超{number}", "at-most": f"低于{number}"}
    floor = (plain_ones | strict if indicator.above else plain_ones)[indicator.bound]
    return floor if indicator.baseline is None else f"由{plain(indicator.baseline)}提高至{floor}"


def status(one: Standing) -> Word:
    """Return the status that the lead unit reports; where it reports nothing, that."""
    return (
        words.status(one.submission.entry.status)
        if one.submission
        else Word("unreported", words.statuses()["unreported"])
    )


def light(code: Light) -> Word:
    """Return a light as a word, coloured by what it means."""
    return Word(code, words.lights()[code], words.TONES[code])


def _reported(value: Callable[[Entry], Cell]) -> Callable[[Standing], Cell]:
    """Return what fills a cell from a task's newest report; it leaves the cell empty where there is none."""
    return lambda one: value(one.submission.entry) if one.submission else None


def _lag(one: Standing) -> Cell:
    return None if one.lag is None else hundredths(one.lag)


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
    return f"{words.figure(total, indicator)}，{len(filed)}/{len(shares)}已报"


def _counted(key: str, of: Column, groups: Iterable[Group]) -> Table:
    """Return a table of the groups that have a task: how many of their tasks are done, on pace and so on."""

    def count(part: str) -> Callable[[Group], Cell]:
        return lambda group: len(getattr(tally(group.members), part))

    columns: Columns[Group] = (
        (of, lambda group: group.name),
        (Column("tasks", "任务数", 90, right=True), lambda group: len(group.members)),
        *((Column(part, label, 80, right=True), count(part)) for part, label in LABELS.items()),
        (Column("task_ids", "任务序号", 60, wrap=True), lambda group: tuple(one.task.id for one in group.members)),
        (Column("attention", "需关注", 70, wrap=True), _waiting),
    )
    return filled(key, columns, (group for group in groups if group.members))


def _waiting(group: Group) -> Cell:
    """Return the numbers of the tasks that need attention."""
    return tuple(one.task.id for one in group.members if one.light not in {"done", "green"})
