"""The log: every entry filed on tasks, newest first, what was corrected right below what replaced it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from mstrack.format.model import Task
    from mstrack.store.dataset import Dataset, Filed


class Logged(NamedTuple):
    """An entry in the log, and the ids of those that replaced it."""

    task: Task
    filed: Filed
    replaced_by: tuple[str, ...]


def logged_entries(dataset: Dataset, tasks: Iterable[Task], until: dt.date) -> list[Logged]:
    """Return the entries filed on tasks up to a day, newest first, what was corrected right below what replaced it.

    No text is opened.
    """
    standing_ones: list[Logged] = []
    below: dict[str, list[Logged]] = {}
    for task in tasks:
        known = {filed.id: filed for filed in dataset.history(task.id, until).everything()}
        replaced: dict[str, tuple[str, ...]] = {}
        for filed in known.values():
            for old in filed.corrects:
                replaced[old] = (*replaced.get(old, ()), filed.id)
        for filed in known.values():
            by = replaced.get(filed.id, ())
            (below.setdefault(by[0], []) if by else standing_ones).append(Logged(task, filed, by))
    standing_ones.sort(key=lambda one: (one.filed.day, -one.task.id, one.filed.code, one.filed.id), reverse=True)
    listed = [each for one in standing_ones for each in _with_replaced(one, below)]
    return [*listed, *(one for several in below.values() for one in several)]  # corrections in a circle are listed, too


def _with_replaced(one: Logged, below: dict[str, list[Logged]]) -> Iterator[Logged]:
    yield one
    for old in below.pop(one.filed.id, ()):
        yield from _with_replaced(old, below)
