"""From one year to the next: what the new plan takes over from the old one, and tasks that are carried across."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mstrack.errors import WrongUse
from mstrack.format import yaml
from mstrack.format.model import Period
from mstrack.i18n import gettext as _
from mstrack.intake import people, writing
from mstrack.intake.words import clauses
from mstrack.progress import dates, deadlines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mstrack.errors import Route
    from mstrack.format.model import Plan, Task
    from mstrack.intake.draft import PlanDraft


def plan(
    before: Plan, year: int, carried: Sequence[int], draft: PlanDraft | None
) -> tuple[str, tuple[writing.Note, ...]]:
    """Return the text of the new plan and its notes: the drafted table, or none yet, with all that the old plan knows.

    WrongUse where a task to carry is not in the old plan, or more tasks stand in the new one than it can number.
    """
    tasks = {task.id: task for task in before.tasks}
    for number in carried:
        if number not in tasks:
            sentence = _("--carry {n}: there is no such task; the plan has {first} to {last}")
            raise WrongUse(sentence.format(n=number, first=min(tasks), last=max(tasks)))
    notes: dict[Route, list[str]] = dict(draft.notes_by_route) if draft else {}
    value = dict(draft.plan) if draft else _bare(before, year, notes)
    _take_over(value, before)
    if carried:
        _carry(value, before, [tasks[number] for number in carried], year, notes)
    elif not draft:
        value["items"] = [_example(value, notes)]
    return writing.text(value, notes)


def _bare(before: Plan, year: int, notes: dict[Route, list[str]]) -> dict[str, Any]:
    title = re.sub(str(before.year), str(year), before.title)
    notes["title",] = ["标题由上一年的推出，请改成印发的标题"]
    notes["source",] = ["请填写新表的附件号或文号"]
    return {"title": title, "source": f"{year}年的表（待核对）", "year": year, "leaders": [], "units": [], "items": []}


def _take_over(value: dict[str, Any], before: Plan) -> None:
    """Add office, lights, leaders and units of the old plan that the new table does not name; codes stay what they are."""
    ordered: dict[str, Any] = {}
    for key in ("title", "source", "year", "period", "deadline"):
        if key in value:
            ordered[key] = value[key]
    if before.office:
        fields = ("name", "mark", "number", "recipients", "copies", "contact", "phone")
        office = {key: getattr(before.office, key) for key in fields}
        ordered["office"] = {key: list(one) if isinstance(one, tuple) else one for key, one in office.items() if one}
    if "counts" in value:
        ordered["counts"] = value["counts"]
    leaders = list(value.get("leaders", []))
    units = list(value["units"])
    leaders += [
        people.carried_leader(one) for one in before.leaders if one.name not in {old["name"] for old in leaders}
    ]
    units += [people.carried_unit(one) for one in before.units if one.name not in {old["name"] for old in units}]
    ordered |= {"leaders": leaders, "units": units, "items": value["items"]}
    value.clear()
    value.update(ordered)


def _carry(
    value: dict[str, Any], before: Plan, tasks: Sequence[Task], year: int, notes: dict[Route, list[str]]
) -> None:
    last = max((task["id"] for item in value["items"] for task in item["tasks"]), default=0)
    item: dict[str, Any] = {
        "title": f"{before.year}年结转事项",
        "tasks": [_carried(task, last + i, before) for i, task in enumerate(tasks, 1)],
    }
    place = len(value["items"])
    value["items"] = [*value["items"], item]
    value.pop("counts", None)
    notes.pop(("counts",), None)
    for i, task in enumerate(tasks):
        due = deadlines.of_task(before, task)
        words = before.due_of(task).words
        sentences = [
            f"由{before.year}年第{task.number}项结转（{before.source}），原完成时限{before.year}年{words.removeprefix(f'{before.year}年')}"
        ]
        notes["items", place, "tasks", i] = sentences
        period = Period.of_year(year)
        if due in period:
            item["tasks"][i]["deadline"] = dates.printed(due, period)
        else:
            item["tasks"][i]["deadline"] = "年底"
            notes["items", place, "tasks", i, "deadline"] = ["新的完成时限请按文件填写，暂按年底"]


def _carried(task: Task, number: int, before: Plan) -> dict[str, Any]:
    content = "\n".join(clauses(task.content.replace("\n", "")))
    value: dict[str, Any] = {"id": number, "no": f"{before.year}年第{task.number}项"}
    if task.title:
        value["title"] = task.title
    value["content"] = yaml.BlockText(content) if "\n" in content else content
    if task.goal:
        value["goal"] = task.goal
    for key, names in (("leader", task.leaders), ("lead_unit", task.lead_units)):
        if names:
            value[key] = names[0] if len(names) == 1 else list(names)
    value["partner_units"] = list(task.partner_units)
    value["deadline"] = ""
    if task.indicators:
        value["indicators"] = [writing.indicator(one) for one in task.indicators]
    return value


def _example(value: dict[str, Any], notes: dict[Route, list[str]]) -> dict[str, Any]:
    notes["items", 0] = ["示例，请换成新表的实事和任务，或用 mstrack init --after … --from 新表.docx 起草"]
    task = {"id": 1, "content": "（请填写）", "lead_unit": value["units"][0]["name"], "deadline": "年底"}
    return {"title": "（请填写）", "tasks": [task]}
