"""The entries that a page shows: those that its figures come from, and the newest of each task; others are counted.

A page is read on a phone: a city's year has 6,500 entries, and the ledger has them all, whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.documents import tables

if TYPE_CHECKING:
    from mstrack.progress.snapshot import Logged, Snapshot
    from mstrack.report import Cell, Table

NEWEST = 3
"""Entries of a task that are shown beside those that its figures come from."""
SHOWN = 300
"""Characters of a text in an entry; a longer one is cut at a sentence."""
CUT = "……（全文见台账）"
TEXTS = ("note", "problem", "next", "reason")
_STOPS = "。！？；\n"


def entries(snapshot: Snapshot) -> Table:
    """Return the entries that the page shows, newest first, their texts cut where they are long."""
    found = tables.entries(snapshot, chosen(snapshot))
    texts = {n for n, column in enumerate(found.columns) if column.key in TEXTS}
    rows = tuple(tuple(cut(cell) if n in texts else cell for n, cell in enumerate(row)) for row in found.rows)
    return found._replace(rows=rows)


def chosen(snapshot: Snapshot) -> list[Logged]:
    """Return what figures and lights come from, and the newest of each task."""
    cited = {source.filed.id for one in snapshot.standings for actual in one.actuals for source in actual.sources}
    cited |= {one.submission.filed.id for one in snapshot.standings if one.submission}
    count: dict[int, int] = {}
    kept = []
    for one in snapshot.log:
        n = count[one.task.id] = count.get(one.task.id, 0) + 1
        if n <= NEWEST or one.filed.id in cited:
            kept.append(one)
    return kept


def cut(cell: Cell, rest: str = CUT) -> Cell:
    """Return a text at most so long that a page bears it, up to the end of a sentence where one ends in time.

    `rest` says where all of it stands.
    """
    if not isinstance(cell, str) or len(cell) <= SHOWN:
        return cell
    head = cell[:SHOWN]
    end = max(head.rfind(stop) for stop in _STOPS) + 1
    return f"{head[: end or SHOWN].rstrip()}{rest}"
