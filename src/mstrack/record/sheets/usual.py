"""What is usual for a figure, as the rules of what looks like a slip have it: a form warns before it is asked back."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from mstrack.rules import plausible
from mstrack.rules.reading import Reading, Trail, is_integral

if TYPE_CHECKING:
    from collections.abc import Callable

    from mstrack.format.model import Indicator
    from mstrack.record.sheets.form_cell import FormCell

DOUBLINGS = 40
"""How far a figure is looked for that nobody believes."""
FINE = 100_000
"""The limit of what is not counted whole is found to this part of it."""
_BELOW_ONE = Decimal("0.999999")
_HAIR = 1 + Decimal("1e-9")


class Usual(NamedTuple):
    """What is not asked back: figures up to `limit` (None: unknown), above `least` (None: any), and the very target.

    Up to `parted` a figure with a part is asked back, where `is_whole` any such figure. `last` is the figure before,
    `small` how far a level may move at ease.
    """

    limit: Decimal | None
    is_whole: bool
    last: Decimal | None
    target: Decimal
    least: Decimal | None
    parted: Decimal | None
    small: int


def usual_of(cell: FormCell, one: Indicator) -> Usual:
    """Return what is usual for an indicator of a unit on the day of the form."""
    mine, speaks = cell.target_of(one), cell.speaks
    trail = Trail((report.entry, speaks) for report in reversed(cell.reports))
    past = trail.of(one.id, speaks=speaks)
    start = cell.plan.period.start

    def is_odd(figure: Decimal) -> bool:
        reading = Reading(one, figure, cell.today, mine, past, start)
        return any(rule(reading) for rule in plausible.RULES)

    reading = Reading(one, mine, cell.today, mine, past, start)
    is_whole = reading.is_whole and is_integral(reading.known)
    small = plausible.SMALL_POINTS if reading.is_rate else plausible.SMALL_COUNT if reading.is_whole else 0
    return Usual(_limit(is_odd, reading), is_whole, reading.last, mine, _least(reading), _parted(reading), small)


def _least(reading: Reading) -> Decimal | None:
    """Return the figure up to which one is of another measure, as 0.15万 of 150 is; None where none is too small."""
    figure = reading.known / plausible.THOUSAND
    if reading.indicator.kind != "level":
        figure = min(figure, _BELOW_ONE)
    return figure if figure > 0 and plausible.wrong_scale(reading._replace(figure=figure)) else None


def _parted(reading: Reading) -> Decimal | None:
    """Return the figure up to which a first one with a part is of another measure, as 2.5 of 3000万 is."""
    most = reading.known / plausible.THOUSAND
    figure = most - Decimal("0.5") if is_integral(most) else most
    is_sum = reading.indicator.kind != "level"
    return most if is_sum and figure > 1 and plausible.wrong_scale(reading._replace(figure=figure)) else None


def _limit(is_odd: Callable[[Decimal], bool], reading: Reading) -> Decimal | None:
    """Return the largest figure that is not odd: by halves, between the last one (or the target) and a far one."""
    low = reading.target if reading.last is None else reading.last
    if low < 0 or max(low, reading.target) <= 0 or is_odd(low):
        return None
    exact = reading.target * 6 / 5
    if exact >= low and not is_odd(exact) and is_odd(max(exact * _HAIR, exact + 1 if reading.is_whole else exact)):
        return exact
    first = low or (Decimal(1) if reading.is_whole else reading.target / FINE)
    high = next((high for n in range(1, DOUBLINGS) if is_odd(high := first * 2**n)), None)
    if high is None:
        return None
    least = Decimal(1) if reading.is_whole else high / FINE
    while high - low > least:
        middle = (low + high) / 2
        middle = middle.to_integral_value() if reading.is_whole else middle
        low, high = (low, middle) if is_odd(middle) else (middle, high)
    return low if reading.is_whole else Decimal(f"{low:.6g}")
