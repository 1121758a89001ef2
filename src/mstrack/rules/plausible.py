"""Figures that look like a slip: asked back before they are filed, silenced by who confirms them.

An entry can never be changed, so a wrong digit, a wrong measure or a fraction for a percent has to be noticed where it
is typed. Every channel asks `doubts` (the questions, the flags, the form, the sheets; `check` remarks what was filed
unconfirmed). A rule takes one figure, with what is known of it, and returns a doubt or nothing. None refuses anything.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import Problem
from mstrack.i18n import gettext as _
from mstrack.progress import pace
from mstrack.rules.reading import REMEMBERED, Past, Reading, Trail, is_integral

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from mstrack.format.model import Indicator
    from mstrack.rules.case import Case, Terms

FEW_STEPS = 2
"""Fewer steps than this make nothing usual."""
SMALL_COUNT = 10
"""Of what is counted whole, a change by so many or fewer is never odd."""
SMALL_POINTS = 2
"""Nor is a change of a rate by so many percentage points or fewer."""
HIGH_RATE = 20
"""A rate of so many percent or more does not fall to 1 % and less."""
THOUSAND = 1000


class Doubt(NamedTuple):
    """A figure that looks like a slip, and the number that it is held against, to be shown side by side.

    `suggested` is what was probably meant; None where nothing suggests itself.
    """

    rule: str
    indicator: Indicator
    figure: Decimal
    beside: Decimal
    sentence: str
    suggested: Decimal | None = None


def hundredth(one: Reading) -> Doubt | None:
    """A rate is written in percent: where 75.5 is usual or promised, 0.755 is asked back."""
    if not one.is_rate or not 0 < one.figure <= 1:
        return None
    beside = one.known if one.indicator.kind == "level" else one.last
    if not beside:
        return None
    meant = one.figure * 100
    is_high = one.indicator.bound != "at-most" and beside >= HIGH_RATE
    if not is_high and not beside <= meant * 2 <= beside * 4:
        return None
    sentence = _("{figure} beside {beside}: a rate is written in percent; was {suggested} meant?")
    return _doubt(one, "hundredth", beside, sentence, meant)


def wrong_scale(one: Reading) -> Doubt | None:
    """A figure a thousand times too large, or (a level, or the first of a sum) too small, is of another measure."""
    is_level = one.indicator.kind == "level"
    may_be_small = is_level or (not one.past and (one.figure < 1 or not is_integral(one.figure)))
    if one.figure <= 0 or (one.figure <= one.target and not may_be_small):
        return None
    known = max(each for each in (one.target, one.last, one.indicator.baseline) if each is not None)
    if known <= 0:
        return None
    is_large = one.figure >= THOUSAND * known
    is_small = may_be_small and one.figure * THOUSAND <= one.known
    if not is_large and not is_small:
        return None
    factors = [10**4, 10**8, 10**3]
    meant = [one.figure / factor if is_large else one.figure * factor for factor in factors]
    beside = known if is_large else one.known
    least = 2 if is_level else 20
    suggested = next((each for each in meant if beside <= each * least and each * 5 <= beside * 6), None)
    if suggested is None and is_small and not is_level and one.figure >= 1:
        return None  # a first figure may be small
    if suggested is None:
        sentence = _("{figure} beside {beside}: was it typed in another measure?")
    else:
        sentence = _("{figure} beside {beside}: was it typed in another measure, and {suggested} meant?")
    return _doubt(one, "wrong-scale", beside, sentence, suggested)


def part_of_whole(one: Reading) -> Doubt | None:
    """What is counted whole, as people and schools are, has no part: 150.5 is asked back, the first time."""
    if not one.is_whole or is_integral(one.figure) or not is_integral(one.known):
        return None
    sentence = _("{figure} beside {beside}: {measure} is counted in whole numbers.")
    return _doubt(one, "part-of-whole", one.known, sentence)


def above_target(one: Reading) -> Doubt | None:
    """More than 1.2 times the target is asked back, when a figure first gets there; a ceiling has no such limit."""
    if one.figure <= one.target or one.target <= 0 or one.indicator.bound == "at-most":
        return None
    limit = one.target * 6 / 5
    known = (one.last, one.indicator.baseline)
    if one.figure <= limit or any(each is not None and each > limit for each in known):
        return None
    sentence = _("{figure} beside the target {beside}: more than 1.2 times as much.")
    return _doubt(one, "above-target", one.target, sentence)


def large_step(one: Reading) -> Doubt | None:
    """A step more than five times the unit's usual one is asked back; after a longer silence more is usual.

    What is usual is the median of the steps before, or the larger of the last two. Months without any growth are a
    silence. Nothing is odd in a step to the very target, nor in a small one: 10 of what is counted whole, a twentieth
    of the target of anything else.
    """
    if one.last is None or one.figure == one.target or not pace.is_measured(one.indicator):
        return None
    step = one.figure - one.last
    if step * 20 <= abs(one.target) or (one.is_whole and step <= SMALL_COUNT):
        return None
    points = [*reversed(one.past)]
    if len(points) < REMEMBERED:
        points.insert(0, Past(one.start, one.indicator.baseline or 0 * one.figure))
    grown = [
        (max((new.day - old.day).days, 1), new.figure - old.figure)
        for old, new in pairwise(points)
        if new.figure > old.figure
    ]
    if len(grown) < FEW_STEPS:
        return None
    days = (one.day - one.past[0].day).days
    usual = _usual([more for _days, more in grown])
    in_time = _usual([more / in_days for in_days, more in grown]) * days
    if step <= max(usual, in_time) * 5:
        return None
    sentence = _("{figure} beside the last {beside}: {step} more, where {usual} is usual.")
    return _doubt(one, "large-step", one.last, sentence, step=one.said(step), usual=one.said(usual))


def level_jump(one: Reading) -> Doubt | None:
    """A level that moves by more than half of what it was is asked back, unless it moves to the target itself."""
    if pace.is_measured(one.indicator) or one.indicator.kind == "cumulative" or not one.last:
        return None
    change = abs(one.figure - one.last)
    small = SMALL_POINTS if one.is_rate else SMALL_COUNT if one.is_whole else 0
    if change * 2 <= abs(one.last) or change <= small or one.figure == one.target:
        return None
    return _doubt(one, "level-jump", one.last, _("{figure} beside the last {beside}: it moved by more than half."))


RULES = (hundredth, wrong_scale, part_of_whole, above_target, large_step, level_jump)
"""Every rule for what looks like a slip, the most telling first: of one figure the first doubt is told."""


def doubts(terms: Terms, code: str, day: dt.date, figures: Mapping[str, Decimal], trail: Trail) -> tuple[Doubt, ...]:
    """Return the doubts in figures that the unit with this code reports for a day, at most one an indicator."""
    found = []
    speaks = code in terms.leads
    for indicator in terms.task.indicators if figures else ():
        figure = figures.get(indicator.id)
        if figure is not None:
            target = _target_of(terms, code, indicator)
            past = trail.of(indicator.id, speaks=speaks)
            reading = Reading(indicator, figure, day, target, past, terms.period.start)
            found += [doubt for rule in RULES if (doubt := rule(reading))][:1]
    return tuple(found)


def of_case(case: Case, trail: Trail | None = None) -> tuple[Doubt, ...]:
    """Return the doubts in an entry, but those that it confirms itself.

    Without a trail, `case.reports` are all that its unit filed.
    """
    entry = case.entry
    if trail is None:
        earlier = [one.entry for one in reversed(case.reports) if one.entry.date < entry.date]
        trail = Trail((one, case.speaks_on(one.date)) for one in earlier)
    figures = entry.figures
    if entry.confirmed:
        figures = {key: one for key, one in figures.items() if key not in entry.confirmed}
    return doubts(case.terms, case.code, entry.date, figures, trail)


def remarks(case: Case, trail: Trail) -> Iterator[Problem]:
    """Yield what `check` says of doubts in a filed entry: a warning each, with the way to put it right."""
    for one in of_case(case, trail):
        id_ = case.filed_id or "ID"
        told = _("{why} Wrong: mstrack correct {id}; right: mstrack correct {id} --sure")
        words = told.format(why=one.sentence, id=id_)
        yield Problem(case.path, 0, 0, one.rule, words, ("figures", one.indicator.id), level="warning")


def _doubt(  # the rule stands second, where every problem has it
    one: Reading, rule: str, beside: Decimal, sentence: str, suggested: Decimal | None = None, **words: str
) -> Doubt:
    words |= {"figure": one.said(one.figure), "beside": one.said(beside), "measure": one.indicator.measure}
    if suggested is not None:
        words["suggested"] = one.said(suggested)
    return Doubt(rule, one.indicator, one.figure, beside, sentence.format(**words), suggested)


def _usual(steps: list[Decimal]) -> Decimal:
    """Return the step in the middle (of two the smaller), or the larger of the last two: work that speeds up is usual.

    `statistics` takes longer to import than all of this.
    """
    return max(sorted(steps)[(len(steps) - 1) // 2], *steps[-2:])


def _target_of(terms: Terms, code: str, indicator: Indicator) -> Decimal:
    """Return what a unit has to reach: its share, where it has one and does not file for the task alone."""
    share = indicator.shares.get(terms.offices.get(code, "")) if indicator.shares else None
    return indicator.target if share is None or (code in terms.leads and not terms.is_joint) else share
