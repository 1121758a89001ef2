"""The rows of a table → a plan as tasks.yaml has it, with a note above every guess, and what a person is told at the end."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from mstrack.errors import WrongUse
from mstrack.format import yaml
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.intake import columns, deadlines, grid, indicators, numbers, numerals, people, pinyin, rows, writing
from mstrack.intake.words import clauses, even, joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mstrack.format.model import Period, Plan
    from mstrack.intake.columns import Column
    from mstrack.intake.grid import Table
    from mstrack.intake.rows import Row

Route = tuple[str | int, ...]


class Options(NamedTuple):
    """What a person said: the name of the file, this year (where the table names none), roles, members, the plan before."""

    name: str
    year: int
    given_year: int | None = None
    columns: Mapping[int, str] = {}
    members: Mapping[str, Sequence[str]] = {}
    before: Plan | None = None


class Skipped(NamedTuple):
    """A number of a task that became no indicator, and why (a key of `numbers.REASONS`)."""

    task: str
    phrase: str
    reason: str


class Draft(NamedTuple):
    """A drafted plan: the text of tasks.yaml, its notes with their lines, and what was found."""

    text: str
    notes: tuple[writing.Note, ...]
    columns: tuple[Column, ...]
    skipped: tuple[Skipped, ...]
    plan: dict[str, Any]
    new_units: tuple[str, ...]
    paired: bool
    notes_by_route: dict[Route, list[str]]


def of(table: Table, options: Options) -> Draft:
    """Draft the plan of a table. WrongUse where it has no column of what is promised."""
    body = grid.body(table)
    chosen = columns.roles(body, options.columns)
    if not {"content", "name", "goal"} & {column.role for column in chosen}:
        told = _("no column says what is promised; name it, such as --column {n}=content: {headings}")
        listed = ", ".join(f"{one.number} {shown(one.heading or (*one.cells, '')[0], 20)}" for one in chosen[:20])
        raise WrongUse(told.format(n=len(chosen), headings=listed))
    return _drafted(rows.of(body, chosen), _head(body, options), chosen, options)


class _Head(NamedTuple):
    """What stands above a table: title, source, year (and whether it is printed), counts, and whether it reports."""

    title: str
    source: str
    year: int
    year_known: bool
    title_known: bool
    counts: tuple[int, int] | None
    reports: bool


def _head(body: grid.Body, options: Options) -> _Head:
    lines = [even(line) for line in body.above if joined(line)]
    marked = [line for line in lines if re.search("分解表|实事|任务|方案|清单|工程|重点工作|目标|安排", line) and len(line) < 80]  # noqa: PLR2004
    stem = re.sub(r"\.[A-Za-z]+$", "", re.split(r"[/\\]", options.name)[-1]).strip("-") or "民生实事任务分解表"
    title = marked[0] if marked else lines[0] if lines and len(lines[0]) < 80 else stem  # noqa: PLR2004
    source = next((line for line in lines if re.fullmatch(r"附(件|表)[\d一二三四五六七八九十]*[：:]?", line)), "")
    text = "".join(lines) + stem
    years = re.findall(r"(20\d\d)年", title) or re.findall(r"(20\d\d)年", text) or re.findall(r"(20\d\d)", stem)
    counted = re.search(rf"共（?(\d+|{numerals.PATTERN})[件个类大][^\d，、]{{0,6}}[，、]?(?:共)?(\d+|{numerals.PATTERN})(?:项|小项|条)", text)
    pair = [numerals.ordinal(one) for one in counted.groups()] if counted else []
    counts = (pair[0], pair[1]) if len(pair) == 2 and pair[0] and pair[1] else None  # noqa: PLR2004
    year = options.given_year or (int(years[0]) if years else options.year)
    reports = bool(re.search("进展|完成情况|通报|落实情况", title)) and not any(re.search("进展|目标|完成", cell) for cell in body.header)
    return _Head(title[:190], source.rstrip("："), year, bool(years or options.given_year), bool(marked or lines), counts, reports)


def _drafted(found: Sequence[Row], head: _Head, chosen: tuple[Column, ...], options: Options) -> Draft:
    period = deadlines.period_of((row.deadline for row in found), head.year)
    shares = [name for row in found for name, _n in row.shares]
    who = people.of(found, options.members, dict.fromkeys(shares), options.before)
    notes: dict[Route, list[str]] = {route: list(told) for route, told in who.doubts.items()}
    plan: dict[str, Any] = {"title": head.title, "source": head.source or head.title}
    if not head.title_known:
        notes["title",] = ["表上没有读到标题，取自文件名"]
    if not head.source:
        notes["source",] = ["表上没有写附件号或文号，暂用标题；请改成出处"]
    if period.long:
        plan["period"] = yaml.Inline({"from": period.start, "to": period.end})
        notes["period",] = ["完成时限跨几个年度，起止日期由时限推出"]
    else:
        plan["year"] = head.year
        if not head.year_known:
            notes["year",] = ["表上没有写年份，取今年"]
    if not any(row.deadline or row.schedule for row in found):
        plan["deadline"] = "年底"
        notes["deadline",] = ["表上没有完成时限一栏；各项统一按年底，请核实"]
    tasks = [_Task(row, who.renamed, period, head, notes, "deadline" in plan) for row in found]
    items = _items(found, tasks, head, notes)
    if head.counts:
        plan["counts"] = yaml.Inline({"items": head.counts[0], "tasks": head.counts[1]})
        if head.counts != (len(items), len(tasks)):
            notes["counts",] = [f"表头写明{head.counts[0]}件{head.counts[1]}项，读到{len(items)}件{len(tasks)}项；缺的请补上"]
    plan |= {"leaders": who.leaders, "units": who.units, "items": items}
    if not who.leaders:
        del plan["leaders"]
    text, marked = writing.text(plan, notes)
    skipped = tuple(one for task in tasks for one in task.skipped)
    return Draft(text, marked, chosen, skipped, plan, who.new, who.paired, notes)


def _items(found: Sequence[Row], tasks: Sequence[_Task], head: _Head, notes: dict[Route, list[str]]) -> list[dict[str, Any]]:
    """Group tasks by their items, number them upwards, and put their notes where they now stand."""
    numbered = [rows.number(row.no) for row in found]
    rising = all(one is not None for one in numbered) and all(a < b for a, b in zip(numbered, numbered[1:], strict=False) if a and b)
    usable = rising and all(one and 1 <= one <= 999 for one in numbered)  # noqa: PLR2004
    items: list[dict[str, Any]] = []
    for i, (row, task) in enumerate(zip(found, tasks, strict=True)):
        title = re.sub(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、]|第[一二三四五六七八九十\d]+[件项]：?)", "", row.item) or head.title
        if not items or items[-1]["title"] != title:
            items.append({"title": title[:190], "tasks": []})
            if not row.item and len(items) == 1:
                notes["items", 0, "title"] = ["表上没有实事分类，各项归在一件之下"]
        number = numbered[i] if usable else i + 1
        task.value = {"id": number} | ({"no": row.no} if row.no and row.no != str(number) else {}) | task.value
        here: Route = ("items", len(items) - 1, "tasks", len(items[-1]["tasks"]))
        for route, told in task.notes.items():
            notes[(*here, *route)] = told
        items[-1]["tasks"].append(task.value)
    return items


class _Task:
    """One task while it is drafted: its value, its notes by routes below it, and the numbers that are no targets."""

    def __init__(
        self, row: Row, renamed: Mapping[str, str], period: Period, head: _Head, notes: dict[Route, list[str]], due: bool
    ) -> None:
        self.notes: dict[Route, list[str]] = {}
        self.skipped: list[Skipped] = []
        self._row = row
        self._label = row.no or str(row.line)
        value: dict[str, Any] = {}
        if row.name:
            value["title"] = row.name[:190]
        content = "\n".join(clauses(row.content)) or "（无内容）"
        value["content"] = yaml.Block(content) if "\n" in content else content
        if not row.content:
            self.notes["content",] = ["这一行没有内容"]
        goal = row.goal or (self._target_text() if row.target else "")
        if goal:
            value["goal"] = goal
        if row.leaders:
            value["leader"] = row.leaders[0] if len(row.leaders) == 1 else list(row.leaders)
        lead = [renamed.get(name, name) for name in row.lead] or [people.UNKNOWN]
        value["lead_unit"] = lead[0] if len(lead) == 1 else lead
        self._of_lead(lead)
        if row.partners:
            value["partner_units"] = [name for name in dict.fromkeys(renamed.get(one, one) for one in row.partners) if name not in lead]
        self._of_deadline(value, period, due)
        found = self._indicators(goal, head)
        if found:
            value["indicators"] = found
        self._of_stages(value, period)
        self.value = value

    def _target_text(self) -> str:
        return f"{self._row.target}{self._measure()}"

    def _measure(self) -> str:
        found = re.search(r"（([^（）]{1,6})）$", self._row.content)
        return found[1] if found else ""

    def _of_lead(self, lead: Sequence[str]) -> None:
        if self._row.led == "guess":
            self.notes["lead_unit",] = [f"表上没有写明谁牵头，取列第一位的{lead[0]}"]
        elif not self._row.led:
            self.notes["lead_unit",] = ["表上没有写牵头单位，请填写"]
        if self._row.vague:
            self.notes.setdefault(("lead_unit",), []).append("责任单位一栏有“等”字，没有列全")

    def _of_deadline(self, value: dict[str, Any], period: Period, due: bool) -> None:  # noqa: FBT001
        words = self._row.deadline
        stages, _loose = deadlines.stages(self._row.schedule or words, period)
        if not words and stages:
            value["deadline"] = stages[-1].words
            self.notes["deadline",] = ["表上没有完成时限一栏，取进度安排的最后一步"]
        elif not words:
            if not due:
                value["deadline"] = yaml.Inline({"words": "表上未列", "day": period.end})
                self.notes["deadline",] = ["这一行没有完成时限，暂按年底"]
        elif deadlines.day(words, period):
            value["deadline"] = words
        elif len(stages) > 1 or (stages and not self._row.schedule):
            value["deadline"] = stages[-1].words
            self.notes["deadline",] = [f"表上写“{words}”，取最后一个日期"]
        else:
            value["deadline"] = yaml.Inline({"words": words[:190], "day": period.end})
            self.notes["deadline",] = [f"“{words}”推算不出日期，暂按{period.end.month}月{period.end.day}日"]

    def _of_stages(self, value: dict[str, Any], period: Period) -> None:
        text = self._row.schedule or self._row.deadline
        stages, loose = deadlines.stages(text, period)
        if not self._row.schedule and len(stages) < 2:  # noqa: PLR2004
            stages, loose = (), ()
        every = [*stages, *(deadlines.Stage(words, what) for words, what in self._row.stages if words)]
        if every:
            value["milestones"] = [
                {"id": f"stage-{i}", "by": one.words, "what": one.what[:190]} for i, one in enumerate(every, 1)
            ]
        if loose and self._row.schedule:
            self.notes["milestones",] = [f"没有日期，未列为阶段目标：{'；'.join(loose)[:120]}"]
            if not every:
                self.notes["content",] = self.notes.pop(("milestones",))

    def _indicators(self, goal: str, head: _Head) -> list[dict[str, Any]]:
        topic = (self._row.name or re.split("[，。；]", self._row.content)[0])[:20]
        made = [] if self._row.target else self._of_text(self._row.content, topic, head)
        if self._row.target:
            made = self._of_target(goal)
        elif self._row.goal:
            of_goal = self._of_text(self._row.goal, topic, head)
            made = indicators.with_ids([*[one for one in made if (one.target, one.measure) not in {(two.target, two.measure) for two in of_goal}], *of_goal])
        values = []
        for i, one in enumerate(made):
            values.append(_indicator(one))
            if one.doubt:
                self.notes["indicators", i] = [one.doubt]
        return values

    def _of_text(self, text: str, topic: str, head: _Head) -> list[indicators.Drafted]:
        targets, others = numbers.found(text, reported=head.reports)
        used = {one.baseline for one in targets}
        for one in others:
            if one.reason == "baseline" and one.value in used:
                continue
            self.skipped.append(Skipped(self._label, f"{one.before[-10:]}{text[one.start : one.end]}{one.after[:8]}", one.reason))
        return indicators.drafted(text, targets, topic)

    def _of_target(self, goal: str) -> list[indicators.Drafted]:
        """Return the indicator of a row that is one: its name in the content, its number in a column of its own."""
        digits = re.search(r"\d+(?:,\d{3})*(?:\.\d+)?", self._row.target)
        if not digits:
            self.skipped.append(Skipped(self._label, self._row.target, "unmeasured"))
            return []
        bare = re.sub(r"（[^（）]*）$", "", self._row.content)
        measure = self._measure() or self._row.target[digits.end() :] or "—"
        below = re.search("低于|不超过|控制在|少于|以内|以下", bare)
        level = measure in {"%", "倍"} or bool(re.search("率|比例|标准|指数", bare))
        name = re.sub("(?:低于|不低于|不少于|不超过|控制在|达到|达)$", "", bare)
        target = Decimal(digits[0].replace(",", ""))
        doubt = "" if measure != "—" else "表上没有写计量单位"
        strict = bool(below and below[0] in {"低于", "少于"} and "不" not in bare)
        made = indicators.Drafted(
            "", name[:60], "level" if level else "cumulative", target, measure, goal, strict,
            "at-most" if below and "不低于" not in bare and "不少于" not in bare else "at-least", None,
            tuple((unit, Decimal(number)) for unit, number in self._row.shares), doubt,
        )  # fmt: skip
        return indicators.with_ids([made])


def _indicator(one: indicators.Drafted) -> dict[str, Any]:
    value: dict[str, Any] = {"id": one.id, "name": one.name, "kind": one.kind, "target": writing.number(one.target)}
    value |= {"measure": one.measure, "quote": one.quote}
    if one.above:
        value["above"] = True
    if one.bound != "at-least":
        value["bound"] = one.bound
    if one.baseline is not None:
        value["baseline"] = writing.number(one.baseline)
    if one.shares:
        value["shares"] = yaml.Inline({unit: writing.number(number) for unit, number in one.shares})
    return value
