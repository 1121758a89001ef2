"""Some units' entries on one task, read and judged by themselves: a piece of work for one process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from mstrack.format import codec
from mstrack.progress.status import Submission
from mstrack.rules import conflicts
from mstrack.store import dataset, load

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from mstrack.errors import Problem
    from mstrack.format.model import Entry, Plan, Task
    from mstrack.rules.conflicts import Corrections
    from mstrack.store.dataset import Filed

ENOUGH = 1000
"""So many entries are one piece of work: a tenth of a second."""


class Assessment(NamedTuple):
    """What entries are judged by: the plan, and which day is today."""

    plan: Plan
    today: dt.date


class Lot(NamedTuple):
    """Entries on one task, all of their units: their texts, and the canonical JSON of those that are known, by path.

    Where there is no such task (or no plan) they are read all the same.
    """

    task: Task | None
    filed: tuple[Filed, ...]
    said: Corrections
    texts: dict[str, bytes]
    known: dict[str, str]

    @property
    def unknown(self) -> int:
        """How many texts have to be read."""
        return len(self.texts) - len(self.known)


class Verdict(NamedTuple):
    """The canonical JSON of the texts that were read and passed, by path, and all that is wrong, at its place."""

    passed: dict[str, str]
    problems: list[Problem]


def lots(
    task: Task | None, filed: Iterable[Filed], said: Corrections, texts: dict[str, bytes], known: dict[str, str]
) -> Iterator[Lot]:
    """Divide the entries on a task that have texts: those of a unit are judged together."""
    by_unit: dict[str, list[Filed]] = {}
    for one in filed:
        if one.path in texts:
            by_unit.setdefault(one.code, []).append(one)
    some: list[Filed] = []
    for of_unit in by_unit.values():
        some += of_unit
        if len(some) >= ENOUGH:
            yield _lot(task, some, said, texts, known)
            some = []
    if some:
        yield _lot(task, some, said, texts, known)


def _lot(
    task: Task | None, filed: list[Filed], said: Corrections, texts: dict[str, bytes], known: dict[str, str]
) -> Lot:
    here = {one.path: texts[one.path] for one in filed}
    return Lot(task, tuple(filed), said.of(filed), here, {path: known[path] for path in here if path in known})


def judge(desk: Assessment | None, lot: Lot) -> Verdict:
    """Read what nobody knows yet, and judge all of it; without a desk only read."""
    entries: dict[str, Entry] = load.built(lot.known, codec.entry)
    learned = load.learn("entry", {path: text for path, text in lot.texts.items() if path not in entries})
    entries |= {path: codec.entry(json.loads(text)) for path, text in learned.passed.items()}
    told = _contradictions(desk, lot.task, lot, entries) if desk and lot.task else ()
    placed = [one if one.line else load.placed(one, lot.texts[one.path]) for one in told]
    return Verdict(learned.passed, [*learned.problems, *placed])


def _contradictions(desk: Assessment, task: Task, lot: Lot, entries: dict[str, Entry]) -> Iterator[Problem]:
    """Yield what entries say against their names, the plan and each other."""
    units = {unit.code: unit for unit in desk.plan.units}
    reports = [Submission(one, entries[one.path]) for one in lot.filed if one.path in entries and one.code in units]
    for filed, entry in reports:
        yield from dataset.disagreements(entry, filed, units[filed.code])
    yield from conflicts.problems(desk.plan, task, reports, lot.said, desk.today)
