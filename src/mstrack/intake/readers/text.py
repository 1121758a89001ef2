"""The tables of a text: lines with tabs, CSV, a table of Markdown; else every line is a cell of one column."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from mstrack.errors import WrongUse
from mstrack.format.characters import lenient
from mstrack.i18n import gettext as _
from mstrack.intake import headings
from mstrack.intake.grid import MOST_ROWS, GridTable

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_LINE = 100_000


def tables(data: bytes) -> Iterator[GridTable]:
    """Yield the tables of a text; parts with the same header, as on every page of a print, are one table."""
    text = lenient(data)
    if text is None or "\x00" in text:
        raise WrongUse(_("this is no text; save the table as .docx, .xlsx, .html, .pdf, .csv or UTF-8 text"))
    lines = text.split("\n")
    if sum(bool(line.strip()) for line in lines) > MOST_ROWS * 2:
        sentence = _("more than {n} rows; a plan has at most 999 tasks: copy its rows into a file of their own")
        raise WrongUse(sentence.format(n=MOST_ROWS))
    if max(map(len, lines), default=0) > _LONGEST_LINE:
        raise WrongUse(_("a line is longer than {n} characters; this is no table").format(n=_LONGEST_LINE))
    if any("\t" in line for line in lines):
        yield from _blocks(lines)
    elif sum(line.strip().startswith("|") for line in lines) > 1:
        yield from _blocks(
            [
                line.strip().strip("|").replace("|", "\t") if line.strip().startswith("|") else line
                for line in lines
                if set(line.strip()) - set("|-: ")
            ]
        )
    elif _is_csv(lines):
        csv.field_size_limit(_LONGEST_LINE)
        try:
            yield GridTable(tuple(tuple(row) for row in csv.reader(io.StringIO(text, newline="")) if row))
        except csv.Error as error:
            raise WrongUse(_("this CSV cannot be read; save the table as .xlsx")) from error
    else:
        yield GridTable(tuple((line.strip(),) for line in lines if line.strip()))


def _is_csv(lines: list[str]) -> bool:
    first = [line for line in lines if line.strip()][:10]
    return any(headings.score(line.split(",")) > 1 for line in first)


def _blocks(lines: list[str]) -> Iterator[GridTable]:
    """Yield the tables between lines of prose; the cells of a row are parted by tabs."""
    found: list[GridTable] = []
    prose: list[str] = []
    rows: list[tuple[str, ...]] = []
    for line in [*lines, ""]:
        if "\t" in line:
            rows.append(tuple(cell.strip(" ") for cell in line.rstrip("\r").split("\t")))
            continue
        if line.strip():  # below a row it may be the rest of its last cell, which had a line break
            prose.append(line.strip())
        if rows and (not line.strip() or prose):
            _add(found, rows, prose if not line.strip() else prose[:-1])
            prose, rows = (prose[-1:] if line.strip() else []), []
    if found and prose:
        found[-1] = found[-1]._replace(below=tuple(prose))
    yield from found


def _add(found: list[GridTable], rows: list[tuple[str, ...]], prose: list[str]) -> None:
    """Add rows as a table, or to the table before where they bear its header or none."""
    same = found and (
        rows[0] == found[-1].rows[0] or (not headings.score(rows[0]) and len(rows[0]) == len(found[-1].rows[0]))
    )
    if same and not prose:
        found[-1] = found[-1]._replace(rows=found[-1].rows + tuple(rows))
    else:
        found.append(GridTable(tuple(rows), tuple(prose)))
