"""What differs between two plans, field by field, and what of it no amendment names. Pure: which is older is said.

A thing of the plan is known by what it is called for good: a task by its number, an indicator by its id, a unit by its
code, a leader by the name. So that no field is forgotten, they are those of the model itself.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mstrack.format.fields import plain
from mstrack.format.model import Deadline, as_was, key_of
from mstrack.i18n import gettext as _
from mstrack.progress.routes import problem, tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.errors import Problem, Route
    from mstrack.format.model import Amendment, Plan, Task, Unit

PlanPart = Literal["plan", "leader", "unit", "item", "task", "indicator", "amendment"]
Happened = Literal["changed", "added", "removed"]
Value = str | int | Decimal | tuple[str, ...] | None

_PARTS = {"leaders", "units", "items", "tasks", "indicators", "amendments"}
"""Fields that hold things of their own."""
_OF_TASK = {"deadline", "leader", "lead_unit"}
_ONE_OR_MORE = {"leader", "lead_unit", "person"}
_OF_TARGET = {"target", "measure", "above", "kind"}
"""What a promise in numbers is: with any of them changed it is another one."""


class Thing(NamedTuple):
    """What in a plan can change: `key` tells it from others of its kind, and `task` is the number of its task."""

    kind: PlanPart
    key: str
    task: int | None = None


class PlanChange(NamedTuple):
    """One field that differs, or (`field` empty) a thing that is new or gone; `name` is what people call the thing.

    `amendment` is the one that names the change, of those that the older plan did not have. `route` leads to the place
    in the newer tasks.yaml.
    """

    thing: Thing
    name: str
    happened: Happened
    field: str
    was: Value
    now: Value
    amendment: Amendment | None
    route: Route


class _Described(NamedTuple):
    name: str
    route: Route
    values: dict[str, tuple[Value, Route]]


def changes(old: Plan, new: Plan) -> list[PlanChange]:
    """Return what differs, in the order of the newer plan, what is gone last."""
    before = _things(old, {unit.code: unit.code for unit in old.units})
    after = _things(new, _codes(old, new))
    fresh = _fresh(old, new)
    found = [change for thing in after for change in _of_thing(thing, before.get(thing), after[thing])]
    gone = [thing for thing in before if thing not in after]
    found += [PlanChange(one, before[one].name, "removed", "", None, None, None, _above(one, after)) for one in gone]
    named = [change._replace(amendment=_naming(change, old, new, fresh)) for change in found]
    used = {id(change.amendment) for change in named}
    return [*named, *_amendments(old, new, fresh, used)]


def unannounced(old: Plan, new: Plan) -> list[Problem]:
    """A changed deadline, target, leader, lead unit or person is named by a new amendment: its field, and what it was.

    So it is with an indicator that is gone (field: indicators, was: its id). A task, the year, and what an amendment
    told before cannot go at all.
    """
    return [
        problem("unannounced", sentence, change.route)
        for change in changes(old, new)
        if change.amendment is None and (sentence := complaint(change, new))
    ]


def value(said: Value) -> str:
    """Return a value of a plan as tasks.yaml writes it."""
    if isinstance(said, tuple):
        return f"[{', '.join(said)}]"
    if isinstance(said, bool):
        return "true" if said else "false"
    return plain(said) if isinstance(said, Decimal) else "" if said is None else str(said)


def _things(plan: Plan, codes: dict[str, str]) -> dict[Thing, _Described]:
    """Describe everything in a plan; a unit is known by what `codes` gives for its code."""
    found = {Thing("plan", ""): _described(plan, plan.title, ())}
    for i, leader in enumerate(plan.leaders):
        found[Thing("leader", leader.name)] = _described(leader, leader.name, ("leaders", i))
    for i, unit in enumerate(plan.units):
        found[Thing("unit", codes[unit.code])] = _described(unit, unit.name, ("units", i))
    for i, item in enumerate(plan.items):
        found[Thing("item", str(i + 1))] = _described(item, item.title, ("items", i))
    for route, task in tasks(plan):
        described = _described(task, task.short, route)
        described.values["item"] = (int(route[1]) + 1, route)
        found[Thing("task", str(task.id), task.id)] = described
        for k, one in enumerate(task.indicators):
            found[Thing("indicator", one.id, task.id)] = _described(one, one.name, (*route, "indicators", k))
    return found


def _described(thing: Any, name: str, route: Route) -> _Described:  # noqa: ANN401  any dataclass of the model
    return _Described(name, route, dict(_values(thing, "", route)))


def _values(thing: Any, prefix: str, route: Route) -> Iterator[tuple[str, tuple[Value, Route]]]:  # noqa: ANN401  as above
    """Yield the fields of a dataclass; of one inside it as person.pinyin, its name as person."""
    for one in fields(thing):
        key = key_of(type(thing).__name__, one.name)
        said, place = getattr(thing, one.name), (*route, key)
        if key in _ONE_OR_MORE and len(said) < 2:  # noqa: PLR2004  one alone is no list in the file
            said = said[0] if said else None
        if is_dataclass(said) and not isinstance(said, Deadline):
            yield from _values(said, f"{key}.", place)
        elif prefix or key not in _PARTS:
            yield prefix[:-1] if prefix and key == "name" else f"{prefix}{key}", (_plain(said), place)


def _plain(said: Any) -> Value:  # noqa: ANN401  as above
    """Return a value as amendments call it, where it is more than a text, a number, or a list of names."""
    is_named = isinstance(said, tuple) and all(isinstance(one, str) for one in said)
    return said if is_named or said is None or isinstance(said, str | int | Decimal) else as_was(said)


def _of_thing(thing: Thing, before: _Described | None, after: _Described) -> Iterator[PlanChange]:
    if before is None:
        yield PlanChange(thing, after.name, "added", "", None, None, None, after.route)
        return
    for field in {**after.values, **before.values}:
        was = before.values.get(field, (None, ()))[0]
        now, route = after.values.get(field, (None, after.route))
        if was != now and not {was, now} <= {None, ()}:
            yield PlanChange(thing, after.name, "changed", field, was, now, None, route)


def _above(thing: Thing, after: dict[Thing, _Described]) -> Route:
    """Return the way to where a thing is missing: its task, or the list of its kind."""
    task = after.get(Thing("task", str(thing.task), thing.task))
    return task.route if task else (f"{'item' if thing.kind == 'task' else thing.kind}s",)


def _codes(old: Plan, new: Plan) -> dict[str, str]:
    """Know a unit of the newer plan by its older code: whoever changes the code still answers under that name."""
    codes = {unit.name: unit.code for unit in old.units}
    kept = {unit.code for unit in new.units}
    return {unit.code: code if (code := codes.get(unit.name)) and code not in kept else unit.code for unit in new.units}


def _fresh(old: Plan, new: Plan) -> dict[int, list[Amendment]]:
    """Return the amendments of each task that its older self did not have."""
    known = {task.id: task.amendments for task in old.tasks}
    return {task.id: [one for one in task.amendments if one not in known.get(task.id, ())] for task in new.tasks}


def _naming(change: PlanChange, old: Plan, new: Plan, fresh: dict[int, list[Amendment]]) -> Amendment | None:
    """Return the amendment that names a change."""
    thing, field, was = change.thing, change.field, change.was
    where = [thing.task] if thing.task else []
    if thing.kind == "indicator" and change.happened == "removed":
        field, was = "indicators", thing.key
    elif thing.kind == "indicator" and field in _OF_TARGET:
        task = next(task for task in old.tasks if task.id == thing.task)
        field, was = thing.key, next(one.target for one in task.indicators if one.id == thing.key)
    elif thing.kind == "unit" and field == "person":
        where = [task.id for task in _tasks_of(new, change.route)]
    elif thing.kind != "task" or field not in _OF_TASK:
        return None
    several = [one for number in where for one in fresh.get(number, ()) if one.field == field]
    return next((one for one in several if was == (one.target_was if isinstance(was, Decimal) else one.was)), None)


def _tasks_of(plan: Plan, route: Route) -> list[Task]:
    """Return the tasks that name a unit, or a group that it belongs to; `route` leads into the unit."""
    unit: Unit = plan.units[int(route[1])]
    names = {unit.name, *(group.name for group in plan.units if unit.name in group.members)}
    return [task for task in plan.tasks if names.intersection(task.units)]


def _amendments(old: Plan, new: Plan, fresh: dict[int, list[Amendment]], used: set[int]) -> Iterator[PlanChange]:
    """Yield the amendments that name no change, and those that are gone: neither field nor old value told any more."""
    known = {task.id: task for task in old.tasks}
    for route, task in tasks(new):
        now = {(one.field, one.was) for one in task.amendments}
        for one in known[task.id].amendments if task.id in known else ():
            if (one.field, one.was) not in now:
                thing = Thing("amendment", one.field, task.id)
                yield PlanChange(thing, task.short, "removed", "", str(one), None, None, route)
        for one in fresh[task.id]:
            if id(one) not in used:
                place = (*route, "amendments", task.amendments.index(one))
                thing = Thing("amendment", one.field, task.id)
                yield PlanChange(thing, task.short, "added", "", None, str(one), one, place)


def complaint(change: PlanChange, new: Plan) -> str:  # noqa: PLR0911  a table, one sentence a kind
    """Say what is wrong with a change that no amendment names; nothing where it needs none."""
    kind, key, id_ = change.thing
    was = value(change.was)
    is_gone = change.happened == "removed"
    if kind == "plan" and change.field == "year":
        return _("the year was {was}; undo the change: another year is another store").format(was=was)
    if kind == "task" and is_gone:
        return _("task {id} is gone; put it back, as the table has it").format(id=key)
    if kind == "amendment" and is_gone:
        return _("an amendment of task {id} is gone; put it back: {was}").format(id=id_, was=was)
    if kind == "indicator" and is_gone and any(task.id == id_ for task in new.tasks):
        told = _("the indicator {key} is gone; put it back, or add to the amendments of task {id}: {line}")
        return told.format(key=key, id=id_, line=_line("indicators", key))
    if kind == "indicator" and change.field in _OF_TARGET - {"target"}:
        told = _("the {field} of this target was {was}; undo that, or give the indicator another id and add: {line}")
        return told.format(field=change.field, was=was, line=_line("indicators", key))
    told = _("{field} was {was}; undo the change, or add to the amendments of task {id}: {line}")
    if kind == "indicator" and change.field == "target":
        return told.format(field=change.field, was=was, id=id_, line=_line(key, was))
    if kind == "task" and change.field in _OF_TASK:
        return told.format(field=change.field, was=was, id=id_, line=_line(change.field, was))
    if kind == "unit" and change.field == "person" and was and (concerned := _tasks_of(new, change.route)):
        return told.format(field=change.field, was=was, id=concerned[0].id, line=_line("person", was))
    return ""


def _line(field: str, was: str) -> str:
    return f"{{date: …, document: …, field: {field}, was: {was}}}"
