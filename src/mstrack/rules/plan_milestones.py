"""The rules of time: deadlines and milestones on days of the plan, in order; tasks that came and went."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.progress import deadlines
from mstrack.progress.nearest import cure
from mstrack.progress.pace import is_measured
from mstrack.progress.routes import problem, tasks

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from decimal import Decimal

    from mstrack.errors import Problem, Route
    from mstrack.format.model import Deadline, Milestone, Plan, Task


def deadline(plan: Plan) -> Iterator[Problem]:
    """A deadline, of the task or of the plan, is worded in one of the forms that name a day, or names it beside.

    The day lies in the plan's period or in the year after it.
    """
    if plan.due and (sentence := _no_day(plan, plan.due)):
        yield problem("deadline", sentence, ("deadline",))
    for route, task in tasks(plan):
        if not plan.due_of(task).words:
            sentence = _("this task has no deadline; write one, or the deadline of all above the items")
            yield problem("deadline", sentence, route)
        elif task.due and (sentence := _no_day(plan, task.due)):
            yield problem("deadline", sentence, (*route, "deadline"))


def milestone_day(plan: Plan) -> Iterator[Problem]:
    """The day of a milestone is worded as a deadline, and is no later than that of the task."""
    for route, task, milestone in _milestones(plan):
        sentence = _no_day(plan, milestone.by)
        due = _day(plan, plan.due_of(task))
        if not sentence and due and (day := _day(plan, milestone.by)) and day > due:
            words = _("{day} lies after the deadline {due}; correct one of the two")
            sentence = words.format(day=day, due=due)
        if sentence:
            yield problem("milestone-day", sentence, (*route, "by"))


def milestone_order(plan: Plan) -> Iterator[Problem]:
    """Milestones stand in the order of their days."""
    for route, task in tasks(plan):
        before = None
        for k, milestone in enumerate(task.milestones):
            day = _day(plan, milestone.by)
            if before and day and day < before:
                sentence = _("{day} lies before the day of the milestone above; put the older one first")
                yield problem("milestone-order", sentence.format(day=day), (*route, "milestones", k, "by"))
            before = day or before


def milestone_indicator(plan: Plan) -> Iterator[Problem]:
    """A milestone names an indicator of its task together with a figure, or neither of the two."""
    for route, task, milestone in _milestones(plan):
        known = [one.id for one in task.indicators]
        if milestone.indicator is None and milestone.figure is not None:
            sentence = _("a figure of nothing; write the indicator that it belongs to, or delete the figure")
            yield problem("milestone-indicator", sentence, (*route, "figure"))
        elif milestone.indicator is not None and milestone.figure is None:
            sentence = _("an indicator without a figure; write the figure to reach, or delete the indicator")
            yield problem("milestone-indicator", sentence, (*route, "indicator"))
        elif milestone.indicator is not None and milestone.indicator not in known:
            sentence = _("task {id} has no indicator {key}; {cure}")
            words = sentence.format(id=task.id, key=milestone.indicator, cure=cure(milestone.indicator, known))
            yield problem("milestone-indicator", words, (*route, "indicator"))


def milestone_figure(plan: Plan) -> Iterator[Problem]:
    """Milestones of what is counted up to a target lie between 0 and the target, and never fall from day to day."""
    for route, task in tasks(plan):
        counted = {one.id: one for one in task.indicators if is_measured(one)}
        before: dict[str, Decimal] = {}
        for k, milestone in enumerate(task.milestones):
            indicator = counted.get(milestone.indicator or "")
            figure = milestone.figure
            if indicator is None or figure is None:
                continue
            if figure < 0:
                sentence = _("{figure} is negative; figures are totals to date").format(figure=plain(figure))
            elif figure > indicator.target:
                sentence = _("{figure} is more than the target {target}; correct one of the two")
                sentence = sentence.format(figure=plain(figure), target=plain(indicator.target))
            elif figure < before.get(indicator.id, figure):
                sentence = _("{figure} is less than the {before} of the milestone above; figures are totals to date")
                sentence = sentence.format(figure=plain(figure), before=plain(before[indicator.id]))
            else:
                before[indicator.id] = figure
                continue
            yield problem("milestone-figure", sentence, (*route, "milestones", k, "figure"))


def came_and_went(plan: Plan) -> Iterator[Problem]:
    """A task is added by its deadline, and dropped no earlier than it was added; on days of the plan."""
    for route, task in tasks(plan):
        for key, decision in (("added", task.added), ("dropped", task.dropped)):
            if decision and decision.date not in plan.period.reach:
                yield problem("came-and-went", outside(plan, decision.date), (*route, key, "date"))
        due = _day(plan, plan.due_of(task))
        if task.added and due and task.added.date > due:
            sentence = _("{day} lies after the deadline {due}; correct one of the two")
            yield problem("came-and-went", sentence.format(day=task.added.date, due=due), (*route, "added", "date"))
        if task.added and task.dropped and task.dropped.date < task.added.date:
            sentence = _("{day} lies before {added}, when the task was added; correct one of the two")
            words = sentence.format(day=task.dropped.date, added=task.added.date)
            yield problem("came-and-went", words, (*route, "dropped", "date"))


RULES = (deadline, milestone_day, milestone_order, milestone_indicator, milestone_figure, came_and_went)
"""Every rule of time."""


def outside(plan: Plan, day: dt.date) -> str:
    """Say that a day lies outside the plan's period."""
    reach = plan.period.reach
    sentence = _("{day} lies outside {start} to {end}, the days of this plan; correct it")
    return sentence.format(day=day, start=reach.start, end=reach.end)


def _milestones(plan: Plan) -> Iterator[tuple[Route, Task, Milestone]]:
    for route, task in tasks(plan):
        for k, milestone in enumerate(task.milestones):
            yield (*route, "milestones", k), task, milestone


def _day(plan: Plan, due: Deadline) -> dt.date | None:
    with suppress(ValueError):
        return deadlines.day_of(plan, due)
    return None


def _no_day(plan: Plan, due: Deadline) -> str:
    """Say why a deadline means no day of the plan; nothing where it means one."""
    try:
        day = deadlines.day_of(plan, due)
    except ValueError as error:
        return str(error)
    return "" if day in plan.period.reach else outside(plan, day)
