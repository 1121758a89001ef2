"""The entries of one task, read and checked together: each by its form, its name and the plan, all by each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.progress.figures import Submission
from mstrack.rules import conflicts
from mstrack.store import load
from mstrack.store.entry_names import disagreements
from mstrack.store.source import ENTRY_LIMIT

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from mstrack.errors import Problem
    from mstrack.format.model import Entry, Plan, Task
    from mstrack.rules.conflicts import Corrections
    from mstrack.store.entry_names import Filed
    from mstrack.store.source import Files


class Batch(NamedTuple):
    """The entries of one task: those that the cache has, and the texts of the others, by path.

    `task` is None where the plan has no such task, or cannot be read: the entries are read all the same. From `source`
    a text comes that a problem has to be placed in.
    """

    task: Task | None
    filed: tuple[Filed, ...]
    corrections: Corrections
    texts: dict[str, bytes]
    known: dict[str, Entry]
    source: Files


class Result(NamedTuple):
    """The entries whose texts were read and passed, by path, and every problem at its place."""

    read: dict[str, Entry]
    problems: list[Problem]


def check(batch: Batch, plan: Plan | None, today: dt.date, latest: dt.datetime | None) -> Result:
    """Read the texts that the cache does not have, and hold all entries against the plan, as of `today`."""
    entries = dict(batch.known)
    learned = load.learn("entry", {path: text for path, text in batch.texts.items() if path not in entries})
    entries |= learned.values
    found = _of_entries(batch, entries, plan, batch.task, (today, latest)) if plan and batch.task else ()
    placed = [one if one.line else load.placed(one, _text(batch, one.path)) for one in found]
    return Result(learned.values, [*learned.problems, *placed])


def _text(batch: Batch, path: str) -> bytes:
    return batch.texts[path] if path in batch.texts else batch.source.read(path, ENTRY_LIMIT)


def _of_entries(
    batch: Batch, entries: dict[str, Entry], plan: Plan, task: Task, times: tuple[dt.date, dt.datetime | None]
) -> Iterator[Problem]:
    """Yield what entries say against their names, the plan and each other."""
    units = {unit.code: unit for unit in plan.units}
    submissions = [
        Submission(filed, entries[filed.path]) for filed in batch.filed if filed.path in entries and filed.code in units
    ]
    for filed, entry in submissions:
        yield from disagreements(entry, filed, units[filed.code])
    yield from conflicts.problems(plan, task, submissions, batch.corrections, *times)
