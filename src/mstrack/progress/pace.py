"""How far a task should be, and how fast it goes: the lines that progress is measured against, and rates a week.

Time is counted as bulletins do, in months of equal length (see `dates.months`), so the line to the period's last day
is the calendar pace itself. Rates are printed and change no light.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from mstrack.progress import dates, deadlines

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from mstrack.format.model import Indicator, Plan, Task

ABOUT = Fraction(1, 20)
"""What may be missing of a target that is 左右: 5 % of it."""
RECENT_DAYS = 28
"""How far back the recent rate looks for the figure that it starts from."""
WEEK = 7


class Rates(NamedTuple):
    """How fast an indicator has to grow, and lately grew, in its measure a week; and when that would be enough.

    `required` is None where the target is reached or the deadline is here; `recent` where fewer than two figures are
    known; `enough_on` where the figure does not grow, or has nothing to reach.
    """

    required: Fraction | None = None
    recent: Fraction | None = None
    enough_on: dt.date | None = None


def calendar(plan: Plan, day: dt.date) -> Fraction:
    """Return the calendar pace (全年序时进度): the share of the period that is gone at the end of a day."""
    return dates.expected_pace(day, plan.period)


def expected(plan: Plan, task: Task, day: dt.date, indicator: Indicator | None = None) -> Fraction:
    """Return the expected progress (应达进度) on a day: the line to the deadline, 1 after it.

    It starts at 0 on the eve of the period, or of the day that the task was added, and goes through the indicator's
    milestones that have a figure. With `lights: {pace: calendar}` it is the calendar pace.
    """
    if plan.lights.pace == "calendar":
        return calendar(plan, day)
    start = _eve(task.added.date if task.added and task.added.date > plan.period.start else plan.period.start)
    points = [(start, Fraction(0)), *_bends(plan, task, indicator)]
    end = dates.months(deadlines.of_task(plan, task))
    points = [point for n, point in enumerate(points) if not n or start < point[0] < end]
    points.append((max(end, start), Fraction(1)))
    return _along(points, dates.months(day))


def reaches(figure: Decimal | None, target: Decimal, indicator: Indicator) -> bool:
    """Whether a figure reaches a target of the indicator, as its bound has it; no figure reaches nothing."""
    if figure is None:
        return False
    if indicator.bound == "at-most":
        return figure < target if indicator.above else figure <= target
    if indicator.bound == "about":
        return Fraction(figure) >= Fraction(target) - ABOUT * abs(Fraction(target))
    return figure > target if indicator.above else figure >= target


def progress(figure: Decimal | None, target: Decimal, indicator: Indicator) -> Fraction | None:
    """Return figure ⁄ target of a cumulative indicator, uncapped; None of what has no pace or a target of 0."""
    if figure is None or not is_measured(indicator) or target <= 0:
        return None
    return Fraction(figure) / Fraction(target)


def is_measured(indicator: Indicator) -> bool:
    """Whether the indicator counts up to its target, so that a pace applies."""
    return indicator.kind == "cumulative" and indicator.bound != "at-most"


def rates(indicator: Indicator, series: Iterable[tuple[dt.date, Decimal]], due: dt.date, as_of: dt.date) -> Rates:
    """Return the rates of an indicator from its figures, the newest first; a level, and a ceiling, has none.

    Of the figures no more are taken than are needed: each may have to be opened.
    """
    figures = iter(series)
    newest, figure = next(figures, (as_of, None))
    if figure is None or not is_measured(indicator) or reaches(figure, indicator.target, indicator):
        return Rates()
    missing = Fraction(indicator.target) - Fraction(figure)
    left = (due - as_of).days
    required = missing * WEEK / left if left > 0 else None
    before = newest, figure
    for before in figures:
        if (newest - before[0]).days >= RECENT_DAYS:
            break
    since, was = before
    if since == newest:
        return Rates(required)
    recent = (Fraction(figure) - Fraction(was)) * WEEK / (newest - since).days
    return Rates(required, recent, _enough_on(as_of, missing, recent))


def _enough_on(as_of: dt.date, missing: Fraction, recent: Fraction) -> dt.date | None:
    if recent <= 0:
        return None
    days = ceil(missing / recent * WEEK)
    return as_of + dt.timedelta(days) if days <= (dt.date.max - as_of).days else None


def _eve(day: dt.date) -> Fraction:
    """Return the moment before a day."""
    return dates.months(day) - dates.a_day(day)


def _bends(plan: Plan, task: Task, indicator: Indicator | None) -> list[tuple[Fraction, Fraction]]:
    """Return the milestones of an indicator as points of its line, by time; none where no share is known."""
    if indicator is None or not is_measured(indicator) or indicator.target <= 0:
        return []
    return sorted(
        (dates.months(deadlines.day_of(plan, one.by)), Fraction(one.figure) / Fraction(indicator.target))
        for one in task.milestones
        if one.indicator == indicator.id and one.figure is not None
    )


def _along(points: list[tuple[Fraction, Fraction]], at: Fraction) -> Fraction:
    """Return the height of a line through points at a moment: that of its ends before and after them."""
    if at <= points[0][0] and points[0][0] < points[-1][0]:
        return points[0][1]
    for (start, low), (end, high) in pairwise(points):
        if start <= at < end:
            return low + (high - low) * (at - start) / (end - start)
    return points[-1][1]
