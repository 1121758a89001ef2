"""All that a document may say, gathered once: so every number in one document is the number in the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.progress.query import SEVERITY

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from mstrack.format.model import Plan
    from mstrack.progress.snapshot import Logged, Snapshot
    from mstrack.progress.status import Standing
    from mstrack.store.dataset import Dataset


class Dossier(NamedTuple):
    """A store on a day: where the chosen tasks stand, in the table's order, and every entry on them, newest first."""

    dataset: Dataset
    as_of: dt.date
    rev: str | None
    standings: tuple[Standing, ...]
    logged: tuple[Logged, ...]

    @property
    def plan(self) -> Plan:
        """The plan of the store."""
        return self.dataset.plan


class Tally(NamedTuple):
    """The tasks, each counted once, by what a leader asks: done, on pace, slow, blocked, overdue, silent.

    Slow are those behind their pace, by a little (yellow) or much (red), and those whose levels are still to reach.
    """

    done: tuple[Standing, ...]
    on_pace: tuple[Standing, ...]
    slow: tuple[Standing, ...]
    blocked: tuple[Standing, ...]
    overdue: tuple[Standing, ...]
    unreported: tuple[Standing, ...]


def gather(snapshot: Snapshot) -> Dossier:
    """Gather what the store says of tasks on a day. Unreadable holds every problem of what had to be opened."""
    numbers = {one.task.id for one in snapshot.standings}
    logged = tuple(one for one in snapshot.logged() if one.task.id in numbers)
    return Dossier(snapshot.dataset, snapshot.as_of, snapshot.rev, snapshot.standings, logged)


def only(dossier: Dossier, tasks: Collection[int]) -> Dossier:
    """Return the dossier of some of its tasks."""
    return dossier._replace(
        standings=tuple(one for one in dossier.standings if one.task.id in tasks),
        logged=tuple(one for one in dossier.logged if one.task.id in tasks),
    )


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
