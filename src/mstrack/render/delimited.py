"""CSV for Excel (with a BOM, formulas defused) and TSV for tools. One table after another, a blank line between."""

from __future__ import annotations

import csv as _csv
import io
from typing import TYPE_CHECKING

from mstrack.render import cells
from mstrack.report import Facts, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mstrack.render import Page
    from mstrack.report import Cell, Report

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
    first = True
    for block in report.blocks:
        if isinstance(block, Facts):
            facts = [fact for fact in block.facts if fact.key]
            rows = [[fact.key for fact in facts], [shape(fact.value) for fact in facts]]
        elif isinstance(block, Table):
            columns, body = cells.for_machines(block)
            rows = [[column.key for column in columns], *([shape(cell) for cell in row] for row in body)]
        else:
            continue
        yield rows if first else [[], *rows]
        first = False


def _flat(cell: Cell) -> str:
    return " ".join(_said(cells.value(cell)).split("\n")).replace("\t", " ")


def _defused(cell: Cell) -> str:
    value = cells.value(cell)
    text = _said(value)
    is_live = text.startswith(_LIVE) and not isinstance(value, (int, float))
    return f"'{text}" if is_live else text


def _said(value: str | float | list[str] | list[int] | None) -> str:
    """Return a value as JSON says it, a text as it is, a list with semicolons."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
