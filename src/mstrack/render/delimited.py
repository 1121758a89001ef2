"""CSV for Excel (with a BOM, formulas defused) and TSV for tools. One table after another, a blank line between."""

from __future__ import annotations

import csv as _csv
import io
from functools import singledispatch
from typing import TYPE_CHECKING

from mstrack.render import cells
from mstrack.report import Facts, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mstrack.render import Page
    from mstrack.render.cells import JsonValue
    from mstrack.report import Block, Cell, Report

_LIVE = ("=", "+", "-", "@", "\t", "\r")
"""What Excel takes for the start of a formula."""


def csv(report: Report, _page: Page) -> bytes:
    """Return what Excel opens by double click: UTF-8 with BOM, CRLF, no text that it would run."""
    out = io.StringIO(newline="")
    writer = _csv.writer(out)
    for rows in _tables(report, _defused):
        writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def tsv(report: Report, _page: Page) -> bytes:
    """Return one line a row: tabs and line breaks inside a text become spaces."""
    lines = ("\t".join(row) for rows in _tables(report, _flat) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode()


def _tables(report: Report, shape: Callable[[Cell], str]) -> Iterator[list[list[str]]]:
    """Yield the rows of each table, a row of its keys first; a blank line before all but the first."""
    several = filter(None, map(_rows, report.blocks))
    for n, (keys, *rows) in enumerate(several):
        yield [*([[]] if n else []), [str(key) for key in keys], *([shape(cell) for cell in row] for row in rows)]


@singledispatch
def _rows(_block: Block) -> list[list[Cell]]:
    """Return the keys of a block and the rows below them; nothing of a text, which is for people only."""
    return []


@_rows.register(Facts)
def _(block: Facts) -> list[list[Cell]]:
    facts = cells.facts_read_by("machines", block)
    return [[fact.key for fact in facts], [fact.value for fact in facts]]


@_rows.register(Table)
def _(block: Table) -> list[list[Cell]]:
    if block.optional and not block.rows:
        return []
    columns, rows = cells.read_by("machines", block)
    return [[column.key for column in columns], *rows]


def _flat(cell: Cell) -> str:
    return " ".join(_plain(cells.value(cell)).split("\n")).replace("\t", " ")


def _defused(cell: Cell) -> str:
    value = cells.value(cell)
    text = _plain(value)
    is_live = text.startswith(_LIVE) and not isinstance(value, (int, float))
    return f"'{text}" if is_live else text


@singledispatch
def _plain(value: JsonValue) -> str:
    """Return a value as JSON has it, a text as it is, a list with semicolons."""
    return str(value)


@_plain.register(type(None))
def _(_value: None) -> str:
    return ""


@_plain.register(bool)
def _(value: bool) -> str:  # noqa: FBT001  a cell
    return "true" if value else "false"


@_plain.register(list)
def _(value: list[str] | list[int]) -> str:
    return "; ".join(map(str, value))
