"""The day that a deadline of the plan means: the day it names itself, else what its words mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.progress import dates

if TYPE_CHECKING:
    import datetime as dt

    from mstrack.format.model import Deadline, Plan, Task


def of_task(plan: Plan, task: Task) -> dt.date:
    """Return the last day of a task: by its row of the table, else by the plan. ValueError names the accepted forms."""
    return day_of(plan, plan.due_of(task))


def day_of(plan: Plan, due: Deadline) -> dt.date:
    """Return the day of a deadline or of a milestone. ValueError names the accepted forms."""
    return due.day or dates.deadline(due.words, plan.period)
