"""When an entry may say that a task is done: by whom, with which figures, and what may not be taken away under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.progress import pace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from mstrack.errors import Problem
    from mstrack.format.model import Entry, Indicator
    from mstrack.rules.case import Case, Terms


def done_by_lead(case: Case) -> Iterator[Problem]:
    """Only the lead unit of that day says that a task is done; where a group leads, each of its members for itself."""
    if case.entry.status == "done" and not case.speaks:
        sentence = _("only the lead unit, {lead}, says done; file in-progress with your figures")
        yield case.problem("done-by-lead", sentence.format(lead=case.task.lead_unit), "status")


def done_reached(case: Case) -> Iterator[Problem]:
    """A task is done when every target is reached, by this entry or by the unit's newest figure before it.

    A ceiling is reached by a figure that is no higher; of the members of a group that leads each reaches its share.
    """
    if case.entry.status != "done" or not case.speaks:
        return
    for one in _unreached(case.terms, case.code, case.entry, (one.entry for one in case.reports)):
        sentence = _("not done: {name} stands at {figure}, the target is {target}; correct the figure or the status")
        words = sentence.format(
            name=one.indicator.name,
            figure=_("nothing") if one.figure is None else plain(one.figure),
            target=_target(one.indicator, one.target),
        )
        yield case.problem("done-reached", words, "status")
    percent = case.entry.percent
    if percent is not None and percent < 100:  # noqa: PLR2004  percent
        sentence = _("not done: it is {percent} % by your own word; correct the percent or the status")
        yield case.problem("done-reached", sentence.format(percent=plain(percent)), "percent")


def still_done(case: Case) -> Iterator[Problem]:
    """What is filed or corrected takes no figure away that a later "done" of the unit rests on."""
    for report in (one for one in case.reports if one.entry.status == "done"):
        others = [case.entry, *(one.entry for one in case.reports if one is not report)]
        others.sort(key=lambda one: one.date, reverse=True)  # of one day, this entry is recorded last
        terms = case.times.on(report.entry.date)
        for indicator, _figure, _target in _unreached(terms, case.code, report.entry, others):
            if report.entry.date >= case.entry.date and (case.entry.corrects or indicator.id in case.entry.figures):
                sentence = _(
                    "entry {id} of {day} says done by what {name} was; correct that one first: mstrack correct {id}"
                )
                words = sentence.format(id=report.filed.id, day=report.entry.date, name=indicator.name)
                where = ("figures", indicator.id) if indicator.id in case.entry.figures else ("corrects",)
                yield case.problem("still-done", words, *where)


RULES = (done_by_lead, done_reached, still_done)
"""Every rule of being done."""


class _Unreached(NamedTuple):
    """An indicator, its figure, and the target that it does not reach."""

    indicator: Indicator
    figure: Decimal | None
    target: Decimal


def _unreached(terms: Terms, code: str, entry: Entry, others: Iterable[Entry]) -> Iterator[_Unreached]:
    """Yield the indicators, with their figures and targets, that contradict the "done" of a unit that leads.

    A figure is the entry's own, else the newest of the unit's others (newest first) up to its day.
    """
    if entry.status != "done" or code not in terms.leads:
        return
    before = [one for one in others if one.date <= entry.date]
    for indicator in terms.task.indicators:
        target = _target_of(terms, code, indicator)
        figures = (one.figures[indicator.id] for one in (entry, *before) if indicator.id in one.figures)
        figure = next(figures, None)
        if target is not None and not pace.reaches(figure, target, indicator):
            yield _Unreached(indicator, figure, target)


def _target_of(terms: Terms, code: str, indicator: Indicator) -> Decimal | None:
    """Return what a unit has to reach: the target; of a group's member its share, of a sum without one nothing."""
    if not terms.is_joint:
        return indicator.target
    share = indicator.shares.get(terms.offices.get(code, ""))
    return indicator.target if share is None and indicator.kind == "level" else share


def _target(indicator: Indicator, target: Decimal) -> str:
    """Return a target as a sentence has it; a floor is the number alone."""
    sign = {"at-most": "<" if indicator.above else "≤", "about": "≈"}.get(indicator.bound, "")
    return f"{sign}{plain(target)}"
