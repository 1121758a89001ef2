"""Cells as people read them, and as machines do; what a page shows of a table."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.report import BEFORE_TITLE, Bar, Cell, Percent, Prose, Tone, Word, hundredths

if TYPE_CHECKING:
    from mstrack.report import Block, Column, Report, Table

BAR_CELLS = 16


def text(cell: Cell) -> str:  # noqa: PLR0911  a table, one line a type
    """Return a cell as people read it."""
    if cell is None:
        return "-"
    if isinstance(cell, Word):
        return cell.text
    if isinstance(cell, Percent):
        return f"{hundredths(cell.share):.2f}%"
    if isinstance(cell, Bar):
        return bar(cell)
    if isinstance(cell, Decimal):
        return plain(cell)
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, tuple):
        return _(", ").join(map(str, cell)) or "-"
    return str(cell)


def tone(cell: Cell) -> Tone:
    """Return what a cell means."""
    return cell.tone if isinstance(cell, (Word, Percent, Bar)) else Tone.PLAIN


def value(cell: Cell) -> str | int | float | list[str] | list[int] | None:  # noqa: PLR0911  as above
    """Return a cell as machines read it: codes, ISO days, percent as a number with two decimals."""
    if isinstance(cell, Word):
        return cell.code
    if isinstance(cell, Percent):
        return number(hundredths(cell.share))
    if isinstance(cell, Bar):
        return number(hundredths(cell.share))
    if isinstance(cell, Decimal):
        return number(cell)
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, tuple):
        return [one if isinstance(one, int) else str(one) for one in cell]  # type: ignore[return-value]
    return cell


def number(exact: Decimal) -> int | float:
    """Return a JSON number that prints as the decimal does (15 digits at most, by the store's rule)."""
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def bar(cell: Bar) -> str:
    """Draw a bar of ASCII, which every console draws one cell wide: # done, . open, | where the pace stands."""
    filled = min(BAR_CELLS, int(cell.share * BAR_CELLS))
    drawn = ["#"] * filled + ["."] * (BAR_CELLS - filled)
    if cell.mark is not None:
        drawn.insert(min(BAR_CELLS, int(cell.mark * BAR_CELLS)), "|")
    return "".join(drawn)


def for_people(table: Table) -> tuple[list[Column], list[list[Cell]]]:
    """Return the columns that a page shows, and the rows of their cells."""
    shown = [i for i, column in enumerate(table.columns) if column.keep]
    return [table.columns[i] for i in shown], [[row[i] for i in shown] for row in table.rows]


def for_machines(table: Table) -> tuple[list[Column], list[list[Cell]]]:
    """Return the columns that have a key, and the rows of their cells."""
    shown = [i for i, column in enumerate(table.columns) if column.key]
    return [table.columns[i] for i in shown], [[row[i] for i in shown] for row in table.rows]


def around_title(report: Report) -> tuple[list[Block], list[Block]]:
    """Return the blocks of a paper that stand above its title, and those below it."""
    around: tuple[list[Block], list[Block]] = [], []
    for block in report.blocks:
        around[0 if isinstance(block, Prose) and block.place in BEFORE_TITLE else 1].append(block)
    return around
