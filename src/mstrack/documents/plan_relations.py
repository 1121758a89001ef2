"""The plan as relations: its tasks, units, leaders and promises as they are in force, and what documents changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mstrack.documents import notes
from mstrack.documents.relations import STORES, Part, chosen_tasks, codes_of, key, numbered_parts, relation, required
from mstrack.progress import deadlines, pace
from mstrack.progress.routes import item_numbers
from mstrack.report import Field, hundredths

if TYPE_CHECKING:
    from decimal import Decimal

    from mstrack.documents.relations import Fields
    from mstrack.format.model import (
        Amendment,
        Former,
        Indicator,
        Item,
        Milestone,
        Person,
        Plan,
        PlanAmendment,
        Task,
        Unit,
    )
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.report import Relation


def _store(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Plan] = (
        (required("title"), lambda plan: plan.title),
        (required("source"), lambda plan: plan.source),
        (required("year", "integer"), lambda plan: plan.year),
        (required("period_from", "day"), lambda plan: plan.period.start),
        (required("period_to", "day"), lambda plan: plan.period.end),
        (required("as_of", "day"), lambda _plan: snapshot.as_of),
        (required("calendar_percent", "percent"), lambda plan: hundredths(pace.calendar(plan, snapshot.as_of))),
        (Field("rev"), lambda _plan: snapshot.rev),
        (required("lights"), notes.legend),
    )
    return relation(store, STORES, fields, [snapshot.plan])


def _leaders(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Person] = (
        (key("name"), lambda leader: leader.name),
        (required("pinyin"), lambda leader: leader.pinyin),
    )
    return relation(store, "leaders", fields, snapshot.plan.leaders)


def _former_leaders(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Part[Person, Former]] = ((key("leader"), lambda part: part.whole.name), *_former())
    items = numbered_parts(snapshot.plan.leaders, lambda leader: leader.former)
    return relation(store, "former_leaders", fields, items, ("leaders", "leader"))


def _units(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Unit] = (
        (key("code"), lambda unit: unit.code),
        (required("name"), lambda unit: unit.name),
        (Field("person"), lambda unit: unit.person.name if unit.person else None),
        (Field("person_pinyin"), lambda unit: unit.person.pinyin if unit.person else None),
        (required("is_group", "boolean"), lambda unit: int(bool(unit.members))),
    )
    return relation(store, "units", fields, snapshot.plan.units)


def _former_units(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Part[Unit, Former]] = ((key("unit"), lambda part: part.whole.code), *_former())
    items = numbered_parts(snapshot.plan.units, lambda unit: unit.former)
    return relation(store, "former_units", fields, items, ("units", "unit"))


def _persons(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Part[Unit, Person]] = (
        (key("unit"), lambda part: part.whole.code),
        (key("position", "integer"), lambda part: part.number),
        (required("name"), lambda part: part.piece.name),
        (required("pinyin"), lambda part: part.piece.pinyin),
    )
    items = numbered_parts(snapshot.plan.units, lambda unit: unit.persons)
    return relation(store, "persons", fields, items, ("units", "unit"))


def _former_persons(snapshot: Snapshot, store: str) -> Relation:
    persons = numbered_parts(snapshot.plan.units, lambda unit: unit.persons)
    fields: Fields[Part[Part[Unit, Person], Former]] = (
        (key("unit"), lambda part: part.whole.whole.code),
        (key("position", "integer"), lambda part: part.whole.number),
        *_former(),
    )
    items = numbered_parts(persons, lambda part: part.piece.former)
    return relation(store, "former_persons", fields, items, ("persons", "unit position"))


def _former() -> Fields[Part[Any, Former]]:
    """Return the fields of a former name, beside whose it was."""
    return (
        (key("number", "integer"), lambda part: part.number),
        (required("name"), lambda part: part.piece.name),
        (required("until", "day"), lambda part: part.piece.until),
        (required("document"), lambda part: part.piece.document),
    )


def _plan_amendments(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Part[Plan, PlanAmendment]] = (
        (key("number", "integer"), lambda part: part.number),
        (required("date", "day"), lambda part: part.piece.date),
        (required("document"), lambda part: part.piece.document),
        (required("field"), lambda part: part.piece.field),
        (required("was"), lambda part: part.piece.was),
    )
    return relation(store, "plan_amendments", fields, numbered_parts([snapshot.plan], lambda plan: plan.amendments))


def _members(snapshot: Snapshot, store: str) -> Relation:
    codes = codes_of(snapshot)
    fields: Fields[Part[Unit, str]] = (
        (key("group_code"), lambda part: part.whole.code),
        (key("member"), lambda part: codes[part.piece]),
    )
    items = numbered_parts(snapshot.plan.units, lambda unit: unit.members)
    return relation(store, "members", fields, items, ("units", "group_code"), ("units", "member"))


def _items(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Part[Plan, Item]] = (
        (key("number", "integer"), lambda part: part.number),
        (required("title"), lambda part: part.piece.title),
    )
    return relation(store, "items", fields, numbered_parts([snapshot.plan], lambda plan: plan.items))


def _tasks(snapshot: Snapshot, store: str) -> Relation:
    codes = codes_of(snapshot)
    items = item_numbers(snapshot.plan)
    fields: Fields[Standing] = (
        (key("id", "integer"), lambda one: one.task.id),
        (required("item", "integer"), lambda one: items[one.task.id]),
        (required("title"), lambda one: one.task.short),
        (required("content"), lambda one: one.task.content),
        (Field("leader"), lambda one: one.task.leader),
        (required("lead_unit"), lambda one: codes[one.task.lead_unit]),
        (Field("no"), lambda one: one.task.no),
        (Field("goal"), lambda one: one.task.goal),
        (required("deadline"), lambda one: snapshot.plan.due_of(one.task).words),
        (required("deadline_listed", "boolean"), lambda one: int(one.task.due is not None)),
        (required("due", "day"), lambda one: one.due),
        (Field("added", "day"), lambda one: one.task.added.date if one.task.added else None),
        (Field("added_document"), lambda one: one.task.added.document if one.task.added else None),
        (Field("dropped", "day"), lambda one: one.task.dropped.date if one.task.dropped else None),
        (Field("dropped_document"), lambda one: one.task.dropped.document if one.task.dropped else None),
    )
    references = (("items", "item"), ("leaders", "leader"), ("units", "lead_unit"))
    return relation(store, "tasks", fields, snapshot.standings, *references)


def _task_units(snapshot: Snapshot, store: str) -> Relation:
    codes = codes_of(snapshot)
    fields: Fields[Part[Task, str]] = (
        (key("task", "integer"), lambda part: part.whole.id),
        (key("position", "integer"), lambda part: part.number),
        (required("unit"), lambda part: codes[part.piece]),
        (required("role"), lambda part: "lead" if part.number <= len(part.whole.lead_units) else "partner"),
    )
    items = numbered_parts(chosen_tasks(snapshot), lambda task: task.units)
    return relation(store, "task_units", fields, items, ("tasks", "task"), ("units", "unit"))


def _task_leaders(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Part[Task, str]] = (
        (key("task", "integer"), lambda part: part.whole.id),
        (key("position", "integer"), lambda part: part.number),
        (required("leader"), lambda part: part.piece),
    )
    items = numbered_parts(chosen_tasks(snapshot), lambda task: task.leaders)
    return relation(store, "task_leaders", fields, items, ("tasks", "task"), ("leaders", "leader"))


def _amendments(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Part[Task, Amendment]] = (
        (key("task", "integer"), lambda part: part.whole.id),
        (key("number", "integer"), lambda part: part.number),
        (required("date", "day"), lambda part: part.piece.date),
        (required("document"), lambda part: part.piece.document),
        (required("field"), lambda part: part.piece.field),
        (required("was"), lambda part: str(part.piece.was)),
    )
    items = numbered_parts(chosen_tasks(snapshot), lambda task: task.amendments)
    return relation(store, "amendments", fields, items, ("tasks", "task"))


def _indicators(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Part[Task, Indicator]] = (
        (key("task", "integer"), lambda part: part.whole.id),
        (key("id"), lambda part: part.piece.id),
        (required("name"), lambda part: part.piece.name),
        (required("kind"), lambda part: part.piece.kind),
        (required("target", "decimal"), lambda part: part.piece.target),
        (required("bound"), lambda part: part.piece.bound),
        (required("above", "boolean"), lambda part: int(part.piece.above)),
        (Field("baseline", "decimal"), lambda part: part.piece.baseline),
        (required("measure"), lambda part: part.piece.measure),
        (required("quote"), lambda part: part.piece.quote),
    )
    items = numbered_parts(chosen_tasks(snapshot), lambda task: task.indicators)
    return relation(store, "indicators", fields, items, ("tasks", "task"))


def _shares(snapshot: Snapshot, store: str) -> Relation:
    codes = codes_of(snapshot)

    def divided(task: Task) -> list[tuple[str, str, Decimal]]:
        return [(one.id, unit, target) for one in task.indicators for unit, target in one.shares.items()]

    fields: Fields[Part[Task, tuple[str, str, Decimal]]] = (
        (key("task", "integer"), lambda part: part.whole.id),
        (key("indicator"), lambda part: part.piece[0]),
        (key("unit"), lambda part: codes[part.piece[1]]),
        (required("target", "decimal"), lambda part: part.piece[2]),
    )
    references = (("indicators", "task indicator"), ("units", "unit"))
    return relation(store, "shares", fields, numbered_parts(chosen_tasks(snapshot), divided), *references)


def _milestones(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Part[Task, Milestone]] = (
        (key("task", "integer"), lambda part: part.whole.id),
        (key("id"), lambda part: part.piece.id),
        (required("what"), lambda part: part.piece.what),
        (required("deadline"), lambda part: part.piece.by.words),
        (required("due", "day"), lambda part: deadlines.day_of(snapshot.plan, part.piece.by)),
        (Field("indicator"), lambda part: part.piece.indicator),
        (Field("figure", "decimal"), lambda part: part.piece.figure),
    )
    items = numbered_parts(chosen_tasks(snapshot), lambda task: task.milestones)
    return relation(store, "milestones", fields, items, ("tasks", "task"), ("indicators", "task indicator"))


PLAN_RELATIONS = (
    *(_store, _leaders, _former_leaders, _units, _former_units, _persons, _former_persons, _members, _items),
    *(_plan_amendments, _tasks, _task_leaders, _task_units, _amendments, _indicators, _shares, _milestones),
)
"""In an order in which what is referred to comes first."""
