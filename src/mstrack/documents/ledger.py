"""The ledger (台账): the official table with its progress, by leader, by unit, by indicator, entry by entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.documents import amendments, districts, groups, notes, stages, tables
from mstrack.report import Column, Report, Text, filled

if TYPE_CHECKING:
    from mstrack.documents.amendments import Change
    from mstrack.progress.snapshot import Snapshot
    from mstrack.report import Columns, Table


def ledger(snapshot: Snapshot) -> Report:
    """Return the workbook's sheets in their order, and the lines that stand above each.

    What a plan does not have (leaders, stages, shares of districts, changes) has no sheet.
    """
    sheets = (
        tables.tasks(snapshot)._replace(title="台账"),
        groups.leaders(snapshot)._replace(title="按市领导"),
        groups.units(snapshot)._replace(title="按牵头单位"),
        tables.indicators(snapshot)._replace(title="指标"),
        stages.table(snapshot),
        districts.table(snapshot),
        _changes(snapshot),
        tables.entries(snapshot)._replace(title="报送记录"),
    )
    optional = {"leaders", "milestones", "districts", "changes"}
    kept = [sheet for sheet in sheets if sheet.rows or sheet.key not in optional]
    remarks = notes.remarks(snapshot) + districts.remarks(snapshot)
    lines = [notes.basis(snapshot), notes.terms(snapshot.plan), notes.legend(snapshot.plan), *remarks]
    return Report("ledger", snapshot.plan.title, snapshot.as_of, snapshot.rev, (*kept, *map(Text, lines)))


def _changes(snapshot: Snapshot) -> Table:
    """Return all that documents changed, the oldest first: in the plan, in names, in tasks."""
    columns: Columns[Change] = (
        (Column("date", "日期", 100), lambda one: one.date),
        (Column("document", "依据文件", 100, wrap=True), lambda one: one.document),
        (Column("about", "对象", 90, wrap=True), lambda one: one.about),
        (Column("field", "事项", 90, wrap=True), lambda one: one.field),
        (Column("was", "原为", 90, wrap=True), lambda one: one.was or None),
    )
    found = amendments.changes(snapshot.plan, [one.task for one in snapshot.standings])
    return filled("changes", columns, sorted(found, key=lambda one: one.date), "调整情况")
