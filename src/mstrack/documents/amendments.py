"""What documents changed in the plan, in words: 原… with the document, for every field; names before a reform.

Use it with the plan in force (`Snapshot.plan`): what comes later than the as-of day is not there.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from mstrack.documents.parts import KINDS, day_text
from mstrack.format.fields import plain
from mstrack.progress import quantities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mstrack.format.model import Amendment, Indicator, Person, Plan, Task, Unit

OF_TASK = {
    "deadline": "时限",
    "leader": "分管市领导",
    "lead_unit": "牵头单位",
    "partner_units": "配合单位",
    "person": "责任人",
    "content": "具体内容",
    "goal": "目标要求",
    "title": "任务名称",
    "no": "序号",
    "item": "项目分类",
    "milestones": "阶段任务",
    "indicators": "指标",
    "added": "增加依据",
    "dropped": "撤销依据",
}
"""What the fields of a task are called."""
OF_PART = {
    "target": "目标",
    "bound": "要求",
    "above": "要求",
    "kind": "类型",
    "measure": "计量单位",
    "name": "名称",
    "quote": "原文",
    "baseline": "基数",
    "shares": "分解目标",
    "by": "时限",
    "what": "内容",
    "figure": "应达数",
    "indicator": "指标",
}
"""What the fields of an indicator or a milestone are called."""
OF_PLAN = {
    "title": "标题",
    "source": "依据",
    "year": "年度",
    "period": "时间范围",
    "deadline": "统一时限",
    "lights": "亮灯规则",
    "counts": "项数",
    "items": "项目",
    "leaders": "分管市领导",
    "units": "责任单位",
}
"""What the fields of the plan are called."""
_OF_UNIT = {"members": "成员单位", "person": "责任人", "name": "名称"}
OF_LIGHTS = {
    "red": "红灯（百分点）",
    "yellow": "黄灯（百分点）",
    "stale_days": "未报送天数",
    "near_days": "临近天数",
    "last_days": "最后天数",
    "pace": "应达进度口径",
}
"""What the rules of the lights are called."""
_KEYS = {"items": "件", "tasks": "项", "from": "起", "to": "止", "date": "日期", "document": "依据"}
_VALUES = {
    "at-least": "不少于",
    "at-most": "不超过",
    "about": "左右",
    "deadline": "按完成时限折算",
    "calendar": "全年序时进度",
    **KINDS,
}
_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Change(NamedTuple):
    """What a document changed: in what, which field, and what it was."""

    date: dt.date
    document: str
    about: str
    field: str
    was: str


def remark(task: Task, field: str) -> str:
    """Say what a field of a task was, and by which document it changed; the newest first, nothing where it did not."""
    return "；".join(f"原{_was(task, one)}，{one.document}" for one in reversed(task.amended(field)))


def of_task(task: Task) -> str:
    """Say all that documents changed in a task: 某办函〔2021〕9号（2021年8月15日）：原时限11月底."""
    clauses = _by_document((one, _phrase(task, one)) for one in task.amendments)
    for decision, word in ((task.added, "增加本项任务"), (task.dropped, "撤销本项任务")):
        if decision:
            clauses.append(f"{decision.document}（{day_text(decision.date)}）：{word}")
    return "；".join(clauses)


def of_plan(plan: Plan) -> list[str]:
    """Say what documents changed in the plan's own fields, a sentence a document."""
    return _by_document((one, _of_plan(plan, one)) for one in plan.amendments)


def _by_document(changes: Iterable[tuple[Amendment, str]]) -> list[str]:
    """Return what amendments changed, by document: 某办函〔2021〕9号（2021年8月15日）：原时限11月底."""
    documents: dict[tuple[str, dt.date], list[str]] = {}
    for one, change in changes:
        documents.setdefault((one.document, one.date), []).append(change)
    return [f"{document}（{day_text(when)}）：{'，'.join(several)}" for (document, when), several in documents.items()]


def renamed(plan: Plan, tasks: Iterable[Task]) -> list[str]:
    """Say what the units and leaders of tasks were called before, each once: 市甲局（原市乙局，依据某文件）."""
    named = {name for task in tasks for name in (*task.units, *task.leaders)}
    named |= {member for unit in plan.units if unit.name in named for member in unit.members}
    things: list[Unit | Person] = [*plan.units, *plan.leaders]
    clauses = [with_former(one) for one in things if one.former and one.name in named]
    persons = ((unit, person) for unit in plan.units if unit.name in named for person in unit.persons)
    return [*clauses, *(f"{unit.name}责任人{with_former(person)}" for unit, person in persons if person.former)]


def with_former(thing: Unit | Person) -> str:
    """Return a name with those before it: 市甲局（原市乙局，依据某文件）."""
    former = "；".join(f"原{one.name}，依据{one.document}" for one in reversed(thing.former))
    return f"{thing.name}（{former}）" if former else thing.name


def changes(plan: Plan, tasks: Iterable[Task]) -> Iterator[Change]:
    """Yield all that documents changed: in the plan, in names, in tasks."""
    chosen = list(tasks)
    for one in plan.amendments:
        yield Change(one.date, one.document, "全表", *_named(plan, one))
    named = {name for task in chosen for name in (*task.units, *task.leaders)}
    named |= {member for unit in plan.units if unit.name in named for member in unit.members}
    things: list[tuple[str, Unit | Person]] = [("责任单位", one) for one in plan.units if one.name in named]
    things += [("责任人", person) for unit in plan.units if unit.name in named for person in unit.persons]
    things += [("分管市领导", one) for one in plan.leaders if one.name in named]
    for what, thing in things:
        for former in thing.former:
            yield Change(former.until, former.document, thing.name, f"{what}（至该日）", former.name)
    for task in chosen:
        about = f"任务{task.number} {task.short}"
        for each in task.amendments:
            yield Change(each.date, each.document, about, _label(task, each), _was(task, each))
        for decision, word in ((task.added, "增加任务"), (task.dropped, "撤销任务")):
            if decision:
                yield Change(decision.date, decision.document, about, word, "")


def _phrase(task: Task, one: Amendment) -> str:
    if one.field == "indicators":
        return f"取消指标{_was(task, one)}"
    label, was = _label(task, one), _was(task, one)
    indicator = _indicator(task, one)
    if indicator and one.field == indicator.id:
        return f"{indicator.name}原目标{was}"
    head, _sign, tail = label.rpartition("的")
    return f"{head}原{tail}{was}" if head else f"原{label}{was}"


def _label(task: Task, one: Amendment) -> str:
    if one.field in OF_TASK:
        return OF_TASK[one.field]
    of, _point, key = one.field.partition(".")
    names = {each.id: f"“{each.name}”" for each in task.indicators}
    names |= {each.id: f"阶段任务“{each.what}”" for each in task.milestones}
    return f"{names.get(of, of)}的{OF_PART.get(key or 'target', key)}"


def _indicator(task: Task, one: Amendment) -> Indicator | None:
    of = one.field.partition(".")[0]
    return next((each for each in task.indicators if each.id == of), None)


def _was(task: Task, one: Amendment) -> str:
    indicator, key = _indicator(task, one), one.field.partition(".")[2]
    if key == "above":
        return "超过" if one.was == "true" else "不要求超过"
    if indicator and key in {"", "target", "baseline"} and (number := _number(one.was)) is not None:
        return quantities.quantity(number, indicator)
    if indicator and key == "shares" and isinstance(one.value, dict):
        shares = ((name, _number(str(share))) for name, share in one.value.items())
        sentences = [f"{name}{quantities.quantity(share, indicator)}" for name, share in shares if share is not None]
        return "、".join(sentences)
    if one.field in {"content", "goal"} and one.was != "null":
        return f"“{one.was}”"
    return _value(one.value)


def _of_plan(plan: Plan, one: Amendment) -> str:
    label, was = _named(plan, one)
    head, _sign, tail = label.rpartition("的")
    return f"{head}原{tail}{was}" if head else f"原{label}{was}"


def _named(plan: Plan, one: Amendment) -> tuple[str, str]:
    """Return what a field of the plan is called, and what it was."""
    first, _point, rest = one.field.partition(".")
    if first == "lights" and rest:
        return f"亮灯规则的{OF_LIGHTS.get(rest, rest)}", _value(one.value)
    if first == "units" and rest:
        code, _point, key = rest.partition(".")
        unit = next((unit.name for unit in plan.units if unit.code == code), code)
        return f"{unit}的{_OF_UNIT.get(key, key)}", _value(one.value)
    return OF_PLAN.get(one.field, one.field), _value(one.value)


def _value(value: object) -> str:  # noqa: PLR0911  a table of shapes
    """Return a value of the plan in words: names with 、, nothing as 无, mappings by their keys."""
    if value is None or value == []:
        return "（无）"
    if isinstance(value, list):
        return "、".join(map(_value, value))
    if isinstance(value, dict):
        if "what" in value:  # a milestone
            return f"{_value(value.get('by'))}{value['what']}"
        if "words" in value:  # a deadline
            return f"{value['words']}（{_value(value['day'])}）" if value.get("day") else str(value["words"])
        if "name" in value:  # an indicator
            return str(value["name"])
        words = OF_LIGHTS | _KEYS
        return "，".join(f"{words.get(key, key)}{_value(each)}" for key, each in value.items())
    if isinstance(value, bool):
        return "是" if value else "否"
    text = str(value)
    if _ISO.fullmatch(text):
        return day_text(dt.date.fromisoformat(text))
    return _VALUES.get(text, text)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(plain(Decimal(text)))
    except InvalidOperation:
        return None
