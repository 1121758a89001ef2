"""Where a task stands: derived from the plan in force and the entries, never stored, never guessed.

Silence is neither zero nor on track, and a light that says more than is known is a falsehood: the first rule that fits
gives it, with its cause.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

from mstrack.errors import Unreadable, gathering
from mstrack.progress import deadlines, pace
from mstrack.progress.figures import Actual, Submission, TaskFilings
from mstrack.progress.lights import light_of
from mstrack.progress.standing import MilestoneStanding, Standing
from mstrack.store import months

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from mstrack.errors import Problem
    from mstrack.format.model import Indicator, Plan, Status, Task
    from mstrack.progress.figures import Submissions
    from mstrack.progress.moment import Moment
    from mstrack.store.entry_names import Filed

TASKS_PER_QUERY = 5
"""Tasks whose newest entries one query to the cache reads; few, so that few file names are kept at a time."""


def of_tasks(moment: Moment, tasks: Iterable[Task]) -> list[Standing]:
    """Return the standings of tasks of the plan in force. Unreadable holds the problems of all of them."""
    problems: list[Problem] = []
    standings: list[Standing] = []
    waiting = iter(tasks)
    while some := list(islice(waiting, TASKS_PER_QUERY)):
        standings += _of_some(moment, some, problems)
    if problems:
        raise Unreadable(problems)
    return standings


def _of_some(moment: Moment, tasks: list[Task], problems: list[Problem]) -> Iterator[Standing]:
    """Yield the standings of a few tasks, and gather the problems of those that have none."""
    chosen: list[Task] = []
    newest: list[Filed] = []
    for task in tasks:
        with gathering(problems):
            newest += filings(moment, task).first()
            chosen.append(task)
    with gathering(problems):
        moment.dataset.open(newest)
    for task in chosen:
        with gathering(problems):
            yield of_task(moment, task)


def filings(moment: Moment, task: Task) -> TaskFilings:
    """Return what was filed on a task up to the as-of day; nothing is opened yet."""
    return TaskFilings(moment.dataset, moment.plan, task, moment.history(task.id))


def of_task(moment: Moment, task: Task) -> Standing:
    """Return where one task of the plan in force stands."""
    plan, as_of = moment.plan, moment.as_of
    found = filings(moment, task)
    tenure, several = found.by_unit()
    submission = found.last(several)
    status = _status([one.newest() for one in several])
    due = deadlines.of_task(plan, task)
    finished = _finished(found, due, by_members=bool(tenure and tenure.by_members)) if status == "done" else None
    actuals = tuple(_actual(moment, task, found.figure(indicator)) for indicator in task.indicators)
    slowest = max(
        (one for one in actuals if one.progress is not None),
        key=lambda one: (one.lag or 0, -(one.progress or 0)),
        default=None,
    )
    days = 0 if slowest else plan.lights.stale_days  # where figures speak, no older entry is opened for it
    percent = _percent([_own_percent(each, days) for each in several])
    silent_days = _silent(plan, found, submission, as_of)
    standing = Standing(
        task=task,
        light="green",
        cause="under-way",
        due=due,
        days_left=(due - as_of).days,
        submission=submission,
        status=status,
        age=(as_of - submission.entry.date).days if submission else None,
        lead=task.lead_unit,
        silent_days=silent_days,
        is_silent=submission is None or silent_days > plan.lights.stale_days,
        actuals=actuals,
        slowest=slowest,
        progress=_progress(slowest, percent, status),
        percent=percent,
        by_percent=slowest is None and percent is not None,
        expected=pace.expected(plan, task, as_of, slowest.indicator if slowest else None),
        calendar=pace.calendar(plan, as_of),
        late=max(0, (finished - due).days) if finished else 0,
        milestones=_milestones(moment, found, actuals, done=status == "done"),
        disputed=tuple(moment.history(task.id).disputes()),
    )
    light, cause = light_of(standing, plan.lights)
    return standing._replace(light=light, cause=cause)


def rates_of(moment: Moment, one: Standing, indicator: Indicator) -> pace.Rates:
    """Return how fast an indicator has to grow and lately grew. Older entries are opened: ask for few tasks."""
    actual = next(each for each in one.actuals if each.indicator.id == indicator.id)
    series = filings(moment, one.task).series(indicator)
    if actual.provisional or actual.joint:  # of a sum only today's figure is known
        series = iter([(moment.as_of, actual.figure)] if actual.figure is not None else [])
    return pace.rates(indicator, series, one.due, moment.as_of)


def _actual(moment: Moment, task: Task, one: Actual) -> Actual:
    """Put beside a figure how far it is, and how far it should be."""
    if not pace.is_measured(one.indicator):
        return one
    expected = pace.expected(moment.plan, task, moment.as_of, one.indicator)
    return one._replace(progress=pace.progress(one.figure, one.indicator.target, one.indicator), expected=expected)


def _status(newest: list[Submission | None]) -> Status | None:
    """Return what the lead unit says; a group is done when each member is, and blocked when one is."""
    statuses = [one.entry.status if one else None for one in newest]
    for status in ("done", "not-started"):
        if statuses and all(one == status for one in statuses):
            return statuses[0]
    if "blocked" in statuses:
        return "blocked"
    return next((("in-progress" if len(statuses) > 1 else one) for one in statuses if one), None)


def _own_percent(several: Submissions, days: int) -> Decimal | None:
    """Return the newest percentage of a unit, unless its newest report is more than `days` days younger."""
    newest = several.newest()
    if newest is None or newest.entry.percent is not None or not days:
        return newest.entry.percent if newest else None
    since = newest.entry.date - dt.timedelta(days=days)
    one = next(several.all_speaking_of(months.PERCENT, since.isoformat()), None)
    return one.entry.percent if one else None


def _percent(several: list[Decimal | None]) -> Decimal | None:
    """Return the lowest of the percentages that members gave; a member without one says nothing of the whole."""
    return min((one for one in several if one is not None), default=None)


def _progress(slowest: Actual | None, percent: Decimal | None, status: Status | None) -> Fraction | None:
    if slowest:
        return slowest.progress
    if percent is not None:
        return Fraction(percent) / 100
    return Fraction(0) if status == "not-started" else None


def _silent(plan: Plan, found: TaskFilings, submission: Submission | None, as_of: dt.date) -> int:
    """Return for how many days nobody has reported: since the last report, or since another unit took the lead.

    Where there is no report, they count from the day that the task was added, else from the start of the period.
    """
    led_since = found.tenures[0].since
    added = found.task.added.date if found.task.added else None
    since = [submission.entry.date, led_since] if submission else [led_since, added]
    return max(0, (as_of - max(filter(None, since), default=plan.period.start)).days)


def _finished(found: TaskFilings, due: dt.date, *, by_members: bool) -> dt.date | None:
    """Return the day since which the task is done; older entries are opened only while it was late."""
    _tenure, several = found.by_unit()
    days = [_done_since(one, due) for one in several] if by_members else [_done_since(found.lead(), due)]
    return max(filter(None, days), default=None)


def _done_since(several: Iterable[Submission], due: dt.date) -> dt.date | None:
    finished = None
    for one in several:
        if one.entry.status != "done":
            break
        finished = one.entry.date
        if finished <= due:
            break
    return finished


def _milestones(
    moment: Moment, found: TaskFilings, actuals: tuple[Actual, ...], *, done: bool
) -> tuple[MilestoneStanding, ...]:
    """Return where each stage stands; where it has no figure, entries are opened until one says that it is reached."""
    by_id = {one.indicator.id: one for one in actuals}
    standings = []
    for one in found.task.milestones:
        by = deadlines.day_of(moment.plan, one.by)
        actual = by_id.get(one.indicator or "") if one.figure is not None else None
        if actual and one.figure is not None:
            reached = pace.reaches(actual.figure, one.figure, actual.indicator)
        else:
            reached = done or found.lead_speaks_of(months.reached(one.id))
        figure = actual.figure if actual else None
        standings.append(MilestoneStanding(one, by, done or reached, figure, (by - moment.as_of).days))
    return tuple(standings)
