"""The ledger (台账): the official table with its progress, then what is behind it, a sheet each, as they are read.

The first sheet is the table as it was issued, its light, percent and progress: what fits a sheet of paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.documents import amendments, districts, groups, month, notes, recent, stages, tables, wording
from mstrack.documents.parts import LABELS, live, part
from mstrack.progress.routes import item_numbers
from mstrack.progress.tally import tally
from mstrack.report import Column, Percent, Report, Text, filled
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from mstrack.documents.amendments import Change
    from mstrack.documents.month import LastMonth
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.report import Cell, Columns, Table

PRINTED = 50
"""Entries that paper gets, the newest: all of a city's year would take a thousand pages. The sheet has every one."""
CUT = "……（全文见“报送记录”）"
"""What ends a unit's words where they are too long for a row of paper."""


def ledger(snapshot: Snapshot) -> Report:
    """Return the workbook's sheets in the order in which they are read, and what is to be known of them all.

    What there is nothing of (leaders, stages, figures of districts, changes, entries) has no sheet.
    """
    sheets = (
        _table(snapshot, month.last_month(snapshot)),
        _standings(snapshot),
        districts.table(snapshot, districts.filed(snapshot)),
        tables.indicators(snapshot)._replace(title="指标"),
        stages.table(snapshot),
        groups.leaders(snapshot)._replace(title="按市领导"),
        groups.units(snapshot)._replace(title="按牵头单位"),
        _changes(snapshot),
        tables.entries(snapshot)._replace(title="报送记录", printed=PRINTED),
    )
    kept = [sheet for sheet in sheets if sheet.rows or sheet.key == "tasks"]
    remarks = notes.remarks(snapshot) + districts.remarks(snapshot)
    basis = f"{notes.basis(snapshot)}{_counts(snapshot)}"
    lines = [basis, notes.legend(snapshot.plan), notes.terms(snapshot.plan), *remarks]
    return Report("ledger", snapshot.plan.title, snapshot.as_of, snapshot.rev, (*kept, *map(Text, lines)))


def _counts(snapshot: Snapshot) -> str:
    """Say how many tasks count in which part; each is counted once."""
    parts = tally(snapshot.standings)
    said = [f"{label}{len(getattr(parts, key))}项" for key, label in LABELS.items() if getattr(parts, key)]
    return f"{len(live(snapshot.standings))}项任务：{'、'.join(said)}。" if said else ""


def _table(snapshot: Snapshot, before: LastMonth | None) -> Table:
    """Return the official table in its own seven columns, then light, percent, what moved, and progress."""
    plan = snapshot.plan
    items = {task: wording.item_title(plan, number - 1) for task, number in item_numbers(plan).items()}
    persons = {unit.name: "、".join(person.name for person in unit.persons) for unit in plan.units}

    def moved(one: Standing) -> Cell:
        return month.change(one, before.of(one)) if before else None

    def was(one: Standing) -> Cell:
        then = before.of(one) if before else None
        return Percent(then.progress) if then and then.progress is not None else None

    columns: Columns[Standing] = (
        (Column("item", "项目分类", 90, wrap=True), lambda one: items[one.task.id]),
        (Column("id", "序号", 100, right=True), lambda one: one.task.id),
        (Column("content", "具体内容", 90, wrap=True, least=28), lambda one: one.task.content),
        (Column("leader", "建议分管市领导", 80), wording.leaders_of),
        (Column("units", "责任单位", 80), lambda one: "\n".join(one.task.units)),
        (Column("persons", "责任人", 80), lambda one: "\n".join(persons.get(name) or "—" for name in one.task.units)),
        (Column("deadline", "完成时限", 90, wrap=True), lambda one: wording.deadline(plan, one)),
        (Column("light", "亮灯", 100), wording.light_of),
        (Column("progress_percent", "完成率", 90, right=True), words.progress),
        (Column("was_percent", f"{before.name if before else '上月同期'}完成率", 80, right=True), was),
        (Column("change", "较上月同期（百分点）", 80, right=True), moved),
        (Column("note", "进展情况", 80, wrap=True, least=20), _reported_note),
    )
    return filled("tasks", columns, snapshot.standings, "台账")


def _reported_note(one: Standing) -> Cell:
    return recent.cut(one.submission.entry.note if one.submission else None, CUT)


def _standings(snapshot: Snapshot) -> Table:
    """Return what each light rests on, and what the unit says hinders and comes next: one row a task."""
    shared = tables.tasks(snapshot)
    keys = [column.key for column in shared.columns]
    pairs = zip(snapshot.standings, shared.rows, strict=True)
    cells = {one.task.id: dict(zip(keys, row, strict=True)) for one, row in pairs}

    def cell(key: str) -> Callable[[Standing], Cell]:
        own_words = key in {"problem", "next"}
        return lambda one: recent.cut(cells[one.task.id][key], CUT) if own_words else cells[one.task.id][key]

    columns: Columns[Standing] = (
        (Column("id", "序号", 100, right=True), lambda one: one.task.id),
        (Column("title", "任务", 90, wrap=True, least=14), lambda one: one.task.short),
        (Column("lead_unit", "牵头单位", 90, wrap=True), lambda one: "\n".join(one.task.lead_units)),
        (Column("part", "进展分类", 95, wrap=True), part),
        *((column, cell(column.key)) for column in shared.columns if column.key in _BEHIND),
    )
    return filled("standings", columns, snapshot.standings, "进展和问题")


_BEHIND = (
    *("reason", "due", "expected_percent", "lag_points", "progress_by", "figures"),
    *("report_date", "problem", "next", "source"),
)
"""The columns of the shared table that say what is behind a light, and what a unit says of it."""


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
