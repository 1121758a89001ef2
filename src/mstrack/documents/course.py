"""The course of a year: what each cumulative indicator had reached at the end of each month, beside what it should.

The points are those of the documents of those days: figures as they were known then, corrections included.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from mstrack.documents.parts import live
from mstrack.progress import pace
from mstrack.report import Column, Percent, filled, for_machines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from mstrack.format.model import Indicator
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.report import Columns, Table

MOST_MONTHS = 24
"""Months whose ends are all points; of a longer period every third is."""


class Point(NamedTuple):
    """A day on the line of an indicator: how far it was, where that is known, and how far it should be."""

    one: Standing
    indicator: Indicator
    day: dt.date
    progress: Fraction | None
    expected: Fraction


def table(snapshot: Snapshot) -> Table:
    """Return the points of every indicator that counts up to its target, in the order of time."""
    columns: Columns[Point] = (
        (Column("task", "序号", 100), lambda point: point.one.task.id),
        (Column("indicator", "指标", 100), lambda point: point.indicator.id),
        (for_machines("name"), lambda point: point.indicator.name),
        (Column("day", "日期", 100), lambda point: point.day),
        (
            Column("percent", "完成率", 100),
            lambda point: None if point.progress is None else Percent(point.progress),
        ),
        (Column("expected", "应达进度", 100), lambda point: Percent(point.expected)),
    )
    return filled("course", columns, _points(snapshot))


def ends(first: dt.date, last: dt.date, as_of: dt.date) -> list[dt.date]:
    """Return the days of the points: the ends of the months, of a long period of its quarters, and the as-of day."""
    months = [dt.date(n // 12, n % 12 + 1, 1) - dt.timedelta(1) for n in range(_number(first) + 1, _number(last) + 2)]
    days = months if len(months) <= MOST_MONTHS else [day for day in months if day.month % 3 == 0]
    return sorted({*days, *([as_of] if first <= as_of <= last else [])})


def _number(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _points(snapshot: Snapshot) -> Iterator[Point]:
    measured = [
        (one, actual)
        for one in live(snapshot.standings)
        for actual in one.actuals
        if pace.is_measured(actual.indicator) and actual.indicator.target > 0
    ]
    if not measured:
        return
    period = snapshot.plan.period
    days = ends(period.start, max(period.end, *(one.due for one, _actual in measured)), snapshot.as_of)
    reached = {day: _reached(snapshot.apart(day)) for day in days if day < snapshot.as_of}
    reached[snapshot.as_of] = _reached(snapshot)
    for one, actual in measured:
        for day in days:
            known = reached.get(day, {}).get((one.task.id, actual.indicator.id))
            expected = pace.expected(snapshot.plan, one.task, day, actual.indicator)
            yield Point(one, actual.indicator, day, known, expected)


def _reached(snapshot: Snapshot) -> dict[tuple[int, str], Fraction | None]:
    return {(one.task.id, actual.indicator.id): actual.progress for one in snapshot.standings for actual in one.actuals}
