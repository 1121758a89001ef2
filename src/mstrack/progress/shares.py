"""Where the units beside the lead stand with their shares of an indicator: districts with targets of their own."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mstrack.progress import pace, status

if TYPE_CHECKING:
    from decimal import Decimal

    from mstrack.format.model import Indicator, Unit
    from mstrack.progress.figures import Submission, TaskFilings
    from mstrack.progress.moment import Moment
    from mstrack.progress.standing import Light, Standing


class ShareStanding(NamedTuple):
    """What a unit reported as its share of an indicator, against the target of its own where the plan has one."""

    unit: Unit
    target: Decimal | None
    figure: Decimal | None
    progress: Fraction | None
    expected: Fraction
    reached: bool
    submission: Submission | None
    light: Light


def shares_of(moment: Moment, one: Standing, indicator: Indicator) -> tuple[ShareStanding, ...]:
    """Return how each other unit stands with its share of an indicator, in the plan's order of the task's units.

    Where a group leads, what each of its members files for the task is that member's share.
    """
    expected = pace.expected(moment.plan, one.task, moment.as_of)
    filings = status.filings(moment, one.task)
    found = [*_of_members(moment, filings, indicator), *filings.shares(indicator)]
    return tuple(_share(moment, indicator, expected, unit, submission) for unit, submission in found)


def _of_members(moment: Moment, filings: TaskFilings, indicator: Indicator) -> list[tuple[Unit, Submission | None]]:
    tenure = filings.tenures[0]
    codes = tenure.codes if tenure.by_members else ()
    members = [unit for code in codes for unit in moment.plan.units if unit.code == code]
    return [(unit, filings.of(tenure, unit.code).speaking_of(indicator.id)) for unit in members]


def _share(
    moment: Moment, indicator: Indicator, expected: Fraction, unit: Unit, submission: Submission | None
) -> ShareStanding:
    target = indicator.shares.get(unit.name)
    figure = submission.entry.figures[indicator.id] if submission else None
    progress = None if target is None else pace.progress(figure, target, indicator)
    reached = target is not None and pace.reaches(figure, target, indicator)
    light = _share_light(moment, submission, expected, progress, reached=reached)
    return ShareStanding(unit, target, figure, progress, expected, reached, submission, light)


def _share_light(
    moment: Moment, submission: Submission | None, expected: Fraction, progress: Fraction | None, *, reached: bool
) -> Light:
    """Return the light of a share: as a task's, as far as a share has a target, a status and a day."""
    lights = moment.plan.lights
    if submission is None:
        return "grey"
    if submission.entry.status == "done" or reached:
        return "done" if submission.entry.status == "done" else "green"
    if submission.entry.status == "blocked":
        return "red"
    if (moment.as_of - submission.entry.date).days > lights.stale_days:
        return "grey"
    lag = Fraction(0) if progress is None else (expected - progress) * 100
    if lag > Fraction(lights.red):
        return "red"
    return "yellow" if lag > Fraction(lights.yellow) else "green"
