"""Where the tasks stood a month before (上月同期): the day that a ledger and a page compare with.

Not the end of last month: early in a month, before anybody has filed, nothing would have moved since then.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from mstrack.report import hundredths

if TYPE_CHECKING:
    from decimal import Decimal

    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.status import Standing


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
