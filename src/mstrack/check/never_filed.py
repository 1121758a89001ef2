"""Which texts below `progress/` were never filed: those that nobody could read, or that no name of an entry leads to.

A text is filed when a commit brings it. Two kinds of text are none of anybody's entries, as they came:

1. misnamed: its path is none of an entry, or says another task, another day or other corrections than the text;
2. unreadable: it is no UTF-8, no YAML of one mapping, or its keys and values are not those of an entry.

Both are seen in the text and its path alone. So the commit that brought the text and every later one see the same, and
no change of the plan makes a text filed or unfiled. What only the plan refuses (a unit that it does not know, a figure
that falls) was filed: somebody said it, and `mstrack correct` answers it.

    1  adds 18/2021-09-30-cgj-7f3a9c2k.yaml, broken        never filed: `check` names it, answers go on without it
    2  repairs it                                          allowed; from now on it is filed
    3  changes it                                          a violation
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mstrack.errors import WorldFailed
from mstrack.format import codec, validate
from mstrack.store import dataset
from mstrack.store.source import PROGRESS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mstrack.errors import Problem, Route
    from mstrack.git.objects import Objects


def is_never_filed(path: str, data: bytes) -> bool:
    """Whether the text at a path of a store is misnamed or unreadable, by rules 1 and 2."""
    filed = dataset.filed_at(path)
    if filed is None or len(data) > dataset.ENTRY_LIMIT:
        return True
    text, problems = validate.check("entry", path, data, _no_rules)
    if problems:
        return True
    entry = codec.entry(json.loads(text))
    said = (entry.task, entry.date.isoformat(), entry.corrects)
    return said != (filed.task, filed.day, filed.corrects)


def by_digest(objects: Objects) -> Callable[[bytes, bytes], bool]:
    """Return `is_never_filed` for the objects of a repository, by path (from any folder above) and digest."""
    known: dict[tuple[bytes, bytes], bool] = {}

    def ask(path: bytes, digest: bytes) -> bool:
        key = (path, digest)
        if key not in known:
            try:
                data = objects.read(digest.decode("ascii"), dataset.ENTRY_LIMIT)
            except WorldFailed:  # a partial clone left the text behind: whoever cannot look excuses nothing
                return False
            known[key] = is_never_filed(in_store(path.decode("utf-8", "surrogateescape")), data)
        return known[key]

    return ask


def in_store(path: str) -> str:
    """Return a path as its store knows it, wherever the store lies: `progress/` and what follows."""
    above, found, below = path.rpartition(f"/{PROGRESS}/")
    return f"{PROGRESS}/{below}" if found and above else path


def _no_rules(_text: str, _left_out: frozenset[Route]) -> Iterable[Problem]:
    return ()
