"""Tasks counted once each by what a leader asks: done, on pace, slow, blocked, overdue, silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.progress.query import SEVERITY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mstrack.progress.status import Standing

LABELS = {
    "done": "已完成",
    "on_pace": "达序时进度",
    "slow": "进度滞后",
    "blocked": "受阻",
    "overdue": "逾期",
    "unreported": "未报送",
}
"""The parts of a tally as tables call them."""


class Tally(NamedTuple):
    """The tasks, each in one part.

    Slow are those behind their pace, by a little (yellow) or much (red), and those whose levels are still to reach.
    """

    done: tuple[Standing, ...]
    on_pace: tuple[Standing, ...]
    slow: tuple[Standing, ...]
    blocked: tuple[Standing, ...]
    overdue: tuple[Standing, ...]
    unreported: tuple[Standing, ...]


def tally(standings: Sequence[Standing]) -> Tally:
    """Count tasks by their lights and causes; each is in one part, the worst first in each."""
    parts: dict[str, list[Standing]] = {name: [] for name in Tally._fields}
    for one in sorted(standings, key=lambda one: (SEVERITY[one.light], -(one.lag or 0), one.task.id)):
        parts[_part(one)].append(one)
    return Tally(**{name: tuple(several) for name, several in parts.items()})


def _part(one: Standing) -> str:
    if one.cause in {"overdue", "blocked"}:
        return str(one.cause)
    return {"done": "done", "green": "on_pace", "yellow": "slow", "red": "slow", "grey": "unreported"}[one.light]
