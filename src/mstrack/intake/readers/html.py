"""The tables of a web page: cells that span rows or columns repeated, scripts left out, nothing fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mstrack.errors import WrongUse
from mstrack.format.characters import lenient
from mstrack.i18n import gettext as _
from mstrack.intake.grid import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, GridTable, too_many_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCKS = {"p", "div", "li", "br", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "caption", "title"}
_LEFT_OUT = {"script", "style", "noscript", "template", "select", "head"}
MOST_TAGS = 600_000


def tables(data: bytes) -> Iterator[GridTable]:
    """Yield the tables that hold no other table, each with the lines of text before it."""
    from lxml import etree, html  # noqa: PLC0415  only who reads a page pays for it

    text = lenient(data)
    if text is None:
        raise WrongUse(_("the page is in no known encoding; save it as UTF-8"))
    if text.count("<") > MOST_TAGS:
        raise WrongUse(
            _("the page holds far more cells than a plan; copy the rows of the plan into a file of their own")
        )
    text = re.sub(
        r"<\?xml[^>]*\?>|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>",
        "",
        text.replace("\x00", ""),
        flags=re.DOTALL | re.IGNORECASE,
    )
    try:
        page = html.document_fromstring(text, parser=html.HTMLParser(no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise WrongUse(_("the page is damaged or empty; save it anew")) from error
    inner = [table for table in page.iter("table") if next(table.iterdescendants("table"), None) is None]
    lines = _lines(page, set(inner))
    below = lines.pop()
    title = page.findtext(".//title") or ""
    for table, above in zip(inner, lines, strict=True):
        rows = _rows(table)
        last = table is inner[-1]
        caption = [one for one in (table.findtext("caption"), title.strip()) if one]
        if rows:
            yield GridTable(rows, (*above, *caption), tuple(below) if last else ())
    if not inner:
        yield GridTable(tuple((line,) for line in below), (title,))


def _lines(page: Any, tables: set[Any]) -> list[list[str]]:
    """Return the lines of text before each table, and those after the last."""
    found: list[list[str]] = []
    parts: list[str] = []

    def walk(element: Any) -> None:
        nonlocal parts
        if element in tables:
            found.append(_split(parts))
            parts = []
            return
        if isinstance(element.tag, str) and element.tag not in _LEFT_OUT:
            parts += ["\n" if element.tag in _BLOCKS else "", element.text or ""]
            for child in element:
                walk(child)
                parts.append(child.tail or "")
            parts.append("\n" if element.tag in _BLOCKS else "")

    body = page.find("body")
    walk(page if body is None else body)
    return [*found, _split(parts)]


def _split(parts: list[str]) -> list[str]:
    return [line.strip() for line in "".join(parts).split("\n") if line.strip()]


def _rows(table: Any) -> tuple[tuple[str, ...], ...]:
    grid: dict[tuple[int, int], str] = {}
    width = written = 0
    for y, row in enumerate(table.iter("tr")):
        if y > MOST_ROWS:
            break
        x = 0
        for cell in row.iterchildren("td", "th"):
            while (y, x) in grid:
                x += 1
            text = _text(cell)
            written += _span(cell, "rowspan", MOST_ROWS) * _span(cell, "colspan", MOST_COLUMNS)
            if written > MOST_CELLS:
                raise too_many_cells()
            for dy in range(_span(cell, "rowspan", MOST_ROWS)):
                for dx in range(_span(cell, "colspan", MOST_COLUMNS)):
                    if x + dx < MOST_COLUMNS:
                        grid[y + dy, x + dx] = text
            x += _span(cell, "colspan", MOST_COLUMNS)
        width = max(width, min(x, MOST_COLUMNS))
    height = len(list(table.iter("tr")))
    return tuple(tuple(grid.get((y, x), "") for x in range(width)) for y in range(min(height, MOST_ROWS + 1)))


def _span(cell: Any, name: str, most: int) -> int:
    text = str(cell.get(name, "1")).strip()
    return max(1, min(int(text), most)) if text.isdecimal() and text.isascii() and len(text) < 6 else 1


def _text(cell: Any) -> str:
    parts: list[str] = []

    def walk(element: Any) -> None:
        if not isinstance(element.tag, str) or element.tag in _LEFT_OUT:
            return
        parts.append("\n" if element.tag in _BLOCKS else "")
        parts.append(re.sub(r"\s+", " ", element.text or ""))
        for child in element:
            walk(child)
            parts.append(re.sub(r"\s+", " ", child.tail or ""))

    walk(cell)
    return re.sub(" *\n[ \n]*", "\n", "".join(parts)).strip()
