"""A store as of a day: the plan in force, and what was filed until then."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mstrack.progress import timeline

if TYPE_CHECKING:
    import datetime as dt

    from mstrack.format.model import Plan, Task
    from mstrack.store.dataset import Dataset
    from mstrack.store.history import History


class Moment:
    """What a standing is derived from: entries dated later than `as_of` do not exist."""

    def __init__(self, dataset: Dataset, as_of: dt.date) -> None:
        """Take an opened store, and the day."""
        self.dataset = dataset
        self.as_of = as_of

    @cached_property
    def plan(self) -> Plan:
        """The plan as it was in force on the as-of day; `dataset.plan` is what the file says today."""
        return timeline.in_force(self.dataset.plan, self.as_of)

    def task(self, number: int) -> Task | None:
        """Return a task of the plan in force by its number; None where it was not there on the as-of day."""
        return next((task for task in self.plan.tasks if task.id == number), None)

    def history(self, task: int) -> History:
        """Return the names filed on a task up to the as-of day; its folder is listed once."""
        return self.dataset.history(task, self.as_of)
