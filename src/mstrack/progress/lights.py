"""The table of the lights: the first rule that fits gives a task its light, with its cause."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mstrack.progress import pace

if TYPE_CHECKING:
    from mstrack.format.model import Lights
    from mstrack.progress.standing import Cause, Light, Standing


def light_of(standing: Standing, lights: Lights) -> tuple[Light, Cause]:  # noqa: C901, PLR0911, PLR0912  a table, first row that fits
    """Return the light and its cause: the first rule that fits."""
    lag = None if standing.lag is None else standing.lag * 100
    if standing.task.dropped:
        return "done", "dropped"
    if standing.status == "done":
        return "done", "done-late" if standing.late else "done"
    if standing.days_left < 0:
        return ("yellow", "to-confirm") if standing.all_reached else ("red", "overdue")
    if standing.status == "blocked":
        return "red", "blocked"
    if standing.submission is None:
        return "grey", "unreported"
    if standing.silent_days > lights.stale_days:
        return "grey", "stale"
    if lag is not None and lag > Fraction(lights.red):
        return "red", "lag"
    if lag is not None and lag > Fraction(lights.yellow):
        return "yellow", "lag"
    if any(one.missed for one in standing.milestones):
        return "yellow", "milestone"
    if _is_near(standing, lights):
        return "yellow", "near"
    if any(one.figure is None for one in standing.actuals if one.indicator.kind == "cumulative"):
        return "grey", "no-figure"
    if standing.all_reached:
        return "green", "reached"
    if lag is None:
        return "green", "under-way"
    return "green", "on-pace" if lag <= 0 else "behind"


def _is_near(standing: Standing, lights: Lights) -> bool:
    """Whether the deadline is near, and a target that no pace measures, or the task itself, is open."""
    if standing.days_left <= lights.last_days and not standing.all_reached:
        return True
    open_ones = [one for one in standing.unreached if not pace.is_measured(one.indicator)]
    is_unmeasured = not standing.actuals and standing.percent is None
    return standing.days_left <= lights.near_days and bool(open_ones or is_unmeasured)
