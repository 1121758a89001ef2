"""A figure that is reported, and what it is held against: what its unit has to reach, and what it filed before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.progress.quantities import quantity

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from decimal import Decimal

    from mstrack.format.model import Entry, Indicator

REMEMBERED = 7
"""Figures that are looked back at: what is usual now, not what was at the start of the year."""
WHOLE = {
    *"个所人座户家项件条台套份种处场次名位批间栋幢部辆张篇期例床门本册盏宗笔起棵株头只艘孔眼组对支根块村镇站",
    "人次",
    "人份",
    "批次",
    "家次",
    "户次",
    "场次",
    "台套",
    "床位",
    "张床",
    "项目",
    "车位",
    "泊位",
    "学位",
    "社区",
    "街道",
}
"""Measures that are counted in whole numbers; 万人 is not, nor 批次/千人."""


class Past(NamedTuple):
    """A figure that a unit filed earlier."""

    day: dt.date
    figure: Decimal


class Reading(NamedTuple):
    """One figure that is reported for a day, and what it is held against.

    `target` is what the unit has to reach: its own share where there is one. `past` are its own earlier figures of
    the indicator, at most `REMEMBERED`, the newest first, of equal ones the first; `start` is the period's first day.
    """

    indicator: Indicator
    figure: Decimal
    day: dt.date
    target: Decimal
    past: tuple[Past, ...]
    start: dt.date

    @property
    def last(self) -> Decimal | None:
        """The figure before this one."""
        return self.past[0].figure if self.past else None

    @property
    def known(self) -> Decimal:
        """The figure before this one, else the baseline, else the target."""
        return next(one for one in (self.last, self.indicator.baseline, self.target) if one is not None)

    @property
    def is_whole(self) -> bool:
        """Whether it is counted in whole numbers; a plan that promises a part of one counts otherwise."""
        given = (self.indicator.target, self.indicator.baseline, *self.indicator.shares.values())
        return self.indicator.measure in WHOLE and all(one is None or is_integral(one) for one in given)

    @property
    def is_rate(self) -> bool:
        """Whether it is measured in percent."""
        return self.indicator.measure == "%"

    def said(self, figure: Decimal) -> str:
        """Return a figure with its measure."""
        return quantity(figure, self.indicator)


class Trail:
    """The newest figures of one unit on one task, by indicator and by whether it filed for the task: what is usual.

    Of equal ones in a row the first is kept, so that months without growth are a silence.
    """

    def __init__(self, reports: Iterable[tuple[Entry, bool]] = ()) -> None:
        """Take reports in the order of their days, each with whether it was filed for the task."""
        self._points: dict[tuple[str, bool], tuple[Past, ...]] = {}
        for entry, speaks in reports:
            self.add(entry, speaks=speaks)

    def add(self, entry: Entry, *, speaks: bool) -> None:
        """Add the next report."""
        for key, figure in entry.figures.items():
            known = self._points.get((key, speaks), ())
            if known and known[0].figure == figure:
                continue
            self._points[key, speaks] = (Past(entry.date, figure), *known[: REMEMBERED - 1])

    def of(self, indicator: str, *, speaks: bool) -> tuple[Past, ...]:
        """Return the newest figures of an indicator, the newest first."""
        return self._points.get((indicator, speaks), ())


def is_integral(number: Decimal) -> bool:
    """Whether a number has no part behind the point, however it is written."""
    return number == number.to_integral_value()
