"""The rules that need two records to be judged: each a small pure function, its docstring the rule for a reviewer.

A rule takes the plan and yields problems with a route (the way into tasks.yaml); it knows no YAML, no line, no column.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from mstrack.errors import PROBLEMS_PER_FILE
from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.progress import deadlines
from mstrack.progress.plan_fields import amendments_of
from mstrack.progress.routes import nearest, problem, tasks
from mstrack.rules import amendments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mstrack.errors import Problem, Route
    from mstrack.format.model import Indicator, Plan

_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
_IN_WORDS = re.compile(r"(\d+(?:\.\d+)?)(万|亿)?")
_SCALES = {"万": 10_000, "亿": 100_000_000}


def counts(plan: Plan) -> Iterator[Problem]:
    """The numbers of items and tasks are those printed on the table."""
    if not plan.counts:
        return
    for key, said, there in (
        ("items", plan.counts.items, len(plan.items)),
        ("tasks", plan.counts.tasks, len(plan.tasks)),
    ):
        if said != there:
            sentence = _(
                "the table says {said} {key}, but {there} are written below; add what is missing or correct it"
            )
            yield problem("counts", sentence.format(said=said, there=there, key=key), ("counts", key))


def increasing(plan: Plan) -> Iterator[Problem]:
    """Each task has a number above that of the task before it; an office's excerpt may start with 80."""
    before = 0
    for route, task in tasks(plan):
        if task.id <= before:
            sentence = _("task {id} stands after task {before}; number the tasks upwards, each number once")
            yield problem("increasing", sentence.format(id=task.id, before=before), (*route, "id"))
        before = task.id


def known_leader(plan: Plan) -> Iterator[Problem]:
    """A task's leader is one of the leaders listed."""
    leaders = {leader.name for leader in plan.leaders}
    for route, task in tasks(plan):
        for i, name in enumerate(task.leaders):
            if name not in leaders:
                yield problem("known-leader", _unknown(name, leaders, "leaders"), (*route, "leader", i))


def known_unit(plan: Plan) -> Iterator[Problem]:
    """A task's lead and partner units, and the members of a group, are units listed."""
    units = {unit.name for unit in plan.units}
    for route, task in tasks(plan):
        for i, name in enumerate(task.lead_units):
            if name not in units:
                yield problem("known-unit", _unknown(name, units, "units"), (*route, "lead_unit", i))
        for i, name in enumerate(task.partner_units):
            if name not in units:
                yield problem("known-unit", _unknown(name, units, "units"), (*route, "partner_units", i))
    for i, unit in enumerate(plan.units):
        for j, name in enumerate(unit.members):
            if name not in units:
                yield problem("known-unit", _unknown(name, units, "units"), ("units", i, "members", j))


def flat_groups(plan: Plan) -> Iterator[Problem]:
    """A member of a group is no group itself, so that nobody is counted twice."""
    groups = {unit.name for unit in plan.units if unit.members}
    for i, unit in enumerate(plan.units):
        for j, name in enumerate(unit.members):
            if name in groups:
                sentence = _("{name} is a group itself; list its members here instead").format(name=name)
                yield problem("flat-groups", sentence, ("units", i, "members", j))


def one_role(plan: Plan) -> Iterator[Problem]:
    """A unit has one role in a task: the lead unit is not among the partner units, and no partner is named twice."""
    for route, task in tasks(plan):
        seen = {*task.lead_units}
        for i, name in enumerate(task.partner_units):
            if name in seen:
                sentence = _("{name} is named twice in this task; keep one of the two").format(name=name)
                yield problem("one-role", sentence, (*route, "partner_units", i))
            seen.add(name)


def unique(plan: Plan) -> Iterator[Problem]:
    """No two leaders share a name, no two units a name or a code, no two indicators of a task an id."""
    yield from _repeated(((("leaders", i, "name"), leader.name) for i, leader in enumerate(plan.leaders)))
    yield from _repeated(((("units", i, "name"), unit.name) for i, unit in enumerate(plan.units)))
    yield from _repeated(((("units", i, "code"), unit.code) for i, unit in enumerate(plan.units)))
    for route, task in tasks(plan):
        yield from _repeated((((*route, "indicators", i, "id"), one.id) for i, one in enumerate(task.indicators)))


def portable_code(plan: Plan) -> Iterator[Problem]:
    """A code is no device name of Windows (con, aux, nul …): its files could not be checked out there."""
    for i, unit in enumerate(plan.units):
        if _DEVICES.fullmatch(unit.code):
            sentence = _("Windows keeps the name {code} for a device; choose another code").format(code=unit.code)
            yield problem("portable-code", sentence, ("units", i, "code"))


def deadline(plan: Plan) -> Iterator[Problem]:
    """A deadline, of the task or of the plan, is worded in one of the forms that name a day, or names it beside."""
    for route, task in tasks(plan):
        if not plan.due_of(task).words:
            sentence = _("this task has no deadline; write one, or the deadline of all above the items")
            yield problem("deadline", sentence, route)
            continue
        try:
            deadlines.of_task(plan, task)
        except ValueError as error:
            yield problem("deadline", str(error), (*route, "deadline"))


def quoted(plan: Plan) -> Iterator[Problem]:
    """The quote of an indicator stands, word for word, in the content of its task."""
    for route, task in tasks(plan):
        for i, indicator in enumerate(task.indicators):
            if indicator.quote not in task.content and indicator.quote not in (task.goal or ""):
                sentence = _("this quote does not stand in the content of task {id}; copy the phrase from there")
                yield problem("quoted", sentence.format(id=task.id), (*route, "indicators", i, "quote"))


def supported(plan: Plan) -> Iterator[Problem]:
    """The quote of an indicator has its baseline and target (2.778万 is 27780), or what an amendment says it was."""
    for route, task in tasks(plan):
        for i, indicator in enumerate(task.indicators):
            numbers = set(_numbers(indicator))
            amended = any(
                one.field == indicator.id and one.target_was in numbers for _route, one in amendments_of(plan, task)
            )
            for key in ("target", "baseline"):
                number = getattr(indicator, key)
                if number is not None and number not in numbers and not (amended and key == "target"):
                    sentence = _("the quote does not contain {number}; correct the number or the quote")
                    yield problem("supported", sentence.format(number=number), (*route, "indicators", i, key))


def positive_target(plan: Plan) -> Iterator[Problem]:
    """What is counted up to a target counts up to more than 0."""
    for route, task in tasks(plan):
        for i, indicator in enumerate(task.indicators):
            if indicator.kind == "cumulative" and indicator.bound != "at-most" and indicator.target <= 0:
                sentence = _("{number} is no target to count up to; write a number above 0, or bound: at-most")
                told = sentence.format(number=plain(indicator.target))
                yield problem("positive-target", told, (*route, "indicators", i, "target"))


def sane_lights(plan: Plan) -> Iterator[Problem]:
    """Yellow comes before red: a task that lags more than `red` points lags more than `yellow` too."""
    if plan.lights.yellow >= plan.lights.red:
        yield problem("sane-lights", _("yellow must be smaller than red; exchange the two"), ("lights", "yellow"))


PLAN_RULES = (
    counts,
    increasing,
    known_leader,
    known_unit,
    flat_groups,
    one_role,
    unique,
    portable_code,
    deadline,
    quoted,
    supported,
    positive_target,
    sane_lights,
    *amendments.RULES,
)
"""Every rule of the plan. All are applied: a problem that one finds hides none of another."""


def of_plan(plan: Plan) -> list[Problem]:
    """Return every problem that the plan has with itself."""
    return list(islice((problem for rule in PLAN_RULES for problem in rule(plan)), PROBLEMS_PER_FILE))


def _unknown(name: str, known: set[str], where: str) -> str:
    sentence = _("{name} is not among the {where}; did you mean {near}?")
    return sentence.format(name=name, where=where, near=nearest(name, known))


def _repeated(named: Iterable[tuple[Route, str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for route, name in named:
        if name in seen:
            sentence = _("{name} stands here a second time; each must be unique, rename one of the two")
            yield problem("unique", sentence.format(name=name), route)
        seen.add(name)


def _numbers(indicator: Indicator) -> Iterator[Decimal]:
    """Yield the numbers of the quote, 万 and 亿 multiplied out, and as they stand (for a measure such as 万元)."""
    for digits, scale in _IN_WORDS.findall(unicodedata.normalize("NFKC", indicator.quote)):
        yield Decimal(digits)
        if scale:
            yield Decimal(digits) * _SCALES[scale]
