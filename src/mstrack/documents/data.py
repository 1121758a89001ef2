"""A store as relations, for analysts: the plan, every entry, and where each task stands; one set a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from mstrack.documents import tables
from mstrack.documents.relations import STORES, key, relation, required
from mstrack.progress import query
from mstrack.progress.routes import item_numbers
from mstrack.report import Field, hundredths
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from decimal import Decimal
    from fractions import Fraction

    from mstrack.documents.relations import Fields
    from mstrack.documents.tables import Measured
    from mstrack.format.model import Amendment, Entry, Indicator, Item, Person, Plan, Task, Unit
    from mstrack.progress.figures import Submission
    from mstrack.progress.snapshot import Logged, Snapshot
    from mstrack.progress.status import Standing
    from mstrack.report import Relation, Value

Whole = TypeVar("Whole")
Piece = TypeVar("Piece")


class Part(NamedTuple, Generic[Whole, Piece]):
    """One of the things that something has several of, and its place among them, from 1."""

    whole: Whole
    number: int
    piece: Piece


def relations(snapshot: Snapshot, store: str) -> tuple[Relation, ...]:
    """Return every relation of a store, each row with the store's name first."""
    snapshot.open(snapshot.log)
    return tuple(make(snapshot, store) for make in _RELATIONS)


def _parts(wholes: Iterable[Whole], pieces: Callable[[Whole], Iterable[Piece]]) -> Iterator[Part[Whole, Piece]]:
    return (Part(whole, n, piece) for whole in wholes for n, piece in enumerate(pieces(whole), 1))


def _store(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Plan] = (
        (required("title"), lambda plan: plan.title),
        (required("source"), lambda plan: plan.source),
        (required("year", "integer"), lambda plan: plan.year),
        (required("as_of", "day"), lambda _plan: snapshot.as_of),
        (Field("rev"), lambda _plan: snapshot.rev),
        (required("lights"), tables.legend),
    )
    return relation(store, STORES, fields, [snapshot.plan])


def _leaders(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Person] = (
        (key("name"), lambda leader: leader.name),
        (required("pinyin"), lambda leader: leader.pinyin),
    )
    return relation(store, "leaders", fields, snapshot.plan.leaders)


def _units(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Unit] = (
        (key("code"), lambda unit: unit.code),
        (required("name"), lambda unit: unit.name),
        (Field("person"), lambda unit: unit.person.name if unit.person else None),
        (Field("person_pinyin"), lambda unit: unit.person.pinyin if unit.person else None),
        (required("is_group", "boolean"), lambda unit: int(bool(unit.members))),
    )
    return relation(store, "units", fields, snapshot.plan.units)


def _members(snapshot: Snapshot, store: str) -> Relation:
    codes = _codes(snapshot)
    fields: Fields[Part[Unit, str]] = (
        (key("group_code"), lambda part: part.whole.code),
        (key("member"), lambda part: codes[part.piece]),
    )
    items = _parts(snapshot.plan.units, lambda unit: unit.members)
    return relation(store, "members", fields, items, ("units", "group_code"), ("units", "member"))


def _items(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Part[Plan, Item]] = (
        (key("number", "integer"), lambda part: part.number),
        (required("title"), lambda part: part.piece.title),
    )
    return relation(store, "items", fields, _parts([snapshot.plan], lambda plan: plan.items))


def _tasks(snapshot: Snapshot, store: str) -> Relation:
    codes = _codes(snapshot)
    items = item_numbers(snapshot.plan)
    fields: Fields[Standing] = (
        (key("id", "integer"), lambda one: one.task.id),
        (required("item", "integer"), lambda one: items[one.task.id]),
        (required("title"), lambda one: one.task.short),
        (required("content"), lambda one: one.task.content),
        (Field("leader"), lambda one: one.task.leader),
        (required("lead_unit"), lambda one: codes[one.task.lead_unit]),
        (required("deadline"), lambda one: one.task.deadline),
        (required("due", "day"), lambda one: one.due),
    )
    references = (("items", "item"), ("leaders", "leader"), ("units", "lead_unit"))
    return relation(store, "tasks", fields, snapshot.standings, *references)


def _task_units(snapshot: Snapshot, store: str) -> Relation:
    codes = _codes(snapshot)
    fields: Fields[Part[Task, str]] = (
        (key("task", "integer"), lambda part: part.whole.id),
        (key("position", "integer"), lambda part: part.number),
        (required("unit"), lambda part: codes[part.piece]),
        (required("role"), lambda part: "lead" if part.number == 1 else "partner"),
    )
    items = _parts(_chosen(snapshot), lambda task: task.units)
    return relation(store, "task_units", fields, items, ("tasks", "task"), ("units", "unit"))


def _amendments(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Part[Task, Amendment]] = (
        (key("task", "integer"), lambda part: part.whole.id),
        (key("number", "integer"), lambda part: part.number),
        (required("date", "day"), lambda part: part.piece.date),
        (required("document"), lambda part: part.piece.document),
        (required("field"), lambda part: part.piece.field),
        (required("was"), lambda part: str(part.piece.was)),
    )
    items = _parts(_chosen(snapshot), lambda task: task.amendments)
    return relation(store, "amendments", fields, items, ("tasks", "task"))


def _indicators(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Part[Task, Indicator]] = (
        (key("task", "integer"), lambda part: part.whole.id),
        (key("id"), lambda part: part.piece.id),
        (required("name"), lambda part: part.piece.name),
        (required("kind"), lambda part: part.piece.kind),
        (required("target", "decimal"), lambda part: part.piece.target),
        (required("above", "boolean"), lambda part: int(part.piece.above)),
        (Field("baseline", "decimal"), lambda part: part.piece.baseline),
        (required("measure"), lambda part: part.piece.measure),
        (required("quote"), lambda part: part.piece.quote),
    )
    items = _parts(_chosen(snapshot), lambda task: task.indicators)
    return relation(store, "indicators", fields, items, ("tasks", "task"))


def _entries(snapshot: Snapshot, store: str) -> Relation:
    def said(value: Callable[[Entry], Value]) -> Callable[[Logged], Value]:
        return lambda one: value(snapshot.entry(one.filed))

    def counts(one: Logged) -> int:
        return int(not one.replaced_by and not snapshot.entry(one.filed).withdrawn)

    fields: Fields[Logged] = (
        (key("id"), lambda one: one.filed.id),
        (required("task", "integer"), said(lambda entry: entry.task)),
        (required("unit"), lambda one: one.filed.code),
        (required("date", "day"), said(lambda entry: entry.date)),
        (Field("status"), said(lambda entry: entry.status)),
        (Field("note"), said(lambda entry: entry.note)),
        (Field("problem"), said(lambda entry: entry.problem)),
        (Field("next"), said(lambda entry: entry.next)),
        (required("reporter"), said(lambda entry: entry.reporter)),
        (required("recorded", "moment"), said(lambda entry: entry.recorded)),
        (required("effective", "boolean"), counts),
        (required("path"), lambda one: one.filed.path),
    )
    return relation(store, "entries", fields, snapshot.log, ("tasks", "task"), ("units", "unit"))


def _figures(snapshot: Snapshot, store: str) -> Relation:
    def figures(one: Logged) -> list[tuple[str, Decimal]]:
        known = {indicator.id for indicator in one.task.indicators}
        return [(name, figure) for name, figure in snapshot.entry(one.filed).figures.items() if name in known]

    fields: Fields[Part[Logged, tuple[str, Decimal]]] = (
        (key("entry"), lambda part: part.whole.filed.id),
        (required("task", "integer"), lambda part: part.whole.task.id),
        (key("indicator"), lambda part: part.piece[0]),
        (required("figure", "decimal"), lambda part: part.piece[1]),
    )
    references = (("entries", "entry"), ("indicators", "task indicator"))
    return relation(store, "figures", fields, _parts(snapshot.log, figures), *references)


def _corrections(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Part[Logged, str]] = (
        (key("entry"), lambda part: part.whole.filed.id),
        (key("corrects"), lambda part: part.piece),
    )
    items = _parts(snapshot.log, lambda one: one.filed.corrects)
    return relation(store, "corrections", fields, items, ("entries", "entry"))


def _standings(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Standing] = (
        (key("task", "integer"), lambda one: one.task.id),
        (required("light"), lambda one: one.light),
        (required("cause"), lambda one: one.cause),
        (required("reason"), words.reason),
        (required("status"), query.status),
        (required("days_left", "integer"), lambda one: one.days_left),
        (required("late_days", "integer"), lambda one: one.late),
        (Field("progress_percent", "decimal"), lambda one: _percent(one.progress)),
        (required("expected_percent", "decimal"), lambda one: _percent(one.expected)),
        (Field("lag_points", "decimal"), lambda one: _percent(one.lag)),
        (Field("slowest"), lambda one: one.slowest.indicator.id if one.slowest else None),
        (Field("report"), lambda one: one.submission.filed.id if one.submission else None),
        (Field("report_age_days", "integer"), lambda one: one.age),
    )
    references = (("tasks", "task"), ("entries", "report"), ("indicators", "task slowest"))
    return relation(store, "standings", fields, snapshot.standings, *references)


def _actuals(snapshot: Snapshot, store: str) -> Relation:
    def shares(row: Measured) -> list[Submission | None]:
        if row.indicator.kind != "cumulative":
            return []
        return [report for _unit, report in snapshot.partner_shares(row.one.task, row.indicator)]

    fields: Fields[Measured] = (
        (key("task", "integer"), lambda row: row.one.task.id),
        (key("indicator"), lambda row: row.indicator.id),
        (Field("figure", "decimal"), lambda row: row.actual.figure),
        (Field("percent", "decimal"), lambda row: _percent(row.actual.progress)),
        (required("reached", "boolean"), lambda row: int(row.actual.reached)),
        (required("provisional", "boolean"), lambda row: int(row.actual.provisional)),
        (Field("date", "day"), tables.figure_date),
        (required("shares_reported", "integer"), lambda row: len(list(filter(None, shares(row))))),
        (required("shares_asked", "integer"), lambda row: len(shares(row))),
    )
    return relation(store, "actuals", fields, tables.measured(snapshot), ("indicators", "task indicator"))


def _sources(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Part[Measured, Submission]] = (
        (key("task", "integer"), lambda part: part.whole.one.task.id),
        (key("indicator"), lambda part: part.whole.indicator.id),
        (key("entry"), lambda part: part.piece.filed.id),
    )
    items = _parts(tables.measured(snapshot), lambda row: row.actual.sources)
    return relation(store, "sources", fields, items, ("actuals", "task indicator"), ("entries", "entry"))


_RELATIONS = (
    *(_store, _leaders, _units, _members, _items, _tasks, _task_units, _amendments, _indicators),
    *(_entries, _figures, _corrections),
    *(_standings, _actuals, _sources),
)
"""In an order in which what is referred to comes first."""


def _chosen(snapshot: Snapshot) -> list[Task]:
    return [one.task for one in snapshot.standings]


def _codes(snapshot: Snapshot) -> dict[str, str]:
    return {unit.name: unit.code for unit in snapshot.plan.units}


def _percent(share: Fraction | None) -> Decimal | None:
    return None if share is None else hundredths(share)
