"""The day that an answer holds for where nobody names one: today, while a store lives; then the day that it closed.

A store lives as long as entries may be dated: through its period and the year after it. Read years later, it is not
25 tasks overdue by 1,800 days: it is what was known on its last day.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING

from mstrack.errors import Unreadable

if TYPE_CHECKING:
    from mstrack.format.model import Period
    from mstrack.store.dataset import Dataset


def is_closed(period: Period, today: dt.date) -> bool:
    """Whether no entry can be dated today any more: the period, and the year after it, are over."""
    return today > period.reach.end


def default_day(dataset: Dataset, today: dt.date) -> dt.date:
    """Return today; of a closed store the last day that anything was filed for, at least the period's last one.

    Where nothing was ever filed it is the period's first day: the promises as they were made.
    """
    period = dataset.plan.period
    if not is_closed(period, today):
        return today
    last = last_day(dataset)
    return max(period.end, last) if last else period.start


def last_day(dataset: Dataset) -> dt.date | None:
    """Return the last day that an entry that counts was filed for; None where none was. Only names are looked at."""
    days = []
    for task in dataset.plan.tasks:
        with contextlib.suppress(Unreadable):  # who asks for that task gets its problems
            newest = next(dataset.history(task.id, dataset.plan.period.reach.end).effective(), None)
            days += [newest.day] if newest else []
    return dt.date.fromisoformat(max(days)) if days else None
