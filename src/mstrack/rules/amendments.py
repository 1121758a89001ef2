"""The rules of amendments: a document changed a field of the plan, and the table says which, when, and what it was.

Each rule is as those of `rules.plan`, which applies them with its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mstrack.format.fields import plain
from mstrack.format.model import AMENDABLE, as_was
from mstrack.i18n import gettext as _
from mstrack.progress import plan_fields
from mstrack.progress.nearest import cure
from mstrack.progress.routes import problem, tasks
from mstrack.rules import amended_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.errors import Problem, Route
    from mstrack.format.model import Amendment, Plan, Task


def amended_field(plan: Plan) -> Iterator[Problem]:
    """An amendment names what exists: a field of the plan or of the task, an indicator, or a part (roads.bound)."""
    for case in _cases(plan):
        if not _key(case):
            sentence = _("{field} is no field of the plan that an amendment names; {cure}")
            if case.task:
                sentence = _("{field} is neither a field of task {id} nor one of its indicators; {cure}")
            meant = cure(case.one.field, case.known)
            words = sentence.format(field=case.one.field, id=case.task and case.task.id, cure=meant)
            yield problem("amended-field", words, (*case.route, "field"))


def amended_tasks(plan: Plan) -> Iterator[Problem]:
    """An amendment of many tasks names tasks of the plan, each once."""
    known = {task.id for task in plan.tasks}
    for k, one in enumerate(plan.amendments):
        for i, number in enumerate(one.tasks):
            route = ("amendments", k, "tasks", i)
            if number not in known:
                yield problem("amended-tasks", _("there is no task {id}; correct the number").format(id=number), route)
            elif number in one.tasks[:i]:
                yield problem("amended-tasks", _("task {id} stands here twice; keep one").format(id=number), route)


def amendable_id(plan: Plan) -> Iterator[Problem]:
    """An indicator or a milestone is not called as a field that amendments name, as deadline or leader."""
    for route, task in tasks(plan):
        ids = [(("indicators", i), one.id) for i, one in enumerate(task.indicators)]
        ids += [(("milestones", i), one.id) for i, one in enumerate(task.milestones)]
        for place, id_ in ids:
            if id_ in AMENDABLE:
                sentence = _("amendments call a field of the task {id}; choose another id").format(id=id_)
                yield problem("amendable-id", sentence, (*route, *place, "id"))


def amended_date(plan: Plan) -> Iterator[Problem]:
    """An amendment is dated in the plan's period or the year after it, and no earlier than the one above it."""
    reach = plan.period.reach
    lists: list[tuple[Route, tuple[Amendment, ...]]] = [(("amendments",), plan.amendments)]
    lists += [((*route, "amendments"), task.amendments) for route, task in tasks(plan)]
    for route, several in lists:
        for k, one in enumerate(several):
            if one.date not in reach:
                sentence = _("{day} is no day on which this plan is amended; write one from {start} to {end}")
                words = sentence.format(day=one.date, start=reach.start, end=reach.end)
                yield problem("amended-date", words, (*route, k, "date"))
            elif k and one.date < several[k - 1].date:
                sentence = _("{day} lies before the day of the amendment above; put the older one first")
                yield problem("amended-date", sentence.format(day=one.date), (*route, k, "date"))


def named_document(plan: Plan) -> Iterator[Problem]:
    """A document is named by its number or its title, or as a correction where a slip was put right; … names none."""
    for route, document in _documents(plan):
        if not re.search(r"\w", document):
            sentence = _("{document} names no document; write its number or its title, or that a slip is corrected")
            yield problem("named-document", sentence.format(document=document), (*route, "document"))


def amended_was(plan: Plan) -> Iterator[Problem]:
    """What an amendment says it was is a value of that field, and another one than it left there."""
    found = set()
    for case in _cases(plan):
        key = _key(case)
        sentence = (amended_values.flaw(plan, case.one, key) or _unchanged(case)) if key else ""
        if sentence and case.route not in found:
            found.add(case.route)  # of an amendment of many tasks once
            yield problem("amended-was", sentence, (*case.route, "was"))


RULES = (amended_field, amended_tasks, amendable_id, amended_date, named_document, amended_was)
"""Every rule of amendments."""


class _AmendmentCase(NamedTuple):
    """An amendment at a task, or (None) at the plan: what fields there are now, and the amendments that follow it."""

    route: Route
    one: Amendment
    task: Task | None
    known: dict[str, object]
    later: list[Amendment]
    all: list[Amendment]


def _cases(plan: Plan) -> Iterator[_AmendmentCase]:
    own = plan_fields.amendments_of_plan(plan)
    of_tasks = ((plan_fields.amendments_of(plan, task), task) for task in plan.tasks)
    for several, task in [(own, None), *of_tasks]:
        known = (plan_fields.of_task(plan, task) if task else plan_fields.of_plan(plan)) if several else {}
        found = [one for _route, one in several]
        for k, (route, one) in enumerate(several):
            yield _AmendmentCase(route, one, task, known, found[k + 1 :], found)


def _key(case: _AmendmentCase) -> str:
    """Return the field of the model that an amendment names, as Task.deadline; nothing where there is none."""
    field, (of, point, key) = case.one.field, case.one.field.partition(".")
    if case.task is None:
        kinds = {"units": "Unit", "items": "Item", "lights": "Lights"}
        known = field in case.known
        return "" if not known else f"{kinds[of]}.{field.rpartition('.')[2]}" if point else f"Plan.{field}"
    if field in AMENDABLE:
        return "Unit.person" if field == "person" else f"Task.{field}"
    dropped = {one.was for one in case.all if one.field == "indicators"}
    if of in {one.id for one in case.task.indicators} | dropped:
        return f"Indicator.{key or 'target'}" if not point or key in _PARTS else ""
    stages = {one.id for one in case.task.milestones} | _stages(case.all)
    return f"Milestone.{key}" if of in stages and key in _STAGE_PARTS else ""


_PARTS = ("name", "kind", "measure", "quote", "above", "bound", "baseline", "shares")
_STAGE_PARTS = ("by", "what", "indicator", "figure")


def _stages(several: list[Amendment]) -> set[str]:
    """Return the ids of the milestones that amendments say there were."""
    held = [one.value for one in several if one.field == "milestones"]
    return {str(one.get("id")) for each in held if isinstance(each, list) for one in each if isinstance(one, dict)}


def _unchanged(case: _AmendmentCase) -> str:
    """Say that an amendment left what was there before; nothing where it left something else."""
    one = case.one
    left = _left(case)
    if _comparable(one) not in left:
        return ""
    sentence = _("{was} is what {field} is after that amendment, too; write what it was before")
    return sentence.format(was=one.was, field=one.field)


def _left(case: _AmendmentCase) -> set[str]:
    """Return what a field was after an amendment: what the next one of it found, else what is written now."""
    field, now = case.one.field, case.known.get(case.one.field)
    if field == "indicators" and isinstance(now, tuple):
        return {str(one) for one in now}
    if field == "person" and isinstance(now, tuple):
        return {str(one) for one in now} if len(set(now)) == 1 else set()  # nobody knows who followed whom
    following = next((one for one in case.later if one.field == field), None)
    if following:
        return {_comparable(following)}
    return {as_was(now)} if field in case.known else set()


def _comparable(one: Amendment) -> str:
    return one.was if one.target_was is None else plain(one.target_was)


def _documents(plan: Plan) -> Iterator[tuple[Route, str]]:
    """Yield every document that the plan names, and where."""
    for k, one in enumerate(plan.amendments):
        yield ("amendments", k), one.document
    for i, leader in enumerate(plan.leaders):
        yield from ((("leaders", i, "former", k), one.document) for k, one in enumerate(leader.former))
    for i, unit in enumerate(plan.units):
        yield from ((("units", i, "former", k), one.document) for k, one in enumerate(unit.former))
        for j, person in enumerate(unit.persons):
            route = ("units", i, "person", j, "former")
            yield from (((*route, k), one.document) for k, one in enumerate(person.former))
    for place, task in tasks(plan):
        yield from (((*place, "amendments", k), one.document) for k, one in enumerate(task.amendments))
        yield from (((*place, key), one.document) for key in ("added", "dropped") if (one := getattr(task, key)))
