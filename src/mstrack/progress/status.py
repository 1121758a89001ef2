"""Where a task stands: derived from the plan and the entries, never stored, never guessed.

A task's figure is that of its lead unit; the latest date wins, not the latest file. Only where the lead unit has
filed none do the shares of the others, added up, stand in for it, and are marked. Silence is neither zero nor on track.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003  beside Fraction, which is needed when it runs
from fractions import Fraction
from itertools import groupby, islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from mstrack.errors import Unreadable, gathering
from mstrack.progress import dates, deadlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from mstrack.errors import Problem
    from mstrack.format.model import Entry, Indicator, Lights, Plan, Task, Unit
    from mstrack.store.dataset import Dataset, Filed, History

AT_ONCE = 5
"""So many tasks are judged together: one question to the memo for their newest entries, few names kept at a time."""

Light = Literal["done", "red", "grey", "yellow", "green"]
Cause = Literal[
    "done", "done-late", "overdue", "blocked", "unreported", "stale", "no-figure", "lag", "near", "on-pace", "reported"
]


class Submission(NamedTuple):
    """An entry that counts, and what its path says."""

    filed: Filed
    entry: Entry


class Actual(NamedTuple):
    """What is known of one indicator: its figure and where it comes from.

    `sources` holds the lead unit's report, or, where the figure is the sum of shares (`provisional`), one a unit.
    `progress` is figure ⁄ target of a cumulative indicator, uncapped; None for a level, or where there is no figure.
    """

    indicator: Indicator
    figure: Decimal | None = None
    sources: tuple[Submission, ...] = ()
    provisional: bool = False
    progress: Fraction | None = None

    @property
    def reached(self) -> bool:
        """Whether the target, a floor, is reached; a figure that nobody filed reaches nothing."""
        if self.figure is None:
            return False
        target = self.indicator.target
        return self.figure > target if self.indicator.above else self.figure >= target


class Standing(NamedTuple):
    """A task on the as-of day. Progress, pace and lag are shares of 1; days are whole days."""

    task: Task
    light: Light
    cause: Cause
    due: dt.date
    days_left: int
    report: Submission | None
    age: int | None
    actuals: tuple[Actual, ...]
    slowest: Actual | None
    pace: Fraction
    late: int
    disputed: tuple[str, ...]

    @property
    def progress(self) -> Fraction | None:
        """The progress of the slowest cumulative indicator; never an average."""
        return self.slowest.progress if self.slowest else None

    @property
    def lag(self) -> Fraction | None:
        """Expected pace − progress; None where no cumulative figure is known."""
        return None if self.progress is None else self.pace - self.progress


def of_tasks(dataset: Dataset, tasks: Iterable[Task], as_of: dt.date) -> list[Standing]:
    """Return the standings of tasks on a day. Unreadable holds the problems of all of them."""
    problems: list[Problem] = []
    standings: list[Standing] = []
    waiting = iter(tasks)
    while some := list(islice(waiting, AT_ONCE)):
        standings += _of_some(dataset, some, as_of, problems)
    if problems:
        raise Unreadable(problems)
    return standings


def _of_some(dataset: Dataset, tasks: list[Task], as_of: dt.date, problems: list[Problem]) -> Iterator[Standing]:
    """Yield the standings of a few tasks, and gather the problems of those that have none."""
    chosen: list[tuple[Task, History]] = []
    newest: list[Filed] = []
    for task in tasks:
        with gathering(problems):
            history = dataset.history(task.id, as_of)
            chosen.append((task, history))
            newest += islice(history.effective(_code(dataset.plan, task.lead_unit)), 1)
    with gathering(problems):
        dataset.open(newest)
    for task, history in chosen:
        with gathering(problems):
            yield of_task(dataset, task, history, as_of)


def of_task(dataset: Dataset, task: Task, history: History, as_of: dt.date) -> Standing:
    """Return where one task stands on a day."""
    plan = dataset.plan
    of_lead = _Reports(dataset, history, _code(plan, task.lead_unit))
    report = of_lead.newest()
    actuals = tuple(_actual(dataset, task, history, of_lead, indicator) for indicator in task.indicators)
    known = [actual for actual in actuals if actual.progress is not None]
    due = deadlines.of_task(plan, task)
    finished = _finished(of_lead, due)
    standing = Standing(
        task=task,
        light="green",
        cause="reported",
        due=due,
        days_left=(due - as_of).days,
        report=report,
        age=(as_of - report.entry.date).days if report else None,
        actuals=actuals,
        slowest=min(known, key=lambda actual: actual.progress or 0, default=None),
        pace=dates.expected_pace(as_of, plan.period),
        late=max(0, (finished - due).days) if finished else 0,
        disputed=tuple(history.disputes()),
    )
    light, cause = judge(standing, plan.lights)
    return standing._replace(light=light, cause=cause)


def judge(standing: Standing, lights: Lights) -> tuple[Light, Cause]:  # noqa: PLR0911  a table, first row that fits
    """Return the light and its cause: the first rule that fits."""
    report = standing.report
    lag = None if standing.lag is None else standing.lag * 100
    if report and report.entry.status == "done":
        return "done", "done-late" if standing.late else "done"
    if standing.days_left < 0:
        return "red", "overdue"
    if report and report.entry.status == "blocked":
        return "red", "blocked"
    if report is None:
        return "grey", "unreported"
    if standing.age is not None and standing.age > lights.stale_days:
        return "grey", "stale"
    if lag is not None and lag > Fraction(lights.red):
        return "red", "lag"
    if lag is not None and lag > Fraction(lights.yellow):
        return "yellow", "lag"
    if standing.days_left <= lights.near_days and _unreached_levels(standing):
        return "yellow", "near"
    if any(one.figure is None for one in standing.actuals if one.indicator.kind == "cumulative"):
        return "grey", "no-figure"
    return "green", "reported" if lag is None else "on-pace"


def partner_shares(
    dataset: Dataset, task: Task, history: History, indicator: Indicator
) -> list[tuple[Unit, Submission | None]]:
    """Return, for each unit but the lead, its newest report with a figure of the indicator, or None."""
    units = others(dataset.plan, task)
    return [(unit, _Reports(dataset, history, unit.code).with_figure(indicator.id)) for unit in units]


def reports(dataset: Dataset, history: History, code: str) -> Iterator[Submission]:
    """Yield the effective reports of the unit with this code, newest first; withdrawals are none."""
    return iter(_Reports(dataset, history, code))


def others(plan: Plan, task: Task) -> list[Unit]:
    """Return the units beside the lead unit that report on a task: partners, and the members of groups."""
    names = [member for name in task.units[1:] for member in _members(plan, name)]
    units = {unit.name: unit for unit in plan.units}
    return [units[name] for name in dict.fromkeys(names) if name != task.lead_unit]


def reporting_units(plan: Plan, task: Task) -> tuple[str, ...]:
    """Return the names of all units that report on a task, the lead unit first."""
    return (task.lead_unit, *(unit.name for unit in others(plan, task)))


def _members(plan: Plan, name: str) -> tuple[str, ...]:
    unit = plan.unit(name)
    return unit.members if unit and unit.members else (name,)


class _Reports:
    """The effective entries of one unit on one task, newest first; opened one after the other, as far as asked."""

    def __init__(self, dataset: Dataset, history: History, code: str) -> None:
        self._source = self._walk(dataset, history, code)
        self._read: list[Submission] = []

    def newest(self) -> Submission | None:
        return next(iter(self), None)

    def with_figure(self, indicator: str) -> Submission | None:
        return next((report for report in self if indicator in report.entry.figures), None)

    def __iter__(self) -> Iterator[Submission]:
        yield from self._read
        for report in self._source:
            self._read.append(report)
            yield report

    @staticmethod
    def _walk(dataset: Dataset, history: History, code: str) -> Iterator[Submission]:
        """Two reports of one day: the one recorded later first. A withdrawal is no report."""
        for _day, group in groupby(history.effective(code), key=lambda filed: filed.day):
            of_day = [Submission(filed, dataset.entry(filed)) for filed in group]
            of_day.sort(key=lambda report: (report.entry.recorded, report.filed.id), reverse=True)
            yield from (report for report in of_day if not report.entry.withdrawn)


def _actual(dataset: Dataset, task: Task, history: History, of_lead: _Reports, indicator: Indicator) -> Actual:
    report = of_lead.with_figure(indicator.id)
    sources: tuple[Submission, ...] = (report,) if report else ()
    if not report and indicator.kind == "cumulative":
        sources = tuple(share for _unit, share in partner_shares(dataset, task, history, indicator) if share)
    if not sources:
        return Actual(indicator)
    said = [one.entry.figures[indicator.id] for one in sources]
    figure = said[0] if report else sum(said, start=0 * indicator.target)
    is_measured = indicator.kind == "cumulative" and indicator.target > 0
    progress = Fraction(figure) / Fraction(indicator.target) if is_measured else None
    return Actual(indicator, figure, sources, not report, progress)


def _finished(of_lead: _Reports, due: dt.date) -> dt.date | None:
    """Return the day since which the unit says done; older reports are opened only while it was late."""
    finished = None
    for report in of_lead:
        if report.entry.status != "done":
            break
        finished = report.entry.date
        if finished <= due:
            break
    return finished


def _unreached_levels(standing: Standing) -> list[Actual]:
    return [one for one in standing.actuals if one.indicator.kind == "level" and not one.reached]


def _code(plan: Plan, name: str) -> str:
    unit = plan.unit(name)
    return unit.code if unit else ""
