"""Report → an Excel workbook: a sheet a table, real days and numbers, texts as texts, laid out to be printed on A4.

A cell holds 32,767 characters: what is longer goes on in the sheet 续文, and the cell says where. Nothing is cut.
"""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import xlsxwriter

from mstrack.render import cells
from mstrack.render.palette import FILLS
from mstrack.report import Bar, Percent, Table, Text, Word, hundredths

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mstrack.render import Page
    from mstrack.report import Cell, Column, Report

MOST = 32_000
"""So many UTF-16 units of a text go into one cell; Excel takes 32,767, and the cell also says where it goes on."""
FONT = "宋体"
HEAD_FONT = "黑体"
MORE = "续文"
BAR = "#9DC3E6"
_WIDTHS = ((160, 30.0), (80, 22.0), (40, 15.0), (16, 11.0))
"""A text as long as this (in half characters) gets a column so wide (in characters), and goes on in the next line."""
NUMBERS = {"id", "task"}
"""Numbers that name something: they are not right-aligned."""
LINE = 13.5
HIGHEST = 409.0
"""Points of a line, and of the highest row that Excel draws."""


def render(report: Report, _page: Page) -> bytes:
    """Return the workbook. The same report gives the same bytes: its moments are those of the as-of day."""
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(out, options)
    day = report.as_of
    book.set_properties({"title": report.title, "created": dt.datetime(day.year, day.month, day.day)})  # noqa: DTZ001
    paper = _Paper(book, {}, [])
    lines = [block.text for block in report.blocks if isinstance(block, Text)]
    for table in (block for block in report.blocks if isinstance(block, Table)):
        _sheet(paper, report, table, lines)
    if paper.longer:
        _continued(paper)
    book.close()
    return out.getvalue()


class _Paper(NamedTuple):
    """The workbook while it is written, its formats by what they are made of, and texts that did not fit a cell."""

    book: Any
    formats: dict[tuple[tuple[str, object], ...], Any]
    longer: list[tuple[str, str]]

    def format(self, **said: object) -> Any:  # noqa: ANN401  XlsxWriter has no types
        key = tuple(sorted(said.items()))
        if key not in self.formats:
            base = {"font_name": FONT, "font_size": 10, "valign": "vcenter", "border": 1, "border_color": "#999999"}
            self.formats[key] = self.book.add_format(base | said)
        return self.formats[key]


def _sheet(paper: _Paper, report: Report, table: Table, lines: list[str]) -> None:
    sheet = paper.book.add_worksheet(table.title or table.key)
    columns, rows = _shown(table)
    last = max(1, len(columns) - 1)  # a title is as wide as its table, and a range has two cells
    title = paper.format(font_name=HEAD_FONT, font_size=16, align="center", valign="vcenter", border=0)
    sheet.merge_range(0, 0, 0, last, f"{report.title}（{table.title}）" if table.title else report.title, title)
    sheet.set_row(0, 30)
    remark = paper.format(font_size=9, border=0, text_wrap=True, valign="vcenter")
    sheet.merge_range(1, 0, 1, last, "\n".join(lines), remark)
    sheet.set_row(1, 12 * (len(lines) + 1))
    head = paper.format(bold=True, bg_color="#EDEDED", align="center", valign="vcenter", text_wrap=True)
    for x, column in enumerate(columns):
        sheet.write_string(2, x, column.title, head)
    widths = [_width(column, [row[x] for row in rows]) for x, column in enumerate(columns)]
    for x, width in enumerate(widths):
        sheet.set_column(x, x, width)
    sheet.set_row(2, 30)
    for y, row in enumerate(rows, 3):
        sheet.set_row(y, _height(row, widths))
        for x, (column, cell) in enumerate(zip(columns, row, strict=True)):
            _write(paper, sheet, (y, x), cell, column)
    bottom = max(3, 2 + len(rows))
    _bars(sheet, columns, rows, bottom)
    sheet.autofilter(2, 0, bottom, last)
    sheet.freeze_panes(3, _frozen(columns))
    _printed(sheet, last, bottom)


def _shown(table: Table) -> tuple[list[Column], list[list[Cell]]]:
    """Leave out what only machines read, and drawn bars: the percent beside them gets Excel's own."""
    columns, rows = cells.for_people(table)
    drawn = {x for row in rows for x, cell in enumerate(row) if isinstance(cell, Bar)}
    kept = [x for x, column in enumerate(columns) if x not in drawn and column.key]
    return [columns[x] for x in kept], [[row[x] for x in kept] for row in rows]


def _frozen(columns: list[Column]) -> int:
    """Return how many columns stay in sight: all up to the task's number."""
    keys = [column.key for column in columns]
    return next((keys.index(key) + 1 for key in ("id", "task") if key in keys[:3]), 1)


def _printed(sheet: Any, last: int, bottom: int) -> None:  # noqa: ANN401  as above
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.print_area(0, 0, bottom, last)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C第 &P 页，共 &N 页&R&A")


def _write(paper: _Paper, sheet: Any, place: tuple[int, int], cell: Cell, column: Column) -> None:  # noqa: ANN401
    fill, ink = FILLS.get(cells.tone(cell), ("", ""))
    look: dict[str, object] = {"text_wrap": True}
    if isinstance(cell, Word) and fill:
        look |= {"bg_color": fill, "font_color": ink, "align": "center"}
    if isinstance(cell, Word):
        _text(paper, sheet, place, cell.text, look)
    elif isinstance(cell, Percent):
        sheet.write_number(*place, float(hundredths(cell.share)) / 100, paper.format(num_format="0.00%"))
    elif isinstance(cell, (int, Decimal)):
        align = "center" if column.key in NUMBERS else "right"
        sheet.write_number(*place, float(cell), paper.format(num_format="General", align=align))
    elif isinstance(cell, dt.date):
        when = dt.datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001  a day, as Excel counts them
        sheet.write_datetime(*place, when, paper.format(num_format="yyyy-mm-dd", align="center"))
    elif cell is None or cell == ():
        sheet.write_blank(*place, None, paper.format())
    else:
        _text(paper, sheet, place, _printed_text(cell), look | ({"align": "right"} if column.right else {}))


def _text(paper: _Paper, sheet: Any, place: tuple[int, int], text: str, look: dict[str, object]) -> None:  # noqa: ANN401
    first, *rest = pieces(text)
    if rest:
        row = 2 + sum(len(pieces(more)) for _where, more in paper.longer)
        where = f"{sheet.get_name()}!{_name(place)}"
        paper.longer.append((where, "".join(rest)))
        first = f"{first}…（下接“{MORE}”第{row}行）"
    sheet.write_string(*place, first, paper.format(**look))


def pieces(text: str) -> list[str]:
    """Return a text in parts of at most `MOST` UTF-16 units, which is how Excel counts."""
    parts, start, units = [], 0, 0
    for at, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        if units > MOST:
            parts.append(text[start:at])
            start, units = at, 2 if character > "\uffff" else 1
    return [*parts, text[start:]]


def _continued(paper: _Paper) -> None:
    sheet = paper.book.add_worksheet(MORE)
    head = paper.format(bold=True, bg_color="#EDEDED", align="center", text_wrap=True)
    for x, (title, width) in enumerate((("接自单元格", 16), ("续文", 110))):
        sheet.write_string(0, x, title, head)
        sheet.set_column(x, x, width)
    wrapped = paper.format(text_wrap=True)
    rows = ((where, part) for where, text in paper.longer for part in pieces(text))
    for y, (where, part) in enumerate(rows, 1):
        sheet.write_string(y, 0, where, wrapped)
        sheet.write_string(y, 1, part, wrapped)
    sheet.freeze_panes(1, 0)
    _printed(sheet, 1, max(1, len(paper.longer)))


def _bars(sheet: Any, columns: list[Column], rows: list[list[Cell]], bottom: int) -> None:  # noqa: ANN401  as above
    """Give the percent columns Excel's data bars, from nothing to all."""
    for x, column in enumerate(columns):
        if column.key in {"progress_percent", "percent"} and any(isinstance(row[x], Percent) for row in rows):
            bar = {"type": "data_bar", "bar_color": BAR, "bar_solid": True, "min_type": "num", "min_value": 0}
            sheet.conditional_format(3, x, bottom, x, bar | {"max_type": "num", "max_value": 1})


def _width(column: Column, found: Iterable[Cell]) -> float:
    """Return a width in characters: what a column needs, for long texts a share of the page."""
    longest = max((_units(_printed_text(cell)) for cell in found), default=0)
    least = _units(column.title) / 2 + 2  # a title may take two lines
    if column.wrap:
        return max(least, next((width for units, width in _WIDTHS if longest >= units), longest + 1.0))
    return max(least, min(24.0, longest + 1.5))


def _height(row: list[Cell], widths: list[float]) -> float:
    """Return the height that a row needs, in points: LibreOffice does not find it by itself."""
    lines = [
        sum(-(-max(1, _units(part)) // int(width - 0.5)) for part in _printed_text(cell).split("\n"))
        for cell, width in zip(row, widths, strict=True)
    ]
    return min(HIGHEST, max(lines, default=1) * LINE + 3)


def _printed_text(cell: Cell) -> str:
    return "、".join(filter(None, map(str, cell))) if type(cell) is tuple else cells.text(cell)  # Word is one, too


def _units(text: str) -> int:
    """Return how wide a text is: a Chinese character is two."""
    return sum(2 if character > "\u2e7f" else 1 for character in text)


def _name(place: tuple[int, int]) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415  only where a text is too long

    name: str = xl_rowcol_to_cell(*place)
    return name
