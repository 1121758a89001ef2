"""Two plans side by side: what of the newer one answers to what of the older one, and which amendments are new."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from mstrack.progress import plan_fields
from mstrack.progress.routes import tasks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mstrack.errors import Route
    from mstrack.format.model import Amendment, Former, Indicator, Person, Plan, Task, Unit


class Matched(NamedTuple):
    """The amendments of two plans: those that are new, those that are gone, and those in which a slip was corrected."""

    fresh: list[tuple[Route, Amendment]]
    gone: list[Amendment]
    corrected: list[tuple[Amendment, Route, Amendment]]


class Place(NamedTuple):
    """A name that somebody or something has now, and a former one of the same place that is new in the plan."""

    now: str
    former: Former


class PlanComparison:
    """Two plans, and what of the newer one answers to what of the older one.

    `codes`, `leaders` and `items` give for a code, a name and a number of the newer plan those of the older one.
    `renamed` is the older plan with the names that its units have now. `amendments` are matched for each task, and
    (None) for the plan's own fields.
    """

    def __init__(self, old: Plan, new: Plan) -> None:
        """Take the older plan and the newer one."""
        self.old, self.new = old, new
        self.codes, self.leaders, self.items = _codes(old, new), _leaders(old, new), _items(old, new)
        self.old_units = {unit.code: unit for unit in old.units}
        self.new_units = {self.codes[unit.code]: unit for unit in new.units}
        self.old_leaders = {one.name: one for one in old.leaders}
        self.new_leaders = {self.leaders[one.name]: one for one in new.leaders}
        self.old_tasks = {task.id: task for task in old.tasks}
        self.new_tasks = {task.id: task for task in new.tasks}
        both = {code: unit.name for code, unit in self.new_units.items() if code in self.old_units}
        self.renamed = _renamed(old, {self.old_units[code].name: name for code, name in both.items()})
        self.amendments = {number: self._matched(number) for number in (None, *self.new_tasks)}
        self.fields = cache(self._fields)

    def fresh(self, number: int | None) -> list[Amendment]:
        """Return the amendments of a task, or (None) of the plan, that the older plan did not have."""
        return [one for _route, one in self.amendments[number].fresh] if number in self.amendments else []

    def new_names(self, kind: str, key: str) -> list[Place]:
        """Return the former names that are new at a unit or a leader."""
        old, new = (self.old_units, self.new_units) if kind == "unit" else (self.old_leaders, self.new_leaders)
        return _new_names([old[key]] if key in old else [], [new[key]] if key in new else [])

    def new_persons(self, code: str) -> list[Place]:
        """Return the former names that are new at those who answer for a unit."""
        old, new = self.old_units.get(code), self.new_units.get(code)
        return _new_names(old.persons if old else (), new.persons if new else ())

    def new_leaders_names(self) -> list[Place]:
        """Return the former names that are new at any leader."""
        return [place for key in self.new_leaders for place in self.new_names("leader", key)]

    def _fields(self, number: int | None) -> dict[str, tuple[Any, Any]]:
        """Return what each field was, as it stood and under the names of now; of a task, or (None) of the plan."""
        both = [
            plan_fields.of_plan(plan)
            if number is None
            else plan_fields.of_task(plan, next(task for task in plan.tasks if task.id == number))
            for plan in (self.old, self.renamed)
        ]
        return {field: (was, both[1][field]) for field, was in both[0].items()}

    def _matched(self, number: int | None) -> Matched:
        if number is None:
            return _matched(plan_fields.amendments_of_plan(self.old), plan_fields.amendments_of_plan(self.new))
        task = self.old_tasks.get(number)
        before = plan_fields.amendments_of(self.old, task) if task else []
        return _matched(before, plan_fields.amendments_of(self.new, self.new_tasks[number]))


def _codes(old: Plan, new: Plan) -> dict[str, str]:
    """Know a unit of the newer plan by its older code: whoever changes the code still answers under that name."""
    codes = {unit.name: unit.code for unit in old.units}
    kept = {unit.code for unit in new.units}
    return {unit.code: code if (code := codes.get(unit.name)) and code not in kept else unit.code for unit in new.units}


def _leaders(old: Plan, new: Plan) -> dict[str, str]:
    """Know a leader of the newer plan by the name in the older one: of whoever had that place, and is gone."""
    known, now = {one.name for one in old.leaders}, {one.name for one in new.leaders}
    found: dict[str, str] = {}
    for one in new.leaders:
        names = [former.name for former in reversed(one.former) if former.name in known - now - {*found.values()}]
        found[one.name] = one.name if one.name in known or not names else names[0]
    return found


def _items(old: Plan, new: Plan) -> dict[int, int | str]:
    """Know an item by its title; one of another title by its first task that was in an item which is gone.

    A new one is +2, by its own number.
    """
    by_title = {item.title: number for number, item in reversed([*enumerate(old.items, 1)])}
    titles = {item.title for item in new.items}
    left = {task.id: i for i, item in enumerate(old.items, 1) for task in item.tasks if item.title not in titles}
    found: dict[int, int | str] = {}
    for number, item in enumerate(new.items, 1):
        wanted = [by_title[item.title]] if item.title in by_title else [left[t.id] for t in item.tasks if t.id in left]
        free = [one for one in wanted if one not in found.values()]
        found[number] = free[0] if free else f"+{number}"
    return found


def _renamed(plan: Plan, names: dict[str, str]) -> Plan:
    """Return a plan in which tasks and groups name units as they are called now."""
    if all(was == now for was, now in names.items()):
        return plan

    def mapped(several: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names.get(name, name) for name in several)

    def shared(one: Indicator) -> Indicator:
        return replace(one, shares={names.get(name, name): share for name, share in one.shares.items()})

    def of_task(task: Task) -> Task:
        indicators = tuple(map(shared, task.indicators))
        leads, partners = mapped(task.lead_units), mapped(task.partner_units)
        return replace(task, lead_units=leads, partner_units=partners, indicators=indicators)

    items = tuple(replace(item, tasks=tuple(map(of_task, item.tasks))) for item in plan.items)
    return replace(plan, items=items, units=tuple(replace(unit, members=mapped(unit.members)) for unit in plan.units))


def _new_names(old: Iterable[Unit | Person], new: Iterable[Unit | Person]) -> list[Place]:
    known = [former.name for one in old for former in one.former]
    found = []
    for one in new:
        for former in one.former:
            if former.name in known:
                known.remove(former.name)
            else:
                found.append(Place(one.name, former))
    return found


def _matched(old: list[tuple[Route, Amendment]], new: list[tuple[Route, Amendment]]) -> Matched:
    """Match amendments one to one: equal ones first, then those of one field that say it was the same."""
    gone = [one for _route, one in old]
    rest = []
    for route, one in new:
        if one in gone:
            gone.remove(one)
        else:
            rest.append((route, one))
    fresh, corrected = [], []
    for route, one in rest:
        alike = next((was for was in gone if (was.field, was.was) == (one.field, one.was)), None)
        if alike:
            gone.remove(alike)
            corrected.append((alike, route, one))
        else:
            fresh.append((route, one))
    return Matched(fresh, gone, corrected)


def route_of(plan: Plan, number: int | None) -> Route:
    """Return the way to a task; to the plan for None."""
    return next((route for route, task in tasks(plan) if task.id == number), ())
