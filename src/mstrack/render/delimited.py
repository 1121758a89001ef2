"""CSV for Excel (with a BOM, formulas defused) and TSV for tools. One table after another, a blank line between.

Who opens a sheet reads headings and words in their language; with keys (`--machine`) a program reads what JSON has.
"""

from __future__ import annotations

import csv as _csv
import io
from decimal import Decimal
from functools import singledispatch
from typing import TYPE_CHECKING

from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.render import cells
from mstrack.report import Facts, Figures, Percent, Table, Word, hundredths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mstrack.render import Page
    from mstrack.render.cells import JsonValue
    from mstrack.report import Block, Cell, Report

_LIVE = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")
"""What Excel takes for the start of a formula; of the signs the full-width ones, too."""
Rows = list[list["Cell"]]


def csv(report: Report, _page: Page) -> bytes:
    """Return what Excel opens by double click: UTF-8 with BOM, CRLF, no text that it would run; with headings."""
    return _for_excel(_tables(report, _sheet, _shown))


def csv_with_keys(report: Report, _page: Page) -> bytes:
    """Return the same file with every field by its key, and codes in the place of words."""
    return _for_excel(_tables(report, _keyed, _coded))


def tsv(report: Report, _page: Page) -> bytes:
    """Return one line a row, fields by their keys: tabs and line breaks inside a text become spaces."""
    lines = ("\t".join(map(_flat, row)) for rows in _tables(report, _keyed, _coded) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode()


def _for_excel(tables: Iterator[list[list[str]]]) -> bytes:
    out = io.StringIO(newline="")
    writer = _csv.writer(out)
    for rows in tables:
        writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _tables(report: Report, rows_of: Callable[[Block], Rows], text: Callable[[Cell], str]) -> Iterator[list[list[str]]]:
    """Yield the rows of each table, its head first; a blank line before all but the first."""
    several = filter(None, map(rows_of, report.blocks))
    for n, (head, *rows) in enumerate(several):
        cells_of = [[_defused(cell, text(cell)) for cell in row] for row in rows]
        yield [*([[]] if n else []), [str(one) for one in head], *cells_of]


@singledispatch
def _sheet(_block: Block) -> Rows:
    """Return the headings of a block and the rows below them; nothing of a text, which stands on pages only."""
    return []


@_sheet.register(Facts)
def _sheet_facts(block: Facts) -> Rows:
    facts = cells.facts_read_by("sheets", block)
    return [[_("What"), _("Value")], *([fact.label, fact.value] for fact in facts)]


@_sheet.register(Table)
def _sheet_table(block: Table) -> Rows:
    if not cells.is_read_by("sheets", block) or (not block.rows and (block.optional or block.title)):
        return []
    columns, rows = cells.read_by("sheets", block)
    return [[column.title for column in columns], *rows]


@singledispatch
def _keyed(_block: Block) -> Rows:
    """Return the keys of a block and the rows below them; nothing of a text, which is for people only."""
    return []


@_keyed.register(Facts)
def _keyed_facts(block: Facts) -> Rows:
    facts = cells.facts_read_by("machines", block)
    return [[fact.key for fact in facts], [fact.value for fact in facts]]


@_keyed.register(Table)
def _keyed_table(block: Table) -> Rows:
    if not cells.is_read_by("machines", block) or (block.optional and not block.rows):
        return []
    columns, rows = cells.read_by("machines", block)
    return [[column.key for column in columns], *rows]


def _defused(cell: Cell, text: str) -> str:
    """Return a text that no program runs when it opens the file; a number is none."""
    is_number = isinstance(cell, (int, Decimal, Percent)) or (isinstance(cell, Word) and isinstance(cell.code, int))
    return f"'{text}" if text.startswith(_LIVE) and not is_number else text


def _flat(text: str) -> str:
    return " ".join(text.split("\n")).replace("\t", " ")


@singledispatch
def _shown(cell: Cell) -> str:
    """Return a cell as people read it; nothing where there is nothing."""
    return cells.text(cell)


@_shown.register(type(None))
def _shown_none(_cell: None) -> str:
    return ""


@_shown.register(Percent)
def _shown_percent(cell: Percent) -> str:
    return f"{hundredths(cell.share):.2f}%"


@_shown.register(bool)
def _shown_bool(cell: bool) -> str:  # noqa: FBT001  a cell
    return _("yes") if cell else _("no")


@_shown.register(Word)
def _shown_word(cell: Word) -> str:
    return "" if cell.code is None and cell.text == "-" else cell.text


@_shown.register(Figures)
def _shown_figures(cell: Figures) -> str:
    return cell.text


@_shown.register(tuple)
def _shown_tuple(cell: tuple[str, ...] | tuple[int, ...]) -> str:
    return cells.text(cell) if cell else ""


def _coded(cell: Cell) -> str:
    """Return a cell as JSON has it: a text as it is, lists and objects with semicolons."""
    return _plain(cells.value(cell))


@singledispatch
def _plain(value: JsonValue) -> str:
    """Return a value in one cell."""
    return str(value)


@_plain.register(type(None))
def _plain_none(_value: None) -> str:
    return ""


@_plain.register(bool)
def _plain_bool(value: bool) -> str:  # noqa: FBT001  a cell
    return "true" if value else "false"


@_plain.register(Decimal)
def _plain_decimal(value: Decimal) -> str:
    return plain(value)


@_plain.register(list)
def _plain_list(value: list[str] | list[int]) -> str:
    return "; ".join(map(str, value))


@_plain.register(dict)
def _plain_dict(value: dict[str, Decimal]) -> str:
    return "; ".join(f"{key}={plain(figure)}" for key, figure in value.items())
