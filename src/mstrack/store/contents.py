"""What the entries of a month say, remembered so that a figure that was never reported is not looked for in each.

A month of a task is known by the names of its files with their sizes, times and inodes, as git's index knows files; at
a revision by git's digests. What changed within two seconds of the question is never remembered: a second change in
the same tick of a clock could not be told from the first. `check` does not come here.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from mstrack.store import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mstrack.format.model import Entry
    from mstrack.store.source import Known

PERCENT = "%"
"""The key of a percent; that of an indicator is its id."""


def reached(milestone: str) -> str:
    """Return the key of a milestone that an entry says is reached."""
    return f"@{milestone}"


def keys(entry: Entry) -> tuple[str, ...]:
    """Return what an entry speaks of: its indicators, its milestones, a percent."""
    of_percent = (PERCENT,) if entry.percent is not None else ()
    return (*entry.figures, *map(reached, entry.reached), *of_percent)


class Month(NamedTuple):
    """What the entries of one task and month say.

    `said`: of each unit's code, groups of entries that speak of the same, as their keys and ids. `days`: of a day and
    code with several entries their ids, what was recorded last first. `last` is the last moment of recording, ISO.
    """

    said: Mapping[str, list[tuple[list[str], list[str]]]]
    days: Mapping[str, list[str]]
    last: str

    def saying(self, code: str, key: str) -> set[str]:
        """Return the ids of the entries of a unit that speak of something."""
        return {id_ for of_group, ids in self.said.get(code, ()) if key in of_group for id_ in ids}


def digest(below: str, month: str, known: Known) -> bytes:
    """Return the key of a month in the cache."""
    return load.digest("month", b"%s %s\n%s" % (below.encode(), month.encode(), known.marks))


def of_json(text: str) -> Month | None:
    """Return a month as the cache has it; None where it holds something else."""
    with suppress(ValueError, TypeError):
        return Month(*json.loads(text))
    return None


def as_json(month: Month) -> str:
    """Return a month as the cache keeps it."""
    return json.dumps(month, separators=(",", ":"))


def of_entries(entries: Mapping[tuple[str, str, str], Entry]) -> Month:
    """Return what entries of one month say, by day, code and id."""
    said: dict[str, dict[tuple[str, ...], list[str]]] = {}
    days: dict[str, list[tuple[float, str]]] = {}
    for (day, code, id_), entry in entries.items():
        said.setdefault(code, {}).setdefault(keys(entry), []).append(id_)
        days.setdefault(f"{day} {code}", []).append((entry.recorded.timestamp(), id_))
    several = {key: [id_ for _at, id_ in sorted(one, reverse=True)] for key, one in days.items() if len(one) > 1}
    last = max((one.recorded for one in entries.values()), key=lambda one: one.timestamp())
    groups = {code: [(list(one), ids) for one, ids in of_code.items()] for code, of_code in said.items()}
    return Month(groups, several, last.isoformat())
