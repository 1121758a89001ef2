"""A store as relations, for analysts: the plan, every entry, and where each task stands; one set a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.documents import tables
from mstrack.documents.relations import RELATIONS
from mstrack.progress import query, status
from mstrack.report import Relation, hundredths
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.documents.dossier import Dossier
    from mstrack.format.model import Task
    from mstrack.progress.snapshot import Logged
    from mstrack.progress.status import Actual, Standing
    from mstrack.report import Value

Row = tuple["Value", ...]


def relations(dossier: Dossier, store: str) -> tuple[Relation, ...]:
    """Return every relation of a store, each row with the store's name first."""
    dossier.dataset.open([one.filed for one in dossier.logged])
    rows: dict[str, Iterator[Row]] = {
        "stores": _stores(dossier),
        "leaders": ((one.name, one.pinyin) for one in dossier.plan.leaders),
        "units": _units(dossier),
        "members": _members(dossier),
        "items": ((n, item.title) for n, item in enumerate(dossier.plan.items, 1)),
        "tasks": _tasks(dossier),
        "task_units": (
            (task.id, position, codes[name], "lead" if position == 1 else "partner")
            for codes in [_codes(dossier)]
            for task in _chosen(dossier)
            for position, name in enumerate(task.units, 1)
        ),
        "amendments": (
            (task.id, n, one.date, one.document, one.field, str(one.was))
            for task in _chosen(dossier)
            for n, one in enumerate(task.amendments, 1)
        ),
        "indicators": _indicators(dossier),
        "entries": (_entry(dossier, one) for one in dossier.logged),
        "figures": _figures(dossier),
        "corrections": ((one.filed.id, old) for one in dossier.logged for old in one.filed.corrects),
        "standings": (_standing(one) for one in dossier.standings),
        "actuals": (_actual(dossier, one, actual) for one in dossier.standings for actual in one.actuals),
        "sources": (
            (one.task.id, actual.indicator.id, report.filed.id)
            for one in dossier.standings
            for actual in one.actuals
            for report in actual.sources
        ),
    }
    return tuple(
        Relation(shape.name, shape.fields, shape.references, tuple((store, *row) for row in rows[shape.name]))
        for shape in RELATIONS
    )


def _stores(dossier: Dossier) -> Iterator[Row]:
    plan = dossier.plan
    yield plan.title, plan.source, plan.year, dossier.as_of, dossier.rev, tables.legend(plan)


def _chosen(dossier: Dossier) -> list[Task]:
    return [one.task for one in dossier.standings]


def _codes(dossier: Dossier) -> dict[str, str]:
    return {unit.name: unit.code for unit in dossier.plan.units}


def _units(dossier: Dossier) -> Iterator[Row]:
    for unit in dossier.plan.units:
        person = unit.person
        yield (
            unit.code,
            unit.name,
            person.name if person else None,
            person.pinyin if person else None,
            int(bool(unit.members)),
        )


def _members(dossier: Dossier) -> Iterator[Row]:
    codes = _codes(dossier)
    for unit in dossier.plan.units:
        yield from ((unit.code, codes[name]) for name in unit.members)


def _tasks(dossier: Dossier) -> Iterator[Row]:
    codes = _codes(dossier)
    items = {task.id: n for n, item in enumerate(dossier.plan.items, 1) for task in item.tasks}
    for one in dossier.standings:
        task = one.task
        yield (
            task.id,
            items[task.id],
            task.short,
            task.content,
            task.leader,
            codes[task.lead_unit],
            task.deadline,
            one.due,
        )


def _indicators(dossier: Dossier) -> Iterator[Row]:
    for task in _chosen(dossier):
        for one in task.indicators:
            yield (
                task.id,
                one.id,
                one.name,
                one.kind,
                one.target,
                int(one.above),
                one.baseline,
                one.measure,
                one.quote,
            )


def _entry(dossier: Dossier, one: Logged) -> Row:
    entry = dossier.dataset.entry(one.filed)
    return (
        one.filed.id,
        entry.task,
        one.filed.code,
        entry.date,
        entry.status,
        entry.note,
        entry.problem,
        entry.next,
        entry.reporter,
        entry.recorded,
        int(not one.replaced_by and not entry.withdrawn),
        one.filed.path,
    )


def _figures(dossier: Dossier) -> Iterator[Row]:
    for one in dossier.logged:
        known = {indicator.id for indicator in one.task.indicators}
        for indicator, figure in dossier.dataset.entry(one.filed).figures.items():
            if indicator in known:
                yield one.filed.id, one.task.id, indicator, figure


def _standing(one: Standing) -> Row:
    return (
        one.task.id,
        one.light,
        one.cause,
        words.reason(one),
        query.status(one),
        one.days_left,
        one.late,
        None if one.progress is None else hundredths(one.progress),
        hundredths(one.pace),
        None if one.lag is None else hundredths(one.lag),
        one.slowest.indicator.id if one.slowest else None,
        one.report.filed.id if one.report else None,
        one.age,
    )


def _actual(dossier: Dossier, one: Standing, actual: Actual) -> Row:
    history = dossier.dataset.history(one.task.id, dossier.as_of)
    is_shared = actual.indicator.kind == "cumulative"
    asked = status.partner_shares(dossier.dataset, one.task, history, actual.indicator) if is_shared else []
    return (
        one.task.id,
        actual.indicator.id,
        actual.figure,
        None if actual.progress is None else hundredths(actual.progress),
        int(actual.reached),
        int(actual.provisional),
        max((report.entry.date for report in actual.sources), default=None),
        len([report for _unit, report in asked if report]),
        len(asked),
    )
