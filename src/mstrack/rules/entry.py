"""Why an entry is refused: each rule a small pure function, its docstring the rule for staff and reviewers.

A rule takes the case of one entry (what it says, the plan, what its unit filed on the task before) and yields problems
with a route into the entry.
"""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import Problem
from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.progress import figures

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from mstrack.format.model import Entry, Indicator, Plan, Task
    from mstrack.progress.figures import Submission
    from mstrack.store.dataset import Filed

SAYS_ITSELF = {"done", "blocked"}
"""Statuses that say something without any figure or word."""


class Case(NamedTuple):
    """One entry, and what is needed to judge it.

    `reports` are the unit's other effective reports on the task, newest first, without those that this entry corrects;
    `filed` are all entries of the task by their ids, `corrected` the ids that other entries replace already, `rivals`
    the corrections that dispute an entry, together. `task` is as it was on the entry's day (`promised`), `offices` are
    those that may report on it (`offices`).
    """

    plan: Plan
    task: Task
    entry: Entry
    path: str
    today: dt.date
    reports: tuple[Submission, ...]
    filed: dict[str, Filed]
    corrected: frozenset[str]
    offices: tuple[str, ...]
    rivals: tuple[frozenset[str], ...] = ()

    def problem(self, rule: str, sentence: str, *route: str | int) -> Problem:
        """Return a problem of this entry."""
        return Problem(self.path, 0, 0, rule, sentence, route)


def promised(task: Task, day: dt.date) -> Task:
    """Return a task as it was on a day: what amendments dated later changed has the value that they found.

    So an entry stays right when the promise changes after its day: a target that was raised undoes no "done".
    """
    later = [one for one in task.amendments if one.date > day]
    if not later:
        return task
    was = {one.field: one for one in reversed(later)}  # of several, the oldest found what was in force
    indicators = [
        replace(one, target=was[one.id].target_was or one.target) if one.id in was else one for one in task.indicators
    ]
    leads = was["lead_unit"].names if "lead_unit" in was else task.lead_units
    return replace(task, lead_units=leads or task.lead_units, indicators=tuple(indicators))


def reporting_units(plan: Plan, task: Task, day: dt.date) -> tuple[str, ...]:
    """Return the names of all that may report on a task as of a day; who leads it only since then was a partner."""
    before = promised(task, day)
    now = figures.reporting_units(plan, task)
    return now if before is task else tuple(dict.fromkeys((*figures.reporting_units(plan, before), *now)))


def named_unit(case: Case) -> Iterator[Problem]:
    """An entry is filed by a unit that the task names; the members of a group count as named, the group does not."""
    if case.entry.unit in case.offices:
        return
    unit = case.plan.unit(case.entry.unit)
    if unit and unit.members:
        told = _("{unit} is a group, no office; file as one of its members: {names}")
        yield case.problem("named-unit", told.format(unit=unit.name, names=_(", ").join(unit.members)), "unit")
    else:
        told = _("task {id} does not name {unit}; it names {names}")
        words = told.format(id=case.task.id, unit=case.entry.unit, names=_(", ").join(case.offices))
        yield case.problem("named-unit", words, "unit")


def known_indicator(case: Case) -> Iterator[Problem]:
    """A figure belongs to an indicator of the task, or to one that an amendment of a later day dropped."""
    known = [one.id for one in case.task.indicators]
    for key in case.entry.figures:
        if key not in known and not _is_dropped(case, key):
            near = difflib.get_close_matches(key, known, n=1, cutoff=0)
            told = (
                _("task {id} has no indicator {key}; did you mean {near}?")
                if near
                else _("task {id} has no indicators")
            )
            words = told.format(id=case.task.id, key=key, near=near[0] if near else "")
            yield case.problem("known-indicator", words, "figures", key)


def possible_figure(case: Case) -> Iterator[Problem]:
    """A total is not negative, and a rate is not above 100 %."""
    for indicator, figure in _figures(case):
        if figure < 0 and indicator.kind == "cumulative":
            told = _("{figure} is negative; figures are totals to date")
            yield case.problem("possible-figure", told.format(figure=plain(figure)), "figures", indicator.id)
        if indicator.measure == "%" and figure > 100:  # noqa: PLR2004  percent
            told = _("{figure} is more than 100 %; write the rate in percent")
            yield case.problem("possible-figure", told.format(figure=plain(figure)), "figures", indicator.id)


def growing(case: Case) -> Iterator[Problem]:
    """A cumulative figure is not below the unit's figure of an earlier day, nor above that of a later one."""
    for indicator, figure in _figures(case):
        if indicator.kind != "cumulative":
            continue
        for report in case.reports:
            other = report.entry.figures.get(indicator.id)
            if other is None:
                continue
            day = report.entry.date
            if (day < case.entry.date and figure < other) or (day > case.entry.date and figure > other):
                told = _(
                    "{figure} does not fit the {other} of {day}: figures are totals. Wrong then? mstrack correct {id}"
                )
                words = told.format(figure=plain(figure), other=plain(other), day=day, id=report.filed.id)
                yield case.problem("growing", words, "figures", indicator.id)
                break


def possible_day(case: Case) -> Iterator[Problem]:
    """The day of an entry lies in the plan's period or up to one year after it, and not in the future."""
    reach = case.plan.period.reach
    if case.entry.date not in reach:
        told = _("{day} lies outside {start} to {end}, the days of this plan; give the day that the figures hold for")
        words = told.format(day=case.entry.date, start=reach.start, end=reach.end)
        yield case.problem("possible-day", words, "date")
    elif case.entry.date > case.today:
        told = _("{day} lies in the future (today is {today}); give the day that the figures hold for")
        yield case.problem("possible-day", told.format(day=case.entry.date, today=case.today), "date")


def done_by_lead(case: Case) -> Iterator[Problem]:
    """Only the lead unit says that a task is done."""
    if case.entry.status == "done" and case.entry.unit != case.task.lead_unit:
        told = _("only the lead unit, {lead}, says done; file in-progress with your figures")
        yield case.problem("done-by-lead", told.format(lead=case.task.lead_unit), "status")


def done_reached(case: Case) -> Iterator[Problem]:
    """A task is done when every target is reached, by this entry or by the unit's newest figure before it."""
    for indicator, figure in _unreached(case.task, case.entry, (one.entry for one in case.reports)):
        told = _("not done: {name} stands at {figure}, the target is {target}; correct the figure or the status")
        words = told.format(
            name=indicator.name,
            figure=_("nothing") if figure is None else plain(figure),
            target=plain(indicator.target),
        )
        yield case.problem("done-reached", words, "status")


def still_done(case: Case) -> Iterator[Problem]:
    """What is filed or corrected takes no figure away that a later "done" of the unit rests on."""
    for report in case.reports:
        others = [case.entry, *(one.entry for one in case.reports if one is not report)]
        others.sort(key=lambda one: one.date, reverse=True)  # of one day, this entry is recorded last
        task = promised(case.task, report.entry.date)
        for indicator, _figure in _unreached(task, report.entry, others):
            if report.entry.date >= case.entry.date and (case.entry.corrects or indicator.id in case.entry.figures):
                told = _(
                    "entry {id} of {day} says done by what {name} was; correct that one first: mstrack correct {id}"
                )
                words = told.format(id=report.filed.id, day=report.entry.date, name=indicator.name)
                where = ("figures", indicator.id) if indicator.id in case.entry.figures else ("corrects",)
                yield case.problem("still-done", words, *where)


def once(case: Case) -> Iterator[Problem]:
    """A unit reports an indicator once a day; what was wrong is put right by a correction."""
    for report in case.reports:
        if report.entry.date == case.entry.date:
            for key in case.entry.figures:
                if key in report.entry.figures:
                    told = _("{unit} has reported {key} for {day} already; to put it right: mstrack correct {id}")
                    words = told.format(unit=case.entry.unit, key=key, day=case.entry.date, id=report.filed.id)
                    yield case.problem("once", words, "figures", key)


def says_something(case: Case) -> Iterator[Problem]:
    """An entry says something: a figure, a note, a problem, a next step, or that the task is done or blocked."""
    entry = case.entry
    said = entry.figures or entry.note or entry.problem or entry.next or entry.status in SAYS_ITSELF
    if entry.status is None and not entry.corrects:
        told = _("the status is missing; give not-started, in-progress, blocked or done")
        yield case.problem("says-something", told, "status")
    elif not said:
        yield case.problem("says-something", _("the entry says nothing; give a figure or a note"), "note")


def reasoned(case: Case) -> Iterator[Problem]:
    """A correction and a withdrawal say in the note why."""
    if case.entry.corrects and not case.entry.note:
        yield case.problem("reasoned", _("say in the note why the entry is corrected"), "note")


def corrects_filed(case: Case) -> Iterator[Problem]:
    """A correction names entries of its own unit and task that stand, or all the rival corrections of a dispute."""
    named = case.entry.corrects
    if len(set(named)) < len(named):
        yield case.problem("corrects-filed", _("an entry is named twice; name each once"), "corrects")
    for rivals in case.rivals:
        if rivals.intersection(named) and not rivals.issubset(named):
            told = _("the corrections {ids} dispute one entry; correct all of them at once")
            yield case.problem("corrects-filed", told.format(ids=" ".join(sorted(rivals))), "corrects")
    for old in named:
        filed = case.filed.get(old)
        unit = case.plan.unit(case.entry.unit)
        if filed is None:
            told = _("task {id} has no entry {old}; mstrack log lists them").format(id=case.task.id, old=old)
            yield case.problem("corrects-filed", told, "corrects")
        elif unit and filed.code != unit.code:
            told = _("entry {old} is not of {unit}; its own unit corrects it").format(old=old, unit=unit.name)
            yield case.problem("corrects-filed", told, "corrects")
        elif old in case.corrected:
            told = _("entry {old} is corrected already; correct the entry that replaced it").format(old=old)
            yield case.problem("corrects-filed", told, "corrects")


ENTRY_RULES = (
    named_unit,
    known_indicator,
    possible_figure,
    growing,
    possible_day,
    done_by_lead,
    done_reached,
    still_done,
    once,
    says_something,
    reasoned,
    corrects_filed,
)
"""Every rule for an entry, in the order in which its reader meets them."""


def of_entry(case: Case) -> list[Problem]:
    """Return every reason to refuse an entry; none where it may be filed."""
    return [problem for rule in ENTRY_RULES for problem in rule(case)]


def _figures(case: Case) -> list[tuple[Indicator, Decimal]]:
    figures = case.entry.figures
    return [(one, figures[one.id]) for one in case.task.indicators if one.id in figures]


def _is_dropped(case: Case, key: str) -> bool:
    return any(one.was == key and one.date > case.entry.date for one in case.task.amended("indicators"))


def _unreached(task: Task, entry: Entry, others: Iterable[Entry]) -> Iterator[tuple[Indicator, Decimal | None]]:
    """Yield the indicators, with their figures, that contradict the lead unit's "done".

    A figure is the entry's own, else the newest of the unit's others (newest first) up to its day.
    """
    if entry.status != "done" or entry.unit != task.lead_unit:
        return
    before = [one for one in others if one.date <= entry.date]
    for indicator in task.indicators:
        figures = (one.figures[indicator.id] for one in (entry, *before) if indicator.id in one.figures)
        figure = next(figures, None)
        if figure is None or figure < indicator.target or (indicator.above and figure == indicator.target):
            yield indicator, figure
