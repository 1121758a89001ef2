"""The fields of a plan: which of them is a promise, how an amendment calls it, and what it holds.

Every field of the model is on the list below. A new field gets its line there first; a test holds the list against the
model.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Literal

from mstrack.format.model import Amendment, Indicator, Lights, Milestone, key_of
from mstrack.progress.routes import tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.errors import Route
    from mstrack.format.model import Plan, Task

Announcement = Literal["amendment", "former", "itself", "kept", "never", "parts", "value", "nothing"]

_GROUPS: dict[Announcement, str] = {
    "amendment": """
        Plan.title Plan.source Plan.year Plan.period Plan.deadline Unit.person Unit.members Item.title
        Lights.red Lights.yellow Lights.stale_days Lights.near_days Lights.last_days Lights.pace
        Task.no Task.content Task.leader Task.lead_unit Task.partner_units Task.deadline Task.title Task.goal Task.added
        Milestone.id Milestone.by Milestone.what Milestone.indicator Milestone.figure
        Indicator.id Indicator.name Indicator.kind Indicator.target Indicator.measure Indicator.quote
        Indicator.above Indicator.bound Indicator.baseline Indicator.shares""",
    "former": "Person.name Unit.name",
    "itself": "Task.dropped",
    "kept": """
        Plan.amendments Task.amendments Amendment.field Amendment.was
        PlanAmendment.field PlanAmendment.was PlanAmendment.tasks Person.former Unit.former Former.name""",
    "never": "Task.id Unit.code",
    "parts": "Plan.leaders Plan.units Plan.items Plan.lights Item.tasks Task.indicators Task.milestones",
    "value": "Span.from Span.to Deadline.words Deadline.day Decision.date Decision.document",
    "nothing": """
        Plan.office Office.name Office.mark Office.number Office.recipients Office.copies Office.contact Office.phone
        Plan.counts Counts.items Counts.tasks Person.pinyin Person.aliases Unit.aliases Unit.contact Contact.name
        Contact.phone Former.until Former.document Amendment.date Amendment.document
        PlanAmendment.date PlanAmendment.document""",
}

ANNOUNCED_BY: dict[str, Announcement] = {key: how for how, keys in _GROUPS.items() for key in keys.split()}
"""How a change of each key is announced.

amendment: a new amendment has its field and what it was. former: a new former name has its document. itself: it is an
announcement, and bears its document. kept: it announced a change and cannot go. never: it stays. parts: its parts have
lines of their own. value: it is compared with the field that holds it. nothing: it is no promise.
"""

OF_TASK = ("deadline", "leader", "lead_unit", "partner_units", "content", "goal", "title", "no", "added", "dropped")
"""Keys of a task that an amendment may name."""
OF_PLAN = ("title", "source", "year", "period", "deadline", "lights")
"""Keys of the plan that an amendment may name."""


def amendments_of(plan: Plan, task: Task) -> list[tuple[Route, Amendment]]:
    """Return the amendments of a task and their routes, also those that the plan has for many tasks; oldest first."""
    found: list[tuple[Route, Amendment]] = []
    if task.amendments:
        route = next(route for route, one in tasks(plan) if one.id == task.id)
        found = [((*route, "amendments", k), one) for k, one in enumerate(task.amendments)]
    found += [(("amendments", k), _of_task(one)) for k, one in enumerate(plan.amendments) if task.id in one.tasks]
    return sorted(found, key=lambda one: one[1].date)


def with_shared_amendments(plan: Plan, task: Task) -> Task:
    """Return a task with the amendments that the plan has for many tasks among its own, the oldest first."""
    if not any(task.id in one.tasks for one in plan.amendments):
        return task
    return replace(task, amendments=tuple(one for _route, one in amendments_of(plan, task)))


def amendments_of_plan(plan: Plan) -> list[tuple[Route, Amendment]]:
    """Return the amendments of the plan's own fields with their routes, as the file has them."""
    return [(("amendments", k), _of_task(one)) for k, one in enumerate(plan.amendments) if not one.tasks]


def of_plan(plan: Plan) -> dict[str, Any]:
    """Return what every field of the plan holds that an amendment may name."""
    found = {key: _held(plan, key) for key in OF_PLAN}
    found |= {f"lights.{key}": _held(plan.lights, key) for key in _keys(Lights)}
    for unit in plan.units:
        found |= {f"units.{unit.code}.members": unit.members}
        found |= {f"units.{unit.code}.person": tuple(person.name for person in unit.persons)}
    return found | {f"items.{number}.title": item.title for number, item in enumerate(plan.items, 1)}


def of_task(plan: Plan, task: Task) -> dict[str, Any]:
    """Return what every field of a task holds that an amendment may name; of an indicator's id its target."""
    found = {key: _held(task, key) for key in OF_TASK}
    found |= {
        "milestones": task.milestones,
        "indicators": tuple(one.id for one in task.indicators),
        "item": next(number for number, item in enumerate(plan.items, 1) if any(one is task for one in item.tasks)),
        "person": tuple(person.name for unit in plan.units if unit.name in task.units for person in unit.persons),
    }
    for stage in task.milestones:
        found |= {f"{stage.id}.{key}": _held(stage, key) for key in _keys(Milestone) if key != "id"}
    for one in task.indicators:
        found |= {f"{one.id}.{key}": _held(one, key) for key in _keys(Indicator) if key not in {"id", "target"}}
        found[one.id] = one.target
    return found


def _keys(kind: type) -> Iterator[str]:
    return (key_of(kind.__name__, one.name) for one in fields(kind))


def _held(thing: Any, key: str) -> Any:  # noqa: ANN401  any dataclass of the model
    name = type(thing).__name__
    return next(getattr(thing, one.name) for one in fields(thing) if key_of(name, one.name) == key)


def _of_task(one: Amendment) -> Amendment:
    """Return an amendment of the plan as it would stand at a task, so that the two compare."""
    return Amendment(date=one.date, document=one.document, field=one.field, was=one.was)
