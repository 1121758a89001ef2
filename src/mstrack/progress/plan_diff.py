"""What differs between two plans, field by field, and what of it nothing announces. The caller says which is older.

A thing of the plan is known by what it is called for good: a task by its number, an indicator and a milestone by its
id, a unit by its code, a leader by the name or the former name, an item by its title. So that no field is forgotten,
they are those of the model itself.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from mstrack.format.fields import plain
from mstrack.format.model import Deadline, Decision, Former, as_was, key_of
from mstrack.progress import announcement_lines, announcements
from mstrack.progress.announcements import PlanChange, Thing
from mstrack.progress.plan_comparison import PlanComparison
from mstrack.progress.plan_fields import ANNOUNCED_BY
from mstrack.progress.routes import problem, tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.errors import Problem, Route
    from mstrack.format.model import Period, Plan, Unit
    from mstrack.progress.announcements import PlanValue

_ONE_OR_MORE = {"leader", "lead_unit", "person"}


class _Described(NamedTuple):
    name: str
    route: Route
    values: dict[str, tuple[PlanValue, Route]]


def changes(old: Plan, new: Plan) -> list[PlanChange]:
    """Return what differs, in the order of the newer plan, what is gone last."""
    both = PlanComparison(old, new)
    before, after = _things(old, both, is_old=True), _things(new, both, is_old=False)
    then = before if both.renamed is old else _things(both.renamed, both, is_old=True)
    found = [*_period(old, new)]
    for thing in after:
        found += _of_thing(thing, before.get(thing), then.get(thing), after[thing])
    gone = [thing for thing in before if thing not in after]
    found += [PlanChange(one, before[one].name, "removed", "", None, None, _above(one, after)) for one in gone]
    named = [announcements.with_announcement(one, both) for one in found]
    return [*named, *announcements.of_amendments(both, named)]


def unannounced(old: Plan, new: Plan) -> list[Problem]:
    """A changed field of the plan is named by a new amendment: its field, and what it was.

    A new name is announced by `former`, a new task by `added`, one that is given up by `dropped`. A task, the code of a
    unit, and what an amendment or a former name says cannot go at all.
    """
    return [
        problem("unannounced", announcement_lines.sentence(change), change.route)
        for change in changes(old, new)
        if change.is_silent
    ]


def _things(plan: Plan, both: PlanComparison, *, is_old: bool) -> dict[Thing, _Described]:
    """Describe everything in a plan; what the newer one calls otherwise is known by what it was called."""
    found = {Thing("plan", ""): _described(plan, plan.title, ())}
    for i, leader in enumerate(plan.leaders):
        key = leader.name if is_old else both.leaders[leader.name]
        found[Thing("leader", key)] = _described(leader, leader.name, ("leaders", i))
    for i, unit in enumerate(plan.units):
        key = unit.code if is_old else both.codes[unit.code]
        found[Thing("unit", key)] = _described(unit, unit.name, ("units", i))
    for i, item in enumerate(plan.items):
        number = i + 1 if is_old else both.items[i + 1]
        found[Thing("item", str(number))] = _described(item, item.title, ("items", i))
    for route, task in tasks(plan):
        described = _described(task, task.short, route)
        item_number = int(route[1]) + 1
        described.values["item"] = (item_number if is_old else both.items[item_number], route)
        found[Thing("task", str(task.id), task.id)] = described
        for k, one in enumerate(task.indicators):
            found[Thing("indicator", one.id, task.id)] = _described(one, one.name, (*route, "indicators", k))
        for k, stage in enumerate(task.milestones):
            found[Thing("milestone", stage.id, task.id)] = _described(stage, stage.what, (*route, "milestones", k))
    return found


def _described(thing: Any, name: str, route: Route) -> _Described:  # noqa: ANN401  any dataclass of the model
    return _Described(name, route, dict(_values(thing, "", route)))


def _values(thing: Any, prefix: str, route: Route) -> Iterator[tuple[str, tuple[PlanValue, Route]]]:  # noqa: ANN401  as above
    """Yield the fields of a dataclass; of one inside it as office.phone."""
    kind = type(thing).__name__
    for one in fields(thing):
        key = key_of(kind, one.name)
        held, place = getattr(thing, one.name), (*route, key)
        if f"{kind}.{key}" in _APART:
            continue
        if f"{kind}.{key}" == "Unit.person":
            yield from _persons(thing, place)
        elif is_dataclass(held) and not isinstance(held, Deadline | Decision):
            yield from _values(held, f"{prefix}{key}.", place)
        else:
            yield f"{prefix}{key}", (_plain(_one_of(held) if key in _ONE_OR_MORE else held), place)


_APART = {f"{kind}.amendments" for kind in ("Plan", "Task")} | {"Plan.year", "Plan.period"}
_APART |= {key for key, how in ANNOUNCED_BY.items() if how == "parts" and key != "Plan.lights"}
"""Fields that are compared by another way."""


def _persons(unit: Unit, route: Route) -> Iterator[tuple[str, tuple[PlanValue, Route]]]:
    """Yield who answers for a unit, and what is known of them, each as one value or as a list of them."""
    names = tuple(one.name for one in unit.persons)
    yield "person", (_one_of(names), (*route, "name") if len(names) == 1 else route)
    yield "person.pinyin", (_one_of(tuple(one.pinyin for one in unit.persons)), route)
    yield "person.aliases", (tuple(name for one in unit.persons for name in one.aliases), route)
    yield "person.former", (_plain(tuple(each for one in unit.persons for each in one.former)), route)


def _one_of(several: tuple[str, ...]) -> PlanValue:
    """Return one alone as a file has it: no list."""
    return several if len(several) > 1 else several[0] if several else None


def _plain(held: Any) -> PlanValue:  # noqa: ANN401  as above
    """Return a value for words: a text, a number, or a list of texts."""
    if held in (None, (), {}):
        return None
    if isinstance(held, Deadline):
        return f"{held.words} ({held.day})" if held.day else held.words
    if isinstance(held, Decision):
        return f"{held.date} {held.document}"
    if isinstance(held, dict):
        return tuple(f"{name} {plain(number)}" for name, number in held.items())
    if isinstance(held, tuple):
        return tuple(f"{one.name} {one.until} {one.document}" if isinstance(one, Former) else str(one) for one in held)
    return held if isinstance(held, str | int | Decimal) else as_was(held)


def _of_thing(
    thing: Thing, before: _Described | None, then: _Described | None, after: _Described
) -> Iterator[PlanChange]:
    """Yield what changed in a thing; `then` is what it was under the names that units have now."""
    if before is None or then is None:
        yield PlanChange(thing, after.name, "added", "", None, None, after.route)
        return
    for field in {**after.values, **before.values}:
        was, renamed = (one.values.get(field, (None, ()))[0] for one in (before, then))
        now, route = after.values.get(field, (None, after.route))
        if now not in (was, renamed) and not {was, now} <= {None, ()}:
            yield PlanChange(thing, after.name, "changed", field, was, now, route)


def _period(old: Plan, new: Plan) -> Iterator[PlanChange]:
    """Yield the change of the time that the plan spans: a year, or a period that is no other than that year."""
    if old.period == new.period:
        return
    is_year = old.calendar_year is not None
    was = old.calendar_year if is_year else _days(old.period)
    now = new.calendar_year if new.calendar_year is not None else _days(new.period)
    route = ("year",) if new.calendar_year is not None else ("period",)
    yield PlanChange(Thing("plan", ""), new.title, "changed", "year" if is_year else "period", was, now, route)


def _days(period: Period) -> str:
    return f"{period.start} - {period.end}"


def _above(thing: Thing, after: dict[Thing, _Described]) -> Route:
    """Return the way to where a thing is missing: its task, or the list of its kind."""
    task = after.get(Thing("task", str(thing.task), thing.task))
    return task.route if task else (f"{'item' if thing.kind == 'task' else thing.kind}s",)
