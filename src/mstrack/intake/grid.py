"""A table as a neutral grid: every cell a text, merged cells repeated, page headers removed, cut rows joined.

Readers make a `GridTable` of what a file says; `body` finds its header and gives the rows below, each as long as the header.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _
from mstrack.intake import headings
from mstrack.intake.words import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GridRow = tuple[str, ...]

MOST_ROWS = 3000
"""Rows of a file; a plan has at most 999 tasks."""
MOST_COLUMNS = 100
MOST_CELLS = 300_000
"""Cells of a file, each merged one as often as it is repeated."""
_DEEPEST_HEADER = 12
"""Rows among which a header is looked for."""


class GridTable(NamedTuple):
    """A table of a file: its rows, the lines of text around it, and what it is called there (a sheet's name)."""

    rows: tuple[GridRow, ...]
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    name: str = ""

    @property
    def texts(self) -> str:
        """All that the table says, for a look at it as a whole."""
        return "\n".join(cell for row in self.rows for cell in row)


class Body(NamedTuple):
    """The rows under a header, without headers of further pages; what stood above the header; what was a footnote."""

    header: GridRow
    rows: tuple[GridRow, ...]
    above: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def too_many_cells() -> WrongUse:
    """Return the refusal of a file with far more cells than a plan."""
    return WrongUse(_("the file holds far more cells than a plan; copy the rows of the plan into a new one"))


def squared(rows: Iterable[Sequence[str]]) -> tuple[GridRow, ...]:
    """Return rows of equal length; rows and columns that hold nothing are left out."""
    kept = [tuple(row) for row in rows if any(cell.strip() for cell in row)]
    width = max(map(len, kept), default=0)
    full = [row + ("",) * (width - len(row)) for row in kept]
    used = [i for i in range(width) if any(row[i].strip() for row in full)]
    return tuple(tuple(row[i] for i in used) for row in full)


def score(table: GridTable) -> int:
    """Return how many headings of a plan the best row has: 0 for a table of something else."""
    return max((headings.score(row) for row in table.rows[:_DEEPEST_HEADER]), default=0)


def body(table: GridTable) -> Body:
    """Find the header (of one row or two) and return what is below it; without a header, every row counts."""
    best = max(
        range(min(len(table.rows), _DEEPEST_HEADER)), key=lambda i: (headings.score(table.rows[i]), -i), default=0
    )
    if not table.rows or not headings.score(table.rows[best]):
        width = len(table.rows[0]) if table.rows else 0
        if _is_unknown_header(table.rows):
            return Body(tuple(joined(cell) for cell in table.rows[0]), table.rows[1:], table.above)
        return Body(("",) * width, table.rows, table.above)
    if best and _is_second(table.rows[best - 1], table.rows[best]):
        best -= 1
    first = table.rows[best]
    header, below = first, best + 1
    if below < len(table.rows) and _is_second(first, table.rows[below]):
        second = table.rows[below]
        header = tuple(_both(one, other) for one, other in zip(first, second, strict=True))
        below += 1
    above = tuple(joined(text) for row in table.rows[:best] for text in dict.fromkeys(row) if text.strip())
    repeated = {_key(first), _key(header), *(_key(row) for row in table.rows[best:below])}
    rows, notes = [], []
    for row in table.rows[below:]:
        if _key(row) in repeated:
            continue
        texts = list({joined(cell) for cell in row} - {""})
        if len(texts) == 1 and re.match("注[：:]|备注|说明[：:]|填表|制表|合计|总计|—", texts[0]):
            notes.append(texts[0])
        else:
            rows.append(row)
    return Body(tuple(joined(cell) for cell in header), tuple(rows), (*table.above, *above), (*table.below, *notes))


def _is_unknown_header(rows: Sequence[GridRow]) -> bool:
    """Whether the first row has headings that nobody knows: short words, above texts that are longer."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    short = all(len(joined(cell)) <= 8 and not re.search(r"[，。\d]", cell) for cell in rows[0])
    return short and any(len(joined(cell)) > 8 for row in rows[1:] for cell in row)


def _key(row: GridRow) -> GridRow:
    return tuple(re.sub(r"\W", "", cell) for cell in row)


def _both(one: str, other: str) -> str:
    one, other = joined(one), joined(other)
    return one if one == other or not other else one + other


def _is_second(first: GridRow, second: GridRow) -> bool:
    """Whether a row is the second of a header: below cells merged across it names parts, below the others nothing new."""
    wide = {i for i, cell in enumerate(first) if cell and first.count(cell) > 1}
    same = [joined(a) == joined(b) or not b.strip() for a, b in zip(first, second, strict=True)]
    parts = [second[i].strip() for i in wide]
    short = all(part and len(part) <= headings.LONGEST for part in parts)
    return (
        len(wide) > 0
        and len(set(first)) > 1
        and short
        and all(same[i] for i in range(len(first)) if i not in wide)
        and len(set(parts)) > 1
    )
