"""The targets of a task with their figures: how much of each is reached, where from, and what the others reported."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mstrack.i18n import gettext as _
from mstrack.progress import quantities
from mstrack.report import Bar, Column, Percent, Text, Tone, Word, filled, for_data, for_machines, for_people
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal

    from mstrack.format.model import Indicator
    from mstrack.progress.figures import Actual, Submission
    from mstrack.progress.pace import Rates
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.report import Block, Cell, Table


class _Measured(NamedTuple):
    """An indicator of a task with its figure, the share of the target that it is, and what the others reported."""

    standing: Standing
    actual: Actual
    shares: tuple[Submission | None, ...]
    rates: Rates

    @property
    def indicator(self) -> Indicator:
        return self.actual.indicator

    @property
    def share(self) -> Fraction | None:
        """Figure ⁄ target, for the eye: a level near its target looks near. None of a ceiling, and below zero."""
        figure, target = self.actual.figure, self.indicator.target
        if figure is None or figure < 0 or target <= 0 or self.indicator.bound == "at-most":
            return None
        return Fraction(figure) / Fraction(target)

    @property
    def tone(self) -> Tone:
        if self.actual.figure is None:
            return Tone.UNKNOWN
        if self.actual.reached:
            return Tone.GOOD
        return words.TONES[self.standing.light] if self.actual is self.standing.slowest else Tone.PLAIN

    @property
    def reported(self) -> list[Submission]:
        """The shares that were reported."""
        return [one for one in self.shares if one]

    @property
    def total(self) -> Decimal | None:
        """What the shares add up to; None where none was reported."""
        figures = [one.entry.figures[self.indicator.id] for one in self.reported]
        return sum(figures, start=0 * self.indicator.target) if figures else None


def blocks(snapshot: Snapshot, one: Standing) -> list[Block]:
    """Return the targets of a task, and a line about the rate of each that a pace measures."""
    measured = [_measured(snapshot, one, actual) for actual in one.actuals]
    return [_table(measured), *(text for each in measured for text in _told(each))]


def _table(measured: list[_Measured]) -> Table:
    """Return one row an indicator."""
    columns: list[tuple[Column, Callable[[_Measured], Cell]]] = [
        (Column("name", _("Indicator"), 90, wrap=True, least=12), lambda one: one.indicator.name),
        (for_people(_("Target"), 80, right=True), lambda one: words.target(one.indicator)),
    ]
    if any(map(_was, measured)):  # a column of dashes is worth no width
        columns.append((for_people(_("Amended"), 75, wrap=True, least=12), _was))
    columns += [
        (for_people(_("Figure"), 100, right=True), _figure),
        (Column("percent", _("Percent"), 70, right=True), _percent),
        *(((for_people(_("Progress (| expected)"), 50), _bar),) if any(map(_bar, measured)) else ()),
        (for_people(_("As of"), 60), lambda one: max((each.entry.date for each in one.actual.sources), default=None)),
    ]
    if any(map(_counted, measured)):
        columns.append((for_people(_("Shares"), 40, wrap=True, least=10), _counted))
    columns += [
        (for_machines("id"), lambda one: one.indicator.id),
        (for_machines("kind"), lambda one: one.indicator.kind),
        (for_data("target", _("Target")), lambda one: one.indicator.target),
        (for_machines("target_was"), lambda one: words.originally(one.standing.task, one.indicator.id)),
        (for_machines("bound"), lambda one: one.indicator.bound),
        (for_machines("above"), lambda one: one.indicator.above),
        (for_machines("baseline"), lambda one: one.indicator.baseline),
        (for_data("measure", _("Measure")), lambda one: one.indicator.measure),
        (for_data("figure", _("Figure")), lambda one: one.actual.figure),
        (for_data("reached", _("Reached")), lambda one: one.actual.reached),
        (for_machines("provisional"), lambda one: one.actual.provisional),
        (for_machines("joint"), lambda one: one.actual.joint),
        (for_data("expected_percent", _("Expected progress")), _expected),
        (for_data("required_per_week", _("Required a week")), lambda one: _rate(one, one.rates.required, up=True)),
        (for_data("recent_per_week", _("Recent a week")), lambda one: _rate(one, one.rates.recent)),
        (for_machines("enough_on"), lambda one: one.rates.enough_on),
        (for_machines("sources"), lambda one: words.source(one.actual)),
        (for_machines("quote"), lambda one: one.indicator.quote),
        (for_machines("shares_reported"), lambda one: len(one.reported)),
        (for_machines("shares_asked"), lambda one: len(one.shares)),
        (for_machines("shares_total"), lambda one: one.total),
    ]
    return filled("indicators", columns, measured, _("Indicators"))


def _measured(snapshot: Snapshot, one: Standing, actual: Actual) -> _Measured:
    """Return an indicator with the shares of the others: of a level there are none."""
    is_shared = actual.indicator.kind == "cumulative"
    shares = snapshot.partner_shares(one.task, actual.indicator) if is_shared else []
    rates = snapshot.rates(one, actual.indicator)
    return _Measured(one, actual, tuple(report for _unit, report in shares), rates)


def _told(one: _Measured) -> Iterator[Text]:
    """Yield what a week must bring, what one brought, and when that is enough; nothing of what is done or dropped."""
    found = one.rates
    if one.standing.light == "done":
        return
    parts = (
        []
        if found.required is None
        else [_("a week must bring {figure} until the deadline").format(figure=_weekly(one, found.required, up=True))]
    )
    if found.recent is not None:
        parts.append(_("a week brought {figure} lately").format(figure=_weekly(one, found.recent)))
    if found.enough_on:
        parts.append(_("at that rate it is enough on {day}").format(day=found.enough_on))
    if parts:
        sentence = _("{name}: {parts}.").format(name=one.indicator.name, parts=_("; ").join(parts))
        yield Text(sentence, Tone.MUTE)


def _weekly(one: _Measured, rate: Fraction, *, up: bool = False) -> str:
    return words.figure(quantities.weekly(rate, one.indicator, up=up), one.indicator)


def _was(one: _Measured) -> str | None:
    return words.amended(one.standing.task, one.indicator.id) or None


def _rate(one: _Measured, rate: Fraction | None, *, up: bool = False) -> Decimal | None:
    return None if rate is None else quantities.weekly(rate, one.indicator, up=up)


def _expected(one: _Measured) -> Percent | None:
    return None if one.actual.expected is None else Percent(one.actual.expected)


def _figure(one: _Measured) -> Word:
    figure = words.figure(one.actual.figure, one.indicator)
    if one.actual.provisional:
        figure = _("{figure} (provisional)").format(figure=figure)
    if one.actual.joint:
        figure = _("{figure} (by the members)").format(figure=figure)
    return Word(None, figure, one.tone)


def _percent(one: _Measured) -> Percent | None:
    return None if one.share is None else Percent(one.share, one.tone)


def _bar(one: _Measured) -> Cell:
    """A level, and a ceiling, has no pace, so no tick and no bar: it is reached or not."""
    if one.actual.figure is None:
        return None
    if one.share is None or one.actual.expected is None:
        return Word(None, _("reached") if one.actual.reached else _("not reached"), one.tone)
    return Bar(one.share, one.actual.expected, one.tone)


def _counted(one: _Measured) -> str | None:
    """Say what the shares add up to and how many of the others reported theirs."""
    if one.total is None:
        return None
    counted = _("{total}, {n}/{all} reported")
    return counted.format(total=words.figure(one.total, one.indicator), n=len(one.reported), all=len(one.shares))
