"""The plan in time: what it was on a day, what things were called then, and who led a task when."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mstrack.format.model import Person

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from mstrack.format.model import Amendment, Former, Indicator, Item, Plan, PlanAmendment, Task, Unit


class Tenure(NamedTuple):
    """The days on which a unit led a task, `since` included, `until` not; None is open.

    `codes` are those of who files for it then: the unit's own, of a group (`by_members`) those of its members.
    """

    lead: str
    codes: tuple[str, ...]
    by_members: bool
    since: dt.date | None = None
    until: dt.date | None = None

    def has(self, day: str) -> bool:
        """Whether an ISO day lies in it."""
        return (not self.since or day >= self.since.isoformat()) and (not self.until or day < self.until.isoformat())


def in_force(plan: Plan, day: dt.date) -> Plan:
    """Return the plan as it was on a day: its tasks, fields and names of then; the very object where nothing differs.

    Amendments dated later are undone and not there. One that a document made of many tasks stands at each of them. A
    task added later is not there, one dropped later is not dropped. Leaders, persons and units have the names of that
    day; a name that they got later stays an alias.
    """
    shared = [one for one in plan.amendments if one.tasks]
    own = [one for one in plan.amendments if not one.tasks]
    kept = tuple(one for one in own if one.date <= day)
    found = plan
    for amendment in _newest_first(one for one in own if one.date > day):
        found = _undone_in_plan(found, amendment)
    items = tuple(filter(None, (_item(item, shared, day) for item in plan.items)))
    if len(items) != len(plan.items) or any(one is not old for one, old in zip(items, plan.items, strict=True)):
        found = replace(found, items=items)
    if kept != plan.amendments:
        found = replace(found, amendments=kept)
    return _named(_with_persons(found, plan, day), day)


def tenures(plan: Plan, task: Task) -> tuple[Tenure, ...]:
    """Return who led a task and when, the newest first; the first of several lead units files for it."""
    changes = sorted(task.amended("lead_unit"), key=lambda one: one.date)
    names = [*(one.names[:1] for one in changes), task.lead_units[:1]]
    days = [None, *(one.date for one in changes), None]
    found: list[Tenure] = []
    for (name,), since, until in zip(filter(None, names), days, days[1:], strict=False):
        one = _tenure(plan, name, since, until)
        if found and found[-1].codes == one.codes:  # another change of the same field: the lead stayed
            one = one._replace(since=found.pop().since)
        found.append(one)
    return tuple(reversed(found))


def unit_named(plan: Plan, name: str) -> Unit | None:
    """Return the unit that has, had or (from a later day's view) will have a name; None where the plan has none."""
    return plan.unit(name) or next((unit for unit in plan.units if name in names_of(unit)), None)


def names_of(thing: Unit | Person) -> set[str]:
    """Return every name that a unit or a person has or had, aliases included."""
    return {thing.name, *thing.aliases, *(one.name for one in thing.former)}


def name_on(thing: Unit | Person, day: dt.date) -> str:
    """Return what a unit was called, or who had a person's place, on a day; a former name holds until its last day."""
    later = [one for one in thing.former if one.until >= day]
    return min(later, key=lambda one: one.until).name if later else thing.name


def _tenure(plan: Plan, name: str, since: dt.date | None, until: dt.date | None) -> Tenure:
    unit = unit_named(plan, name)
    members = unit.members if unit else ()
    several = filter(None, (unit_named(plan, each) for each in members or (name,)))
    return Tenure(unit.name if unit else name, tuple(one.code for one in several), bool(members), since, until)


def _newest_first(several: Iterable[Amendment]) -> list[Amendment]:
    return sorted(several, key=lambda one: one.date)[::-1]  # of one day, the one that stands last is undone first


def _undone_in_plan(plan: Plan, one: Amendment) -> Plan:
    from mstrack.progress import undo  # noqa: PLC0415  only where a later document changed the plan

    with suppress(ValueError):  # a rule refuses what is no value of its field
        return undo.of_plan(plan, one)
    return plan


def _undone_in_task(task: Task, one: Amendment) -> Task:
    from mstrack.progress import undo  # noqa: PLC0415  as above

    with suppress(ValueError):  # as above
        return undo.of_task(task, one)
    return task


def _item(item: Item, shared: Sequence[PlanAmendment], day: dt.date) -> Item | None:
    """Return an item with the tasks that were there on a day; None where none was."""
    tasks = tuple(_task(task, shared, day) for task in item.tasks if not task.added or task.added.date <= day)
    if not tasks:
        return None
    same = len(tasks) == len(item.tasks) and all(one is old for one, old in zip(tasks, item.tasks, strict=True))
    return item if same else replace(item, tasks=tasks)


def _task(task: Task, shared: Sequence[PlanAmendment], day: dt.date) -> Task:
    of_documents = [one for one in shared if task.id in one.tasks]
    several: Sequence[Amendment] = task.amendments
    if of_documents:
        several = sorted((*several, *of_documents), key=lambda one: one.date)
    found = task
    for amendment in _newest_first(one for one in several if one.date > day):
        found = _undone_in_task(found, amendment)
    kept = tuple(one for one in several if one.date <= day)
    if kept != task.amendments:
        found = replace(found, amendments=kept)
    if found.dropped and found.dropped.date > day:
        found = replace(found, dropped=None)
    return found


def _with_persons(found: Plan, plan: Plan, day: dt.date) -> Plan:
    """Put a person back whom a task's amendment replaced, where the task names one unit with one person."""
    was: dict[str, str] = {}
    for task in plan.tasks:
        later = _newest_first(one for one in task.amended("person") if one.date > day)
        answering = [unit for unit in plan.units if unit.name in task.units and unit.persons] if later else []
        if len(answering) == 1 and len(answering[0].persons) == 1:
            was[answering[0].code] = later[-1].was
    if not was:
        return found
    units = [
        replace(unit, persons=(Person(name=was[unit.code], pinyin=""),)) if unit.code in was else unit
        for unit in found.units
    ]
    return replace(found, units=tuple(units))


def _named(plan: Plan, day: dt.date) -> Plan:
    """Give leaders, persons and units the names of a day, wherever the plan names them."""
    things: list[Unit | Person] = [*plan.leaders, *plan.units]
    things += [person for unit in plan.units for person in unit.persons]
    if not any(one.former for one in things):
        return plan
    units = tuple(_unit_on(unit, day) for unit in plan.units)
    leaders = tuple(_person_on(one, day) for one in plan.leaders)
    now = {name: new.name for old, new in zip(plan.units, units, strict=True) for name in names_of(old)}
    led = {name: new.name for old, new in zip(plan.leaders, leaders, strict=True) for name in names_of(old)}
    units = tuple(_with_members(unit, now) for unit in units)
    items = tuple(_renamed_item(item, now, led) for item in plan.items)
    found = replace(plan, units=units, leaders=leaders, items=items)
    return plan if found == plan else found


def _person_on(person: Person, day: dt.date) -> Person:
    if not person.former:
        return person
    name, former = name_on(person, day), tuple(one for one in person.former if one.until < day)
    return replace(person, name=name, former=former, aliases=_aliases(person, name, former))


def _unit_on(unit: Unit, day: dt.date) -> Unit:
    persons = tuple(_person_on(one, day) for one in unit.persons)
    name, former = name_on(unit, day), tuple(one for one in unit.former if one.until < day)
    if name == unit.name and former == unit.former and persons == unit.persons:
        return unit
    return replace(unit, name=name, former=former, persons=persons, aliases=_aliases(unit, name, former))


def _aliases(thing: Unit | Person, name: str, former: tuple[Former, ...]) -> tuple[str, ...]:
    """Return the aliases with the names that came later, so that who types one of them is understood."""
    later = [one.name for one in thing.former if one not in former] + [thing.name]
    return tuple(dict.fromkeys([*thing.aliases, *(one for one in later if one != name)]))


def _with_members(unit: Unit, now: dict[str, str]) -> Unit:
    members = _mapped(unit.members, now)
    return unit if members == unit.members else replace(unit, members=members)


def _renamed_item(item: Item, now: dict[str, str], led: dict[str, str]) -> Item:
    return replace(item, tasks=tuple(_renamed_task(task, now, led) for task in item.tasks))


def _renamed_task(task: Task, now: dict[str, str], led: dict[str, str]) -> Task:
    found = replace(
        task,
        leaders=_mapped(task.leaders, led),
        lead_units=_mapped(task.lead_units, now),
        partner_units=_mapped(task.partner_units, now),
        indicators=tuple(_renamed_indicator(one, now) for one in task.indicators),
    )
    return task if found == task else found


def _renamed_indicator(one: Indicator, now: dict[str, str]) -> Indicator:
    return (
        replace(one, shares={now.get(name, name): share for name, share in one.shares.items()}) if one.shares else one
    )


def _mapped(names: tuple[str, ...], now: dict[str, str]) -> tuple[str, ...]:
    return tuple(now.get(name, name) for name in names)
