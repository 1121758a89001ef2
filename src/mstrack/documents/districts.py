"""Shares of districts (县区): each one's target, figure, progress, order and light; what of a target nobody has."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mstrack.documents import amendments, wording
from mstrack.documents.parts import live
from mstrack.progress import quantities
from mstrack.report import Column, Percent, Word, filled, for_machines, hundredths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from mstrack.format.model import Indicator
    from mstrack.progress.shares import ShareStanding
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.report import Cell, Columns, Table

AT_ONCE = 6
"""So many indicators have room beside each other on a page that lies."""


class Share(NamedTuple):
    """A unit's share of an indicator, and its place among `of` others: the best is 1; None where nothing is known."""

    one: Standing
    indicator: Indicator
    standing: ShareStanding
    place: int | None
    of: int


def shares(snapshot: Snapshot) -> list[Share]:
    """Return the shares of every indicator that the plan divides, in the table's order and the plan's."""
    return [share for share in _found(snapshot) if share.indicator.shares]


def filed(snapshot: Snapshot) -> list[Share]:
    """Return the shares, and what members of groups filed of indicators that the plan does not divide."""
    members = {name for unit in snapshot.plan.units for name in unit.members}
    return [one for one in _found(snapshot) if one.indicator.shares or one.standing.unit.name in members]


def _found(snapshot: Snapshot) -> list[Share]:
    return [
        share
        for one in live(snapshot.standings)
        for actual in one.actuals
        for share in _of_indicator(snapshot, one, actual.indicator)
    ]


def table(snapshot: Snapshot, found: Sequence[Share] | None = None) -> Table:
    """Return every share, or those that were found: one row a district and indicator. Without a target none is lit."""
    columns: Columns[Share] = (
        (Column("task", "序号", 100, right=True), lambda row: row.one.task.id),
        (Column("title", "任务", 80, wrap=True), lambda row: row.one.task.short),
        (Column("name", "指标", 90, wrap=True), lambda row: row.indicator.name),
        (Column("unit", "县（市、区）", 100, wrap=True), lambda row: row.standing.unit.name),
        (Column("target", "目标", 90, right=True), lambda row: _scaled(row, row.standing.target)),
        (Column("figure", "完成数", 100, right=True), lambda row: _scaled(row, row.standing.figure)),
        (Column("measure", "单位", 90), lambda row: quantities.measure(row.indicator)),
        (Column("percent", "完成率", 90, right=True), _percent),
        (Column("place", "位次", 80, right=True), lambda row: row.place),
        (Column("reached", "达标", 80), _reached),
        (Column("light", "亮灯", 90), lambda row: wording.light(row.standing.light) if row.indicator.shares else None),
        (Column("date", "截至", 60), lambda row: row.standing.submission and row.standing.submission.entry.date),
        (Column("remark", "备注", 60, wrap=True), lambda row: undivided(row.indicator) or None),
        (Column("source", "数据来源", 60), lambda row: row.standing.submission and row.standing.submission.filed.id),
        (for_machines("indicator"), lambda row: row.indicator.id),
        (for_machines("order"), lambda row: row.place or len(snapshot.plan.units) + 1),
        (for_machines("target_text"), _target_text),
        (for_machines("figure_text"), _figure_text),
    )
    return filled("districts", columns, shares(snapshot) if found is None else found, "县区")


def matrices(snapshot: Snapshot) -> list[Table]:
    """Return the table 县区 × 指标 of a paper, a few indicators beside each other, with target, figure and order."""
    found = shares(snapshot)
    columns = list(dict.fromkeys((row.one.task.id, row.indicator.id) for row in found))
    return [_matrix(found, columns[n : n + AT_ONCE]) for n in range(0, len(columns), AT_ONCE)]


def undivided(indicator: Indicator) -> str:
    """Say what of a cumulative target no district has: 未分解35个; nothing of a level, where nothing adds up."""
    if not indicator.shares or indicator.kind != "cumulative":
        return ""
    rest = indicator.target - sum(indicator.shares.values(), start=0 * indicator.target)
    if not rest:
        return ""
    return f"{'未分解' if rest > 0 else '分解合计超出目标'}{quantities.quantity(abs(rest), indicator)}"


def remarks(snapshot: Snapshot) -> list[str]:
    """Say of each divided indicator what nobody has, and what documents changed in its shares."""
    clauses = []
    for one in live(snapshot.standings):
        for actual in one.actuals:
            if rest := undivided(actual.indicator):
                clauses.append(f"任务{one.task.number}“{actual.indicator.name}”{rest}。")
            if was := amendments.remark(one.task, f"{actual.indicator.id}.shares"):
                clauses.append(f"任务{one.task.number}“{actual.indicator.name}”分解目标{was}。")
    return clauses


def _of_indicator(snapshot: Snapshot, one: Standing, indicator: Indicator) -> list[Share]:
    """Return the shares of the units that have a target or a figure."""
    known = [each for each in snapshot.shares(one, indicator) if each.target is not None or each.figure is not None]
    merits = [_merit(each, indicator) for each in known]
    places = [
        None if merit is None else 1 + sum(other > merit for other in merits if other is not None) for merit in merits
    ]
    of = sum(merit is not None for merit in merits)
    return [Share(one, indicator, each, place, of) for each, place in zip(known, places, strict=True)]


def _merit(one: ShareStanding, indicator: Indicator) -> tuple[Fraction, ...] | None:
    """Return what districts are ordered by: progress; where there is none, being inside the target, then the figure."""
    if one.target is None or one.figure is None:
        return None
    if one.progress is not None:
        return (one.progress,)
    figure = Fraction(one.figure)
    return Fraction(one.reached), -figure if indicator.bound == "at-most" else figure


def _matrix(found: list[Share], columns: list[tuple[int, str]]) -> Table:
    def cell(key: tuple[int, str]) -> Callable[[str], Cell]:
        cells = {row.standing.unit.name: row for row in found if (row.one.task.id, row.indicator.id) == key}
        return lambda unit: Word(None, _remarks(cells[unit]) if unit in cells else "—")

    def title(key: tuple[int, str]) -> str:
        row = next(row for row in found if (row.one.task.id, row.indicator.id) == key)
        return f"{row.one.task.number}.{row.indicator.name}（目标{wording.target(row.indicator)}）"

    units = dict.fromkeys(row.standing.unit.name for row in found if (row.one.task.id, row.indicator.id) in columns)
    filling: list[tuple[Column, Callable[[str], Cell]]] = [
        (Column("unit", "县（市、区）", 100, wrap=True, least=14), lambda unit: unit)
    ]
    filling += [(Column(f"{key[0]}-{key[1]}", title(key), 90, wrap=True, least=22), cell(key)) for key in columns]
    return filled("shares", filling, units)


def _remarks(row: Share) -> str:
    """Return a share in a cell: 98个，目标165个，59.39%，第2位."""
    clauses = [_figure_text(row)]
    clauses += [f"目标{_target_text(row)}"] if row.standing.target is not None else ["未分解目标"]
    if row.standing.progress is not None:
        clauses.append(f"{hundredths(row.standing.progress):.2f}%")
    elif row.standing.target is not None and row.standing.figure is not None:
        clauses.append("已达标" if row.standing.reached else "未达标")
    return "，".join([*clauses, *([f"第{row.place}位"] if row.place else [])])


def _target_text(row: Share) -> str | None:
    target = row.standing.target
    return None if target is None else wording.bounded(target, row.indicator)


def _figure_text(row: Share) -> str:
    figure = row.standing.figure
    return wording.NOT_REPORTED if figure is None else quantities.quantity(figure, row.indicator)


def _scaled(row: Share, number: Decimal | None) -> Cell:
    return None if number is None else quantities.scaled(number, row.indicator)


def _percent(row: Share) -> Cell:
    return None if row.standing.progress is None else Percent(row.standing.progress)


def _reached(row: Share) -> Cell:
    if row.standing.target is None:
        return Word(None, "未分解")
    return Word(int(row.standing.reached), "已达标" if row.standing.reached else "未达标")
