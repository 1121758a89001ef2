"""A task, and a stage of it, on the as-of day: what `status` derives, `lights` decides, and every view shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal
    from fractions import Fraction

    from mstrack.format.model import Milestone, Status, Task
    from mstrack.progress.figures import Actual, Submission

Light = Literal["done", "red", "grey", "yellow", "green"]
Cause = Literal[
    "done",
    "done-late",
    "overdue",
    "to-confirm",
    "blocked",
    "unreported",
    "stale",
    "lag",
    "milestone",
    "near",
    "no-figure",
    "reached",
    "on-pace",
    "behind",
    "under-way",
    "dropped",
]


class MilestoneStanding(NamedTuple):
    """A stage of a task on the as-of day: the day by which it is due, whether it is reached, and its figure so far."""

    milestone: Milestone
    by: dt.date
    reached: bool
    figure: Decimal | None
    days_left: int

    @property
    def missed(self) -> bool:
        """Whether its day has passed and it is not reached."""
        return self.days_left < 0 and not self.reached


class Standing(NamedTuple):
    """A task on the as-of day. Progress, expected and calendar are shares of 1; days are whole days.

    `submission` is the newest that speaks for the task; `status` what its unit says, of a group all of its members.
    `lead` is the unit that files now; `silent_days` count since its last word, or since it took the task over, and
    `is_silent` says that it never reported, or not for `stale_days`.
    `percent` is the unit's own; `by_percent` says that the progress rests on it.
    """

    task: Task
    light: Light
    cause: Cause
    due: dt.date
    days_left: int
    submission: Submission | None
    status: Status | None
    age: int | None
    lead: str
    silent_days: int
    is_silent: bool
    actuals: tuple[Actual, ...]
    slowest: Actual | None
    progress: Fraction | None
    percent: Decimal | None
    by_percent: bool
    expected: Fraction
    calendar: Fraction
    late: int
    milestones: tuple[MilestoneStanding, ...]
    disputed: tuple[str, ...]

    @property
    def lag(self) -> Fraction | None:
        """Expected − actual progress; None where the progress is not known."""
        return None if self.progress is None else self.expected - self.progress

    @property
    def all_reached(self) -> bool:
        """Whether there are targets, and every one is reached."""
        return bool(self.actuals) and all(one.reached for one in self.actuals)

    @property
    def unreached(self) -> tuple[Actual, ...]:
        """The indicators whose targets are not reached."""
        return tuple(one for one in self.actuals if not one.reached)
