"""The calendar pace by its name: that of a year, or of another period (2013 to 2017, April to March)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.format.plan import Period
from mstrack.i18n import gettext as _
from mstrack.progress import pace
from mstrack.report import hundredths

if TYPE_CHECKING:
    import datetime as dt

    from mstrack.format.model import Plan


def name(plan: Plan) -> str:
    """Return what the calendar pace is called: 全年序时进度 of a calendar year, of another period 序时进度."""
    return _("Calendar pace") if is_of_a_year(plan) else _("Pace of the period")


def line(plan: Plan, day: dt.date) -> str:
    """Return the calendar pace of a day by its name: Calendar pace 92.47%."""
    gone = f"{hundredths(pace.calendar(plan, day)):.2f}"
    return _("{name} {percent}%").format(name=name(plan), percent=gone)


def is_of_a_year(plan: Plan) -> bool:
    """Whether the period of a plan is one calendar year."""
    return plan.period == Period.of_year(plan.year)
