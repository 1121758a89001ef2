"""The rows of a table → a plan as tasks.yaml has it, with a note above every guess, and what a person is told at the end."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from mstrack.errors import Route, WrongUse
from mstrack.format import yaml
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.intake import columns, deadlines, grid, people, rows, writing
from mstrack.intake.task import DraftedTask, Head, Skipped, is_rest
from mstrack.intake.words import even, joined
from mstrack.progress import numerals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mstrack.format.model import Plan
    from mstrack.intake.columns import SourceColumn
    from mstrack.intake.grid import GridTable
    from mstrack.intake.rows import Row


LONGEST_NUMBER = 20
"""Characters of what a table prints as a number: （二十一）."""


class Options(NamedTuple):
    """What a person said: the name of the file, the year where the table names none, the year in any case, and more."""

    name: str
    year: int
    given_year: int | None = None
    columns: Mapping[int, str] = {}
    members: Mapping[str, Sequence[str]] = {}
    before: Plan | None = None


class PlanDraft(NamedTuple):
    """A drafted plan: the text of tasks.yaml, its notes with their lines, and what was found."""

    text: str
    notes: tuple[writing.Note, ...]
    columns: tuple[SourceColumn, ...]
    skipped: tuple[Skipped, ...]
    plan: dict[str, Any]
    new_units: tuple[str, ...]
    paired: bool
    notes_by_route: dict[Route, list[str]]


def of(table: GridTable, options: Options) -> PlanDraft:
    """Draft the plan of a table. WrongUse where it has no column of what is promised."""
    body = grid.body(table)
    chosen = columns.roles(body, options.columns)
    if not {"content", "name", "goal"} & {column.role for column in chosen}:
        sentence = _("no column says what is promised; name it, such as --column {n}=content: {headings}")
        listed = ", ".join(f"{one.number} {shown(one.heading or (*one.cells, '')[0], 20)}" for one in chosen[:20])
        raise WrongUse(sentence.format(n=len(chosen), headings=listed))
    found = rows.of(body, chosen)
    if not found:
        raise WrongUse(_("no row of the table says what is promised; choose another one with --table N"))
    return _drafted(found, _head(body, options), chosen, options)


def _head(body: grid.Body, options: Options) -> Head:
    lines = [even(line) for line in body.above if joined(line)]
    marked = [
        line
        for line in lines
        if re.search("分解表|实事|任务|方案|清单|工程|重点工作|目标|安排", line) and len(line) < 80
    ]
    stem = re.sub(r"\.[A-Za-z]+$", "", re.split(r"[/\\]", options.name)[-1]).strip("-") or "民生实事任务分解表"
    title = marked[0] if marked else lines[0] if lines and len(lines[0]) < 80 else stem
    source = next((line for line in lines if re.fullmatch(r"附(件|表)[\d一二三四五六七八九十]*[：:]?", line)), "")
    text = "".join(lines) + stem
    years = re.findall(r"(20\d\d)年", title) or re.findall(r"(20\d\d)年", text) or re.findall(r"(20\d\d)", stem)
    counted = re.search(
        rf"共（?(\d+|{numerals.POSSIBLE})[件个类大][^\d，、]{{0,6}}[，、]?(?:共)?(\d+|{numerals.POSSIBLE})(?:项|小项|条)",
        text,
    )
    pair = [numerals.ordinal(one) for one in counted.groups()] if counted else []
    counts = (pair[0], pair[1]) if len(pair) == 2 and pair[0] and pair[1] else None
    year = options.given_year or (int(years[0]) if years else options.year)
    reports = bool(re.search("进展|完成情况|通报|落实情况", title)) and not any(
        re.search("进展|目标|完成", cell) for cell in body.header
    )
    return Head(
        title[:190],
        source.rstrip("："),
        year,
        bool(years or options.given_year),
        bool(marked or lines),
        counts,
        reports,
    )


def _drafted(found: Sequence[Row], head: Head, chosen: tuple[SourceColumn, ...], options: Options) -> PlanDraft:
    period = deadlines.period_of((row.deadline for row in found), head.year)
    shares = [name for row in found for name, _n in row.shares if not is_rest(name)]
    who = people.of(found, options.members, dict.fromkeys(shares), options.before)
    notes: dict[Route, list[str]] = {route: list(sentence) for route, sentence in who.doubts.items()}
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
    tasks = [DraftedTask(row, who.renamed, period, head, due="deadline" in plan) for row in found]
    items = _items(found, tasks, head, notes)
    if head.counts:
        plan["counts"] = yaml.Inline({"items": head.counts[0], "tasks": head.counts[1]})
        if head.counts != (len(items), len(tasks)):
            notes["counts",] = [
                f"表头写明{head.counts[0]}件{head.counts[1]}项，读到{len(items)}件{len(tasks)}项；缺的请补上"
            ]
    plan |= {"leaders": who.leaders, "units": who.units, "items": items}
    if not who.leaders:
        del plan["leaders"]
    text, marked = writing.text(plan, notes)
    skipped = tuple(one for task in tasks for one in task.skipped)
    return PlanDraft(text, marked, chosen, skipped, plan, who.new, who.paired, notes)


def _items(
    found: Sequence[Row], tasks: Sequence[DraftedTask], head: Head, notes: dict[Route, list[str]]
) -> list[dict[str, Any]]:
    """Group tasks by their items, number them upwards, and put their notes where they now stand."""
    numbered = [rows.number(row.no) for row in found]
    rising = all(one is not None for one in numbered) and all(a < b for a, b in pairwise(numbered) if a and b)
    usable = rising and all(one and 1 <= one <= 999 for one in numbered)
    items: list[dict[str, Any]] = []
    for i, (row, task) in enumerate(zip(found, tasks, strict=True)):
        title = (
            re.sub(
                r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、]|第[一二三四五六七八九十\d]+[件项]：?)",
                "",
                row.item,
            )
            or head.title
        )
        if not items or items[-1]["title"] != title:
            items.append({"title": title[:190], "tasks": []})
            if not row.item and len(items) == 1:
                notes["items", 0, "title"] = ["表上没有实事分类，各项归在一件之下"]
        number = numbered[i] if usable else i + 1
        task.value = (
            {"id": number}
            | ({"no": row.no} if row.no and row.no != str(number) and len(row.no) <= LONGEST_NUMBER else {})
            | task.value
        )
        here: Route = ("items", len(items) - 1, "tasks", len(items[-1]["tasks"]))
        for route, sentence in task.notes.items():
            notes[(*here, *route)] = sentence
        items[-1]["tasks"].append(task.value)
    return items
