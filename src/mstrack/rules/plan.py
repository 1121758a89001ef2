"""The rules that need two records: each a small pure function, its docstring the rule for a reviewer.

A rule takes the plan and yields problems with a route (the way into tasks.yaml); it knows no YAML, no line, no column.
Those of names, of indicators and of days are in modules of their own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mstrack.i18n import gettext as _
from mstrack.progress.routes import problem, remark, tasks
from mstrack.rules import amendments, plan_indicators, plan_milestones, plan_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mstrack.errors import Problem, Route
    from mstrack.format.model import Plan

_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


def counts(plan: Plan) -> Iterator[Problem]:
    """The numbers of items and tasks are those printed on the table."""
    if not plan.counts:
        return
    # a document that adds tasks prints no new table: both numbers are right
    printed = [task for task in plan.tasks if not task.added]
    items = [item for item in plan.items if not all(task.added for task in item.tasks)]
    for key, said, there, issued in (
        ("items", plan.counts.items, len(plan.items), len(items)),
        ("tasks", plan.counts.tasks, len(plan.tasks), len(printed)),
    ):
        if said not in {there, issued}:
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


def unique(plan: Plan) -> Iterator[Problem]:
    """No two leaders share a name, no two units a name or a code, no two indicators or milestones of a task an id."""
    yield from _repeated(((("leaders", i, "name"), leader.name) for i, leader in enumerate(plan.leaders)))
    yield from _repeated(((("units", i, "name"), unit.name) for i, unit in enumerate(plan.units)))
    yield from _repeated(((("units", i, "code"), unit.code) for i, unit in enumerate(plan.units)))
    for route, task in tasks(plan):
        ids: list[tuple[Route, str]] = []
        ids += (((*route, "indicators", i, "id"), indicator.id) for i, indicator in enumerate(task.indicators))
        ids += (((*route, "milestones", i, "id"), milestone.id) for i, milestone in enumerate(task.milestones))
        yield from _repeated(ids)


def portable_code(plan: Plan) -> Iterator[Problem]:
    """A code is no device name of Windows (con, aux, nul …): its files could not be checked out there."""
    for i, unit in enumerate(plan.units):
        if _DEVICES.fullmatch(unit.code):
            sentence = _("Windows keeps the name {code} for a device; choose another code").format(code=unit.code)
            yield problem("portable-code", sentence, ("units", i, "code"))


def sane_lights(plan: Plan) -> Iterator[Problem]:
    """Yellow comes before red: a task that lags more than `red` points lags more than `yellow` too."""
    if plan.lights.yellow >= plan.lights.red:
        yield problem("sane-lights", _("yellow must be smaller than red; exchange the two"), ("lights", "yellow"))


def repeated_no(plan: Plan) -> Iterator[Problem]:
    """Two tasks of an item that are printed with one number can be told apart by their ids alone. Only a remark."""
    seen: dict[tuple[Route, str], int] = {}
    for route, task in tasks(plan):
        item = route[:2]
        if task.no and (item, task.no) in seen:
            sentence = _("task {before} is printed as {no}, too; if the table has it so, leave it")
            yield remark("repeated-no", sentence.format(before=seen[item, task.no], no=task.no), (*route, "no"))
        seen.setdefault((item, task.no or ""), task.id)


PLAN_RULES = (
    counts,
    increasing,
    unique,
    portable_code,
    sane_lights,
    *plan_names.RULES,
    *plan_milestones.RULES,
    *plan_indicators.RULES,
    *amendments.RULES,
)
"""Every rule of the plan. All are applied: a problem that one finds hides none of another."""
REMARKS = (repeated_no, *plan_indicators.REMARKS)
"""What is odd in a plan and may be right all the same: `check` says it, and a plan is read in spite of it."""


def of_plan(plan: Plan, left_out: frozenset[Route] = frozenset()) -> list[Problem]:
    """Return every problem that the plan has with itself.

    Where its form is wrong in places, `left_out` has the ways to these (see `_ways`): what they may cause is not said.
    """
    found = [problem for rule in PLAN_RULES for problem in rule(plan)]
    return [one for one in found if not any(_is_caused(one, way) for way in left_out)] if left_out else found


def remarks(plan: Plan) -> list[Problem]:
    """Return the warnings about a plan."""
    return [problem for rule in REMARKS for problem in rule(plan)]


_AMENDED = {rule.__name__.replace("_", "-") for rule in amendments.RULES}
_CAUSED = {
    "units": {"known-unit", "known-share", "flat-groups", "one-role", "one-name"} | _AMENDED,
    "leaders": {"known-leader", "one-name"} | _AMENDED,
    "items": {"counts"} | _AMENDED,
    "counts": {"counts"},
    "lights": {"sane-lights"} | _AMENDED,
    "deadline": {"deadline", "milestone-day", "came-and-went"} | _AMENDED,
    "goal": {"quoted"} | _AMENDED,
    "indicators": {"milestone-indicator", "milestone-figure"} | _AMENDED,
    "amendments": {"supported", "bound-words"} | _AMENDED,
    "partner_units": {"known-share"} | _AMENDED,
}
"""By the key under which something is left out, the rules that may then find what is not wrong."""
_TASK = 4
"""Steps on the way to a task."""


def _is_caused(problem: Problem, way: Route) -> bool:
    """Whether a problem may be there only because something was left out: by its own part, or by one that needs it."""
    part = way[:-1]
    if len(part) not in {0, _TASK} and isinstance(way[-1], str) and problem.route[: len(part)] == part:
        return True
    if way[0] == "items" and len(way) > _TASK:
        return problem.route[:_TASK] == way[:_TASK] and problem.rule in _CAUSED.get(str(way[_TASK]), ())
    return problem.rule in _CAUSED.get(str(way[0]), ())


def _repeated(named: Iterable[tuple[Route, str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for route, name in named:
        if name in seen:
            sentence = _("{name} stands here a second time; each must be unique, rename one of the two")
            yield problem("unique", sentence.format(name=name), route)
        seen.add(name)
