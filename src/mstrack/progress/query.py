"""Which tasks are meant: the filters that every query shares. All given filters must fit; of one filter, any value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.progress import deadlines
from mstrack.progress.dates import Range
from mstrack.progress.routes import item_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mstrack.format.model import Plan, Task
    from mstrack.progress.standing import Standing

SEVERITY = {"red": 0, "grey": 1, "yellow": 2, "green": 3, "done": 4}
"""How bad a light is, the worst first: nobody knows what hides behind a grey one."""


class Choice(NamedTuple):
    """The filters, with names resolved to those of the plan. Empty means: no such filter."""

    leaders: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    lead_units: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    items: tuple[int, ...] = ()
    lights: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    due: Range = Range()
    unfinished: bool = False


class Role(NamedTuple):
    """How a unit is involved in a task: as lead, as partner, or (via) as a member of a group that is."""

    unit: str
    lead: bool
    via: str = ""


def tasks(plan: Plan, choice: Choice) -> list[Task]:
    """Return the tasks that the filters on the plan leave, in the table's order."""
    numbers = item_numbers(plan)
    return [
        task
        for task in plan.tasks
        if (not choice.items or numbers[task.id] in choice.items)
        and (not choice.leaders or set(choice.leaders).intersection(task.leaders))
        and (not choice.lead_units or set(choice.lead_units).intersection(task.lead_units))
        and (not choice.units or roles(plan, task, choice.units))
        and (not choice.persons or roles(plan, task, of_persons(plan, choice.persons)))
        and deadlines.of_task(plan, task) in choice.due
    ]


def fitting(several: Iterable[Standing], choice: Choice) -> list[Standing]:
    """Return the standings that the filters on lights and statuses leave; a dropped task has neither."""
    return [
        one
        for one in several
        if (not choice.lights or one.light in choice.lights)
        and (not choice.statuses or status(one) in choice.statuses)
        and not (one.task.dropped and (choice.lights or choice.statuses or choice.unfinished))
        and not (choice.unfinished and one.light == "done")
    ]


def counted(several: Iterable[Standing]) -> list[Standing]:
    """Return the standings that count: those of tasks that no document dropped."""
    return [one for one in several if not one.task.dropped]


def by_urgency(several: Iterable[Standing]) -> list[Standing]:
    """Sort by deadline, then by how bad it looks: light, lag, number."""
    return sorted(several, key=lambda one: (one.due, SEVERITY[one.light], -(one.lag or 0), one.task.id))


def status(one: Standing) -> str:
    """Return the status that the lead unit reports, of a group that of its members; silence is none of them."""
    return one.status or "unreported"


def roles(plan: Plan, task: Task, units: Iterable[str]) -> list[Role]:
    """Return how the units are involved in a task, directly or as members of a group."""
    found = []
    for name in units:
        if name in task.units:
            found.append(Role(name, lead=name in task.lead_units))
            continue
        groups = [unit.name for unit in plan.units if name in unit.members and unit.name in task.units]
        found += [Role(name, lead=group in task.lead_units, via=group) for group in groups]
    return found


def of_persons(plan: Plan, persons: Iterable[str]) -> tuple[str, ...]:
    """Return the units for which the persons answer."""
    wanted = set(persons)
    return tuple(unit.name for unit in plan.units if any(person.name in wanted for person in unit.persons))


def codes(plan: Plan, choice: Choice) -> set[str]:
    """Return the codes of the units and persons that were asked for, of a group those of its members."""
    wanted = {*choice.units, *of_persons(plan, choice.persons)}
    offices = wanted | {member for unit in plan.units if unit.name in wanted for member in unit.members}
    return {unit.code for unit in plan.units if unit.name in offices}
