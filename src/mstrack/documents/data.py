"""A store as relations, for analysts: the plan, every entry, and where each task stands; one set a store."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from mstrack.documents import districts, stages, tables
from mstrack.documents.parts import part
from mstrack.documents.plan_relations import PLAN_RELATIONS
from mstrack.documents.relations import Part, key, numbered_parts, relation, relation_in_turn, required
from mstrack.progress import query
from mstrack.report import Field, hundredths
from mstrack.views import causes, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from mstrack.documents.districts import Share
    from mstrack.documents.relations import Fields
    from mstrack.documents.stages import StageRow
    from mstrack.documents.tables import Measured
    from mstrack.format.model import Entry
    from mstrack.progress.figures import Submission
    from mstrack.progress.snapshot import Logged, Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.report import Relation, RelationValue


def relations(snapshot: Snapshot, store: str) -> tuple[Relation, ...]:
    """Return every relation of a store, each row with the store's name first; those of the entries are not held."""
    snapshot.spool(snapshot.log)
    return tuple(make(snapshot, store) for make in _RELATIONS)


def _entries(snapshot: Snapshot, store: str) -> Relation:
    def said(value: Callable[[Entry], RelationValue]) -> Callable[[Logged], RelationValue]:
        return lambda one: value(snapshot.passing(one.filed))

    def counts(one: Logged) -> int:
        return int(not one.replaced_by and not snapshot.passing(one.filed).withdrawn)

    fields: Fields[Logged] = (
        (key("id"), lambda one: one.filed.id),
        (required("task", "integer"), said(lambda entry: entry.task)),
        (required("unit"), lambda one: one.filed.code),
        (required("date", "day"), said(lambda entry: entry.date)),
        (Field("status"), said(lambda entry: entry.status)),
        (Field("percent", "decimal"), said(lambda entry: entry.percent)),
        (Field("note"), said(lambda entry: entry.note)),
        (Field("problem"), said(lambda entry: entry.problem)),
        (Field("next"), said(lambda entry: entry.next)),
        (Field("reason"), said(lambda entry: entry.reason)),
        (required("reporter"), said(lambda entry: entry.reporter)),
        (required("recorded", "moment"), said(lambda entry: entry.recorded)),
        (required("effective", "boolean"), counts),
        (required("path"), lambda one: one.filed.path),
    )
    return relation_in_turn(store, "entries", fields, snapshot.log, ("tasks", "task"), ("units", "unit"))


def _figures(snapshot: Snapshot, store: str) -> Relation:
    def figures(one: Logged) -> list[tuple[str, Decimal]]:
        known = {indicator.id for indicator in one.task.indicators}
        return [(name, figure) for name, figure in _counted(snapshot, one).figures.items() if name in known]

    fields: Fields[Part[Logged, tuple[str, Decimal]]] = (
        (key("entry"), lambda part: part.whole.filed.id),
        (required("task", "integer"), lambda part: part.whole.task.id),
        (key("indicator"), lambda part: part.piece[0]),
        (required("figure", "decimal"), lambda part: part.piece[1]),
    )
    references = (("entries", "entry"), ("indicators", "task indicator"))
    return relation(store, "figures", fields, numbered_parts(snapshot.log, figures), *references)


def _reached(snapshot: Snapshot, store: str) -> Relation:
    def reached(one: Logged) -> list[str]:
        known = {milestone.id for milestone in one.task.milestones}
        return [id_ for id_ in dict.fromkeys(_counted(snapshot, one).reached) if id_ in known]

    fields: Fields[Part[Logged, str]] = (
        (key("entry"), lambda part: part.whole.filed.id),
        (required("task", "integer"), lambda part: part.whole.task.id),
        (key("milestone"), lambda part: part.piece),
    )
    references = (("entries", "entry"), ("milestones", "task milestone"))
    return relation(store, "reached", fields, numbered_parts(snapshot.log, reached), *references)


def _counted(snapshot: Snapshot, one: Logged) -> Entry:
    """Return an entry for its figures and stages; its texts are not read for them."""
    return snapshot.dataset.without_texts(one.filed)


def _corrections(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Part[Logged, str]] = (
        (key("entry"), lambda part: part.whole.filed.id),
        (key("corrects"), lambda part: part.piece),
    )
    items = numbered_parts(snapshot.log, lambda one: one.filed.corrects)
    return relation(store, "corrections", fields, items, ("entries", "entry"))


def _standings(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Standing] = (
        (key("task", "integer"), lambda one: one.task.id),
        (required("light"), lambda one: one.light),
        (required("cause"), lambda one: one.cause),
        (required("reason"), words.reason),
        (required("status"), query.status),
        (required("part"), lambda one: str(part(one).code)),
        (required("days_left", "integer"), lambda one: one.days_left),
        (required("silent_days", "integer"), lambda one: one.silent_days),
        (required("late_days", "integer"), lambda one: one.late),
        (Field("progress_percent", "percent"), lambda one: _percent(one.progress)),
        (required("expected_percent", "percent"), lambda one: _percent(one.expected)),
        (Field("lag_points", "percent"), causes.lag_points),
        (Field("own_percent", "decimal"), lambda one: one.percent),
        (required("by_own_percent", "boolean"), lambda one: int(one.by_percent)),
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
        (Field("percent", "percent"), lambda row: _percent(row.actual.progress)),
        (required("reached", "boolean"), lambda row: int(row.actual.reached)),
        (Field("expected_percent", "percent"), lambda row: _percent(row.actual.expected)),
        (required("provisional", "boolean"), lambda row: int(row.actual.provisional)),
        (required("joint", "boolean"), lambda row: int(row.actual.joint)),
        (Field("required_per_week", "decimal"), lambda row: _rate(row.rates and row.rates.required)),
        (Field("recent_per_week", "decimal"), lambda row: _rate(row.rates and row.rates.recent)),
        (Field("enough_on", "day"), lambda row: row.rates and row.rates.enough_on),
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
    items = numbered_parts(tables.measured(snapshot), lambda row: row.actual.sources)
    return relation(store, "sources", fields, items, ("actuals", "task indicator"), ("entries", "entry"))


def _share_standings(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[Share] = (
        (key("task", "integer"), lambda row: row.one.task.id),
        (key("indicator"), lambda row: row.indicator.id),
        (key("unit"), lambda row: row.standing.unit.code),
        (Field("target", "decimal"), lambda row: row.standing.target),
        (Field("figure", "decimal"), lambda row: row.standing.figure),
        (Field("percent", "percent"), lambda row: _percent(row.standing.progress)),
        (required("expected_percent", "percent"), lambda row: _percent(row.standing.expected)),
        (Field("place", "integer"), lambda row: row.place),
        (required("reached", "boolean"), lambda row: int(row.standing.reached)),
        (required("light"), lambda row: row.standing.light),
        (Field("report"), lambda row: row.standing.submission.filed.id if row.standing.submission else None),
    )
    references = (("indicators", "task indicator"), ("units", "unit"), ("entries", "report"))
    return relation(store, "share_standings", fields, districts.shares(snapshot), *references)


def _milestone_standings(snapshot: Snapshot, store: str) -> Relation:
    fields: Fields[StageRow] = (
        (key("task", "integer"), lambda row: row.one.task.id),
        (key("milestone"), lambda row: row.standing.milestone.id),
        (required("reached", "boolean"), lambda row: int(row.standing.reached)),
        (required("missed", "boolean"), lambda row: int(row.standing.missed)),
        (required("days_left", "integer"), lambda row: row.standing.days_left),
        (Field("figure", "decimal"), lambda row: row.standing.figure),
    )
    return relation(store, "milestone_standings", fields, stages.stages(snapshot), ("milestones", "task milestone"))


_RELATIONS = (
    *PLAN_RELATIONS,
    *(_entries, _figures, _reached, _corrections),
    *(_standings, _actuals, _sources, _share_standings, _milestone_standings),
)
"""In an order in which what is referred to comes first."""


def _rate(rate: Fraction | None) -> Decimal | None:
    """Return a rate a week with four decimals."""
    return None if rate is None else Decimal(round(rate * 10_000)) / 10_000


def _percent(share: Fraction | None) -> Decimal | None:
    return None if share is None else hundredths(share)
