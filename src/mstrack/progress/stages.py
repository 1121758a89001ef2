"""Stages of tasks that are due in a range of days: rows of their own, since a task of any deadline may have one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.progress import deadlines, query, status
from mstrack.progress.dates import Range

if TYPE_CHECKING:
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import MilestoneStanding, Standing


class Stage(NamedTuple):
    """A stage of a task, with where the task stands."""

    standing: Standing
    milestone: MilestoneStanding


def of_range(snapshot: Snapshot) -> list[Stage]:
    """Return the stages of the range, of the tasks that the other filters leave, by day; a dropped task has none."""
    plan, choice = snapshot.plan, snapshot.choice
    chosen = [
        task
        for task in query.tasks(plan, choice._replace(due=Range()))
        if not task.dropped and any(deadlines.day_of(plan, one.by) in choice.due for one in task.milestones)
    ]
    standings = query.fitting(status.of_tasks(snapshot, chosen), choice)
    found = [Stage(one, stage) for one in standings for stage in one.milestones if stage.by in choice.due]
    return sorted(found, key=lambda one: (one.milestone.by, one.standing.task.id))
