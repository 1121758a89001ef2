"""Where the tasks stood a month before (上月同期): the day that a ledger and a page compare with.

Not the end of last month: early in a month, before anybody has filed, nothing would have moved since then.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from mstrack.documents.compare import FRESH
from mstrack.documents.parts import ATTENTION, live
from mstrack.progress.tally import PART_OF
from mstrack.report import Column, filled, hundredths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.report import Columns, Table

MOST_NAMED = 2
"""Tasks of which a page says by how many points they grew."""


class LastMonth(NamedTuple):
    """The day a month before, and where each task that was there stood on it, by its number."""

    day: dt.date
    standings: dict[int, Standing]

    @property
    def name(self) -> str:
        """What the day is called in a heading: 11月3日."""
        return f"{self.day.month}月{self.day.day}日"

    def of(self, one: Standing) -> Standing | None:
        """Return where a task stood then; None where it was not there."""
        return self.standings.get(one.task.id)


def last_month(snapshot: Snapshot) -> LastMonth | None:
    """Return the tasks of a snapshot as they stood a month before; None where the period had not begun."""
    day = a_month_before(snapshot.as_of)
    if day < snapshot.plan.period.start:
        return None
    return LastMonth(day, {one.task.id: one for one in snapshot.on(day).standings})


def a_month_before(day: dt.date) -> dt.date:
    """Return the same day of the month before; of a month's last day, and of a day that it lacks, its last."""
    last = day.replace(day=1) - dt.timedelta(1)
    ends = (day + dt.timedelta(1)).month != day.month
    return last if ends or day.day > last.day else last.replace(day=day.day)


def change(now: Standing, before: Standing | None) -> Decimal | None:
    """Return by how many points progress moved, as printed; None where the two do not rest on the same thing."""
    if before is None or now.progress is None or before.progress is None or now.by_percent != before.by_percent:
        return None
    return hundredths(now.progress) - hundredths(before.progress)


class Movement(NamedTuple):
    """What happened to several tasks within a month, and what is to be said of the first of them."""

    what: str
    tasks: tuple[int, ...]
    remark: str = ""


def table(snapshot: Snapshot) -> Table:
    """Return what moved within a month: what is done, what fell behind, what came back, whose percent grew or not."""
    columns: Columns[Movement] = (
        (Column("what", "变化", 100), lambda one: one.what),
        (Column("tasks", "任务序号", 100), lambda one: one.tasks),
        (Column("remark", "说明", 80), lambda one: one.remark or None),
        (Column("since", "自", 80), lambda _one: before.day if before else None),
    )
    before = last_month(snapshot)
    return filled("moved", columns, _movements(snapshot, before) if before else ())


def _movements(snapshot: Snapshot, before: LastMonth) -> Iterator[Movement]:
    both = [(then, one) for one in live(snapshot.standings) if (then := before.of(one))]
    for part, what in FRESH.items():
        yield from _of(what, [now for then, now in both if _part(now) == part != _part(then)])
    better = [now for then, now in both if _part(then) in ATTENTION and _part(now) not in {*ATTENTION, "done"}]
    yield from _of("不再滞后或未报送", better)
    moves = [(points, now) for then, now in both if now.light != "done" and (points := change(now, then)) is not None]
    moves.sort(key=lambda move: (-move[0], move[1].task.id))
    up = [(points, now) for points, now in moves if points > 0]
    most = "，".join(f"任务{now.task.id}提高{points}个百分点" for points, now in up[:MOST_NAMED])
    yield from _of("完成率提高", [now for _points, now in up], most)
    yield from _of("完成率没有变化", [now for points, now in moves if not points])
    yield from _of("完成率下降", [now for points, now in moves if points < 0])


def _of(what: str, several: Sequence[Standing], remark: str = "") -> Iterator[Movement]:
    if several:
        yield Movement(what, tuple(one.task.id for one in several), remark)


def _part(one: Standing) -> str | None:
    return PART_OF.get(one.cause)
