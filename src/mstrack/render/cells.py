"""Cells as people read them, and as machines do; what a page shows of a table."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import singledispatch
from typing import TYPE_CHECKING

from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.report import BEFORE_TITLE, Bar, Cell, Figures, Percent, Prose, Table, Tone, Word, hundredths

if TYPE_CHECKING:
    from mstrack.report import Block, Board, Column, Fact, Facts, Reader, Readers, Report

BAR_CELLS = 16
_READ: dict[Reader, frozenset[Readers]] = {
    "people": frozenset({"all", "people"}),
    "machines": frozenset({"all", "machines", "data"}),
    "sheets": frozenset({"all", "data", "sheets"}),
}


@singledispatch
def text(cell: Cell) -> str:
    """Return a cell as people read it."""
    return str(cell)


@text.register(type(None))
def _none_text(_cell: None) -> str:
    return "-"


@text.register(Word)
def _word_text(cell: Word) -> str:
    return cell.text


@text.register(Percent)
def _percent_text(cell: Percent) -> str:
    return f"{hundredths(cell.share):.2f}%{cell.mark}"


@text.register(Decimal)
def _decimal_text(cell: Decimal) -> str:
    return plain(cell)


@text.register(dt.date)
def _day_text(cell: dt.date) -> str:
    return cell.isoformat()


@text.register(tuple)
def _tuple_text(cell: tuple[str | int, ...]) -> str:
    return _(", ").join(map(str, cell)) or "-"


@text.register(Figures)
def _figures_text(cell: Figures) -> str:
    return cell.text or "-"


def tone(cell: Cell) -> Tone:
    """Return what a cell means."""
    return cell.tone if isinstance(cell, (Word, Percent, Bar)) else Tone.PLAIN


JsonValue = str | int | Decimal | list[str] | list[int] | dict[str, Decimal] | None
"""What JSON has for a cell; a decimal is written digit by digit, as it was filed."""


@singledispatch
def value(cell: Cell) -> JsonValue:
    """Return a cell as machines read it: codes, ISO days, percent as a number with two decimals."""
    return cell  # type: ignore[return-value]  # texts, integers and None stay what they are


@value.register(Word)
def _word_value(cell: Word) -> str | int | None:
    return cell.code


@value.register(Percent)
@value.register(Bar)
def _share_value(cell: Percent | Bar) -> Decimal:
    return hundredths(cell.share)


@value.register(Figures)
def _figures_value(cell: Figures) -> dict[str, Decimal]:
    return dict(cell.pairs)


@value.register(dt.date)
def _day_value(cell: dt.date) -> str:
    return cell.isoformat()


@value.register(tuple)
def _tuple_value(cell: tuple[str, ...] | tuple[int, ...]) -> list[str] | list[int]:
    return [*cell]


@text.register(Bar)
def bar(cell: Bar) -> str:
    """Draw a bar of ASCII, which every console draws one cell wide: # done, . open, | where the pace stands."""
    filled = min(BAR_CELLS, int(cell.share * BAR_CELLS))
    drawn = ["#"] * filled + ["."] * (BAR_CELLS - filled)
    if cell.mark is not None:
        drawn.insert(min(BAR_CELLS, int(cell.mark * BAR_CELLS)), "|")
    return "".join(drawn)


def read_by(reader: Reader, table: Table) -> tuple[list[Column], list[list[Cell]]]:
    """Return the columns that people or machines read, and the rows of their cells."""
    shown = [i for i, column in enumerate(table.columns) if column.readers in _READ[reader]]
    return [table.columns[i] for i in shown], [[row[i] for i in shown] for row in table.rows]


def tables_of(board: Board) -> list[Table]:
    """Return the sections of a board as tables, for pages that have no screen to fit on."""
    return [Table("", board.columns, one.rows, one.title) for one in board.sections]


def facts_read_by(reader: Reader, facts: Facts) -> list[Fact]:
    """Return the facts that people or machines read; a page leaves out those that say nothing.

    A sheet has what a page has, and the data.
    """
    readers = _READ[reader] | (_READ["people"] if reader == "sheets" else frozenset())
    shown = [fact for fact in facts.facts if fact.readers in readers]
    return [fact for fact in shown if reader == "machines" or fact.value not in {None, ""}]


def is_read_by(reader: Reader, table: Table) -> bool:
    """Whether people or machines read a table at all."""
    return table.readers in _READ[reader]


def around_title(report: Report) -> tuple[list[Block], list[Block]]:
    """Return the blocks of a paper that stand above its title, and those below it."""
    around: tuple[list[Block], list[Block]] = [], []
    for block in report.blocks:
        around[0 if isinstance(block, Prose) and block.place in BEFORE_TITLE else 1].append(block)
    return around
