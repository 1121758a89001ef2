"""Tasks counted once each by cause, by what a leader asks: what is known of each, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.progress.query import SEVERITY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mstrack.progress.standing import Cause, Standing


class Tally(NamedTuple):
    """The tasks, each in one part; dropped ones are in none.

    `reached` are those whose targets are all reached while nobody said done, `slow` those that lag or missed a stage,
    `near` those that are close to their deadline and not there. `under_way` has nothing that a pace could measure.
    """

    done: tuple[Standing, ...] = ()
    reached: tuple[Standing, ...] = ()
    on_pace: tuple[Standing, ...] = ()
    behind: tuple[Standing, ...] = ()
    under_way: tuple[Standing, ...] = ()
    near: tuple[Standing, ...] = ()
    slow: tuple[Standing, ...] = ()
    blocked: tuple[Standing, ...] = ()
    overdue: tuple[Standing, ...] = ()
    unreported: tuple[Standing, ...] = ()


PART_OF: dict[Cause, str] = {
    "done": "done",
    "done-late": "done",
    "to-confirm": "reached",
    "reached": "reached",
    "on-pace": "on_pace",
    "behind": "behind",
    "under-way": "under_way",
    "near": "near",
    "lag": "slow",
    "milestone": "slow",
    "blocked": "blocked",
    "overdue": "overdue",
    "unreported": "unreported",
    "stale": "unreported",
    "no-figure": "unreported",
}
"""The part that each cause counts in; a dropped task counts nowhere."""


def tally(standings: Sequence[Standing]) -> Tally:
    """Count tasks by their causes; each is in one part, the worst first in each."""
    parts: dict[str, list[Standing]] = {name: [] for name in Tally._fields}
    for one in sorted(standings, key=lambda one: (SEVERITY[one.light], -(one.lag or 0), one.task.id)):
        if one.cause in PART_OF:
            parts[PART_OF[one.cause]].append(one)
    return Tally(**{name: tuple(several) for name, several in parts.items()})
