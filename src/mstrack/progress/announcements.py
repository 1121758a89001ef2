"""What announces a change of the plan: an amendment, a former name, or the document by which a task came or went.

A change is held against what the newer plan has and the older one had not; plan_diff finds the changes.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mstrack.format.fields import plain
from mstrack.format.model import Amendment, as_was
from mstrack.progress.plan_comparison import route_of
from mstrack.progress.plan_fields import ANNOUNCED_BY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mstrack.errors import Route
    from mstrack.format.model import Decision
    from mstrack.progress.plan_comparison import Place, PlanComparison

PlanPart = Literal["plan", "leader", "unit", "item", "task", "indicator", "milestone", "amendment"]
Happened = Literal["changed", "added", "removed"]
PlanValue = str | int | Decimal | tuple[str, ...] | None

CLASSES = {"plan": "Plan", "leader": "Person", "unit": "Unit", "item": "Item", "task": "Task", "indicator": "Indicator"}
CLASSES |= {"milestone": "Milestone", "person": "Person", "lights": "Lights", "office": "Office", "counts": "Counts"}
CLASSES |= {"contact": "Contact"}
"""What the keys of a thing, or of a part of it, are described under: a class of the model."""


class Thing(NamedTuple):
    """What in a plan can change: `key` tells it from others of its kind, and `task` is the number of its task."""

    kind: PlanPart
    key: str
    task: int | None = None


class Wanted(NamedTuple):
    """What would announce a change.

    amendment: of a task, or (`task` None) of the plan, with `field` and `was`, a value of the model. former: at a
    leader, a unit or a person, with the name `was`. added: at the new task. never: nothing can.
    `accepted` are the fields and former values of amendments that would do.
    """

    form: Literal["amendment", "former", "added", "never"]
    task: int | None = None
    field: str = ""
    was: Any = None
    accepted: frozenset[tuple[str, str]] = frozenset()


class PlanChange(NamedTuple):
    """One field that differs, or (`field` empty) a thing that is new or gone; `name` is what people call the thing.

    `route` leads to the place in the newer tasks.yaml. `amendment` is what announces the change, of what the older plan
    did not have; a former name and the document of a task are shown as one. `wanted` is what should announce it; None
    where the change is no promise's.
    """

    thing: Thing
    name: str
    happened: Happened
    field: str
    was: PlanValue
    now: PlanValue
    route: Route
    amendment: Amendment | None = None
    wanted: Wanted | None = None

    @property
    def is_silent(self) -> bool:
        """Whether it should be announced and is not."""
        return self.wanted is not None and self.amendment is None


def with_announcement(change: PlanChange, both: PlanComparison) -> PlanChange:
    """Return a change with what announces it, and what should."""
    wanted = _of_field(change, both) if change.field else _of_whole(change, both)
    return change._replace(
        wanted=wanted, amendment=_by_itself(change, both) or (wanted and _found(change, wanted, both))
    )


def of_amendments(both: PlanComparison, named: Sequence[PlanChange]) -> Iterator[PlanChange]:
    """Yield the amendments that name no change, those that are gone, and those in which a slip was corrected."""
    used = {id(one.amendment) for one in named}
    for number, (fresh, gone, corrected) in both.amendments.items():
        name = both.new_tasks[number].short if number else both.new.title
        for one in gone:
            thing, above = Thing("amendment", one.field, number), route_of(both.new, number)
            yield PlanChange(thing, name, "removed", "", str(one), None, above, wanted=Wanted("never"))
        for was, route, one in corrected:
            yield PlanChange(Thing("amendment", one.field, number), name, "changed", "", str(was), str(one), route, one)
        for route, one in fresh:
            if id(one) not in used:
                yield PlanChange(Thing("amendment", one.field, number), name, "added", "", None, str(one), route, one)


def _of_whole(change: PlanChange, both: PlanComparison) -> Wanted | None:
    """Return what has to announce that a thing is new, or gone.

    A unit or a leader that no task names is no promise, nor is an item without tasks.
    """
    kind, key, number = change.thing
    if kind == "task":
        return Wanted("added" if change.happened == "added" else "never", number)
    if number is None or number not in both.old_tasks or number not in both.new_tasks:
        return None
    if kind == "milestone":
        return _amendment(number, "milestones", both)
    if change.happened == "added":
        return Wanted("amendment", number, key, None, frozenset({(key, "null")}))
    return Wanted("amendment", number, "indicators", key, frozenset({("indicators", key)}))


def _of_field(change: PlanChange, both: PlanComparison) -> Wanted | None:  # noqa: PLR0911  a table, one answer a kind
    """Return what has to announce that a field has changed; None where it is no promise."""
    (kind, key, number), (part, _point, field) = change.thing, change.field.rpartition(".")
    if field == "item":
        return _amendment(number, "item", both)
    how = ANNOUNCED_BY[f"{CLASSES[part or kind]}.{field}"]
    if change.field == "person":
        return _of_person(change, both)
    if how == "former":
        return Wanted("former", was=change.was)
    if how == "never":
        return Wanted("never") if _is_used(key, both) else None
    if how == "kept":
        return Wanted("never") if _lost_names(change, both) else None
    if how == "itself":
        return _amendment(number, field, both) if change.was else None
    if how != "amendment":
        return None
    if kind in {"indicator", "milestone"}:
        return _amendment(number, key if change.field == "target" else f"{key}.{field}", both)
    if kind in {"unit", "item"}:
        return _amendment(None, f"{kind}s.{key}.{field}", both)
    wanted = _amendment(number, change.field, both)
    is_successor = kind == "task" and field == "leader" and _is_successor(change, both)
    return wanted._replace(form="former", was=change.was) if is_successor else wanted


def _of_person(change: PlanChange, both: PlanComparison) -> Wanted | None:
    """Return what announces other persons; where nobody was, nothing has to."""
    if not change.was:
        return None
    old, new = both.old_units[change.thing.key], both.new_units[change.thing.key]
    wanted = _amendment(None, f"units.{old.code}.person", both)
    wanted = wanted._replace(accepted=wanted.accepted | {("person", was) for _field, was in wanted.accepted})
    return wanted._replace(form="former", was=change.was) if len(old.persons) == len(new.persons) == 1 else wanted


def _amendment(number: int | None, field: str, both: PlanComparison) -> Wanted:
    """Return the amendment of a field, of a task or (None) of the plan; one of the whole that has it would do."""
    known = both.fields(number)
    whole = "lights" if field.startswith("lights.") else ""
    stages = both.old_tasks[number].milestones if number in both.old_tasks else ()
    if field.partition(".")[0] in {one.id for one in stages}:
        whole = "milestones"
    accepted = {(name, as_was(was)) for name in filter(None, (field, whole)) for was in known[name]}
    return Wanted("amendment", number, field, known[field][0], frozenset(accepted))


def _is_used(code: str, both: PlanComparison) -> bool:
    """Whether the older plan uses a unit: entries then bear its code."""
    unit = both.old_units[code]
    return bool(unit.members) or unit.name in {
        *(name for task in both.old.tasks for name in task.units),
        *(name for group in both.old.units for name in group.members),
    }


def _lost_names(change: PlanChange, both: PlanComparison) -> bool:
    """Whether a former name that stood in the older plan is gone."""
    kind, key, _task = change.thing
    sides = (both.old_units, both.new_units) if kind == "unit" else (both.old_leaders, both.new_leaders)
    things = [side[key].persons if change.field == "person.former" else (side[key],) for side in sides]  # type: ignore[union-attr]
    old, new = (sorted(former.name for one in several for former in one.former) for several in things)
    return any(old.count(name) > new.count(name) for name in old)


def _is_successor(change: PlanChange, both: PlanComparison) -> bool:
    """Whether a leader is new, and all of the tasks were one other's: then one former name says it for all of them."""
    if not isinstance(change.now, str) or not isinstance(change.was, str) or change.now in both.old_leaders:
        return False
    mine = [
        both.old_tasks[task.id] for task in both.new.tasks if change.now in task.leaders and task.id in both.old_tasks
    ]
    return change.now in both.new_leaders and all(change.was in task.leaders for task in mine)


def _by_itself(change: PlanChange, both: PlanComparison) -> Amendment | None:
    """Return the document that a task bears which came or went."""
    if change.thing.kind != "task" or change.thing.task not in both.new_tasks:
        return None
    task = both.new_tasks[change.thing.task]
    if change.happened == "added":
        return _decided(task.added, "added")
    return _decided(task.dropped, "dropped") if change.field == "dropped" and not change.was else None


def _decided(one: Decision | None, field: str) -> Amendment | None:
    return Amendment(date=one.date, document=one.document, field=field, was="null") if one else None


def _found(change: PlanChange, wanted: Wanted, both: PlanComparison) -> Amendment | None:
    """Return what announces a change, of what only the newer plan has."""
    kind, key, number = change.thing
    if taken := _taken_over(change, _places(change, both)):
        return taken
    several = both.fresh(wanted.task if kind != "task" else number)
    if change.field == "person":  # any task that names the unit, or its group, may say so
        unit = both.new_units[key].name
        names = {unit, *(group.name for group in both.new.units if unit in group.members)}
        concerned = [task.id for task in both.new.tasks if names.intersection(task.units)]
        several = [*(one for id_ in concerned for one in both.fresh(id_)), *several]
    return next((one for one in several if _comparable(one) in wanted.accepted), None)


def _places(change: PlanChange, both: PlanComparison) -> list[Place]:
    """Return the former names that are new where a name has changed."""
    kind, key, _number = change.thing
    if (kind, change.field) == ("task", "leader"):
        return both.new_leaders_names()
    if (kind, change.field) == ("unit", "person"):
        return both.new_persons(key)
    return both.new_names(kind, key) if kind in {"unit", "leader"} and change.field == "name" else []


def _taken_over(change: PlanChange, places: list[Place]) -> Amendment | None:
    """Return the former name by which each of the names now stands for the one that stood in its place."""
    was, now = (one if isinstance(one, tuple) else (str(one),) for one in (change.was, change.now))
    pairs = [pair for pair in zip(was, now, strict=False) if pair[0] != pair[1]]
    known = {(place.former.name, place.now): place.former for place in places}
    if not pairs or len(was) != len(now) or any(pair not in known for pair in pairs):
        return None
    former = known[pairs[0]]
    return Amendment(date=former.until, document=former.document, field=change.field, was=former.name)


def _comparable(one: Amendment) -> tuple[str, str]:
    """Return the field and the former value so that equal numbers are equal, in quotes or not."""
    return one.field, one.was if one.target_was is None else plain(one.target_was)
