"""The tables of a Word document: merged cells repeated, deleted text left out, the paragraphs between them kept.

The cells are walked as XML: python-docx finds a merged cell by searching its whole table anew.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _
from mstrack.intake.grid import MOST_COLUMNS, MOST_ROWS, GridTable

if TYPE_CHECKING:
    from collections.abc import Iterator

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEFT_OUT = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText"}


def tables(data: bytes) -> Iterator[GridTable]:
    """Yield the tables of the body; WrongUse where the document is damaged."""
    import docx  # noqa: PLC0415  only who reads a document pays for it

    try:
        children = list(docx.Document(io.BytesIO(data)).element.body)
    except Exception as error:  # python-docx raises whatever a damaged part makes it stumble over
        raise WrongUse(_("the document is damaged; open it in Word or WPS, save it anew and try again")) from error
    found: list[GridTable] = []
    lines: list[str] = []
    for child in children:
        if child.tag == f"{_W}tbl":
            found.append(GridTable(_rows(child), tuple(lines)))
            lines = []
        else:
            lines.extend(filter(None, (_text(one).strip() for one in child.iter(f"{_W}p"))))
    if not found and lines:
        found = [GridTable(tuple((line,) for line in lines))]
    elif found and lines:
        found[-1] = found[-1]._replace(below=tuple(lines))
    yield from _continued(found)


def _continued(tables: list[GridTable]) -> Iterator[GridTable]:
    """Join tables that follow each other without a word between them and have equally many columns."""
    for i, table in enumerate(tables):
        if i and not table.above and table.rows and tables[i - 1].rows and _width(table) == _width(tables[i - 1]):
            tables[i] = table._replace(rows=tables[i - 1].rows + table.rows, above=tables[i - 1].above)
            tables[i - 1] = GridTable(())
    yield from (table for table in tables if table.rows)


def _width(table: GridTable) -> int:
    return max(map(len, table.rows))


def _rows(table: Any) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    for row in table.iter(f"{_W}tr"):
        if row.getparent() is not table and row.getparent().getparent() is not table:
            continue  # of a table within a cell
        cells: list[str] = [""] * _number(row, f"{_W}trPr/{_W}gridBefore")
        for cell in row.iter(f"{_W}tc"):
            if cell.getparent() is not row and cell.getparent().tag not in {f"{_W}sdtContent", f"{_W}ins"}:
                continue
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            continues = merged is not None and merged.get(f"{_W}val") != "restart"
            place = len(cells)
            above = rows[-1][place] if rows and place < len(rows[-1]) else ""
            text = above if continues else _cell(cell)
            cells += [text] * max(1, min(_number(cell, f"{_W}tcPr/{_W}gridSpan"), MOST_COLUMNS))
        rows.append(tuple(cells[:MOST_COLUMNS]))
        if len(rows) > MOST_ROWS:
            break  # the reader says so
    return tuple(rows)


def _number(element: Any, path: str) -> int:
    found = element.find(path)
    text = found.get(f"{_W}val", "0") if found is not None else "0"
    return min(int(text), MOST_COLUMNS) if text.isdecimal() else 0


def _cell(cell: Any) -> str:
    return "\n".join(_text(paragraph) for paragraph in cell.iter(f"{_W}p")).strip()


def _text(paragraph: Any) -> str:
    parts: list[str] = []
    _collect(paragraph, parts)
    return "".join(parts)


def _collect(element: Any, parts: list[str]) -> None:
    for child in element:
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in {f"{_W}br", f"{_W}cr"}:
            parts.append("\n")
        elif child.tag == f"{_W}tab":
            parts.append(" ")
        elif child.tag not in _LEFT_OUT and isinstance(child.tag, str) and child.tag != f"{_W}p":
            _collect(child, parts)
