"""Report → an Excel workbook: a sheet a table, real days and numbers, texts as texts, laid out to be printed.

A cell holds 32,767 characters: what is longer goes on in the sheet 续文, and the cell says where. Nothing is cut.
"""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from functools import singledispatch
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from mstrack.render import sheet_layout
from mstrack.render.palette import FILLS
from mstrack.report import Column, Percent, Table, Text, Word, hundredths

if TYPE_CHECKING:
    from mstrack.render import Page
    from mstrack.report import Cell, Report

MOST = 32_000
"""UTF-16 units of a text that one cell holds; Excel takes 32,767, and the cell also says where the text goes on."""
FONT = "宋体"
HEAD_FONT = "黑体"
MORE = "续文"
BAR = "#9DC3E6"
NUMBERS = {"id", "task"}
"""Numbers that name something: they are not right-aligned."""
NOTES = "说明"
SIGNED = {"change": "+0.00;-0.00;0.00"}
"""Numbers that say how far something moved."""


def render(report: Report, _page: Page) -> bytes:
    """Return the workbook. The same report gives the same bytes: its moments are those of the as-of day.

    OSError where the disk has no room for its sheets.
    """
    out = io.BytesIO()
    options = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    measure = {"font_name": sheet_layout.MEASURE, "font_size": sheet_layout.MEASURE_SIZE}
    # its sheets wait on the disk, not in memory: all of a year's notes would lie there four bytes a character
    with TemporaryDirectory(prefix="mstrack-", ignore_cleanup_errors=True) as spare:
        book = xlsxwriter.Workbook(out, {**options, "tmpdir": spare, "default_format_properties": measure})
        _fill(book, report)
        try:
            book.close()
        except FileCreateError as error:  # it holds what the disk answered
            raise error.args[0] from error
    return out.getvalue()


def _fill(book: Any, report: Report) -> None:  # noqa: ANN401  XlsxWriter has no types
    day = report.as_of
    book.set_properties({"title": report.title, "created": dt.datetime(day.year, day.month, day.day)})  # noqa: DTZ001
    paper = _Paper(book, {}, [])
    lines = [block.text for block in report.blocks if isinstance(block, Text)]
    for table in (block for block in report.blocks if isinstance(block, Table)):
        _sheet(paper, report, table, lines)
    if lines[1:]:
        _notes(paper, lines)
    if paper.longer:
        _continued(paper)


class _Paper(NamedTuple):
    """The workbook while it is written, its formats by what they are made of, and texts that did not fit a cell."""

    book: Any
    formats: dict[tuple[tuple[str, object], ...], Any]
    longer: list[tuple[str, str]]

    def format(self, **said: object) -> Any:  # noqa: ANN401  XlsxWriter has no types
        key = tuple(sorted(said.items()))
        if key not in self.formats:
            base = {
                "font_name": FONT,
                "font_size": sheet_layout.SIZE,
                "valign": "vcenter",
                "border": 1,
                "border_color": "#999999",
            }
            self.formats[key] = self.book.add_format(base | said)
        return self.formats[key]


def _sheet(paper: _Paper, report: Report, table: Table, lines: list[str]) -> None:
    sheet = paper.book.add_worksheet(table.title or table.key)
    columns, rows = _shown(table)
    last = max(1, len(columns) - 1)  # a title is as wide as its table, and a range has two cells
    fitted = sheet_layout.fitted(columns, rows)
    for x, width in enumerate(fitted.widths):
        sheet.set_column(x, x, sheet_layout.characters(width))
    _title(
        paper, sheet, f"{report.title}（{table.title}）" if table.title else report.title, (last, sum(fitted.widths))
    )
    printed = len(rows) if table.printed is None else min(table.printed, len(rows))
    said = f"{lines[0]}{f'亮灯规则和口径见“{NOTES}”。' if lines[1:] else ''}" if lines else ""
    said += f"共{len(rows)}行，打印时只印前{printed}行（要印全部，先清除打印区域）。" if printed < len(rows) else ""
    sheet.merge_range(1, 0, 1, last, said, paper.format(border=0, text_wrap=True, valign="vcenter"))
    sheet.set_row(1, sheet_layout.lines(said, sum(fitted.widths)) * sheet_layout.LINE + 6)
    head = paper.format(bold=True, bg_color="#EDEDED", align="center", valign="vcenter", text_wrap=True)
    for x, column in enumerate(columns):
        sheet.write_string(2, x, column.title, head)
    sheet.set_row(2, fitted.height([column.title for column in columns]) + 4)
    for y, row in enumerate(rows, 3):
        sheet.set_row(y, fitted.height(row))
        for x, (column, cell) in enumerate(zip(columns, row, strict=True)):
            _write(cell, _Square(paper, sheet, (y, x), column))
    bottom = max(3, 2 + len(rows))
    _bars(sheet, columns, rows, bottom)
    sheet.autofilter(2, 0, bottom, last)
    sheet.freeze_panes(3, _frozen(columns))
    _printed(sheet, last, max(3, 2 + printed), fitted.paper)


def _title(paper: _Paper, sheet: Any, title: str, over: tuple[int, float]) -> None:  # noqa: ANN401  as below
    """Write a title over a table: its last column, and the points that it is wide. A long title takes several lines."""
    last, width = over
    look = paper.format(
        font_name=HEAD_FONT, font_size=sheet_layout.TITLE, align="center", valign="vcenter", border=0, text_wrap=True
    )
    sheet.merge_range(0, 0, 0, last, title, look)
    count = sheet_layout.lines(title, width, sheet_layout.TITLE)
    sheet.set_row(0, count * sheet_layout.LINE * sheet_layout.TITLE / sheet_layout.SIZE + 8)


def _notes(paper: _Paper, lines: list[str]) -> None:
    """Write the rules of the lights, the terms, and what else is to be known, a paragraph a row."""
    sheet = paper.book.add_worksheet(NOTES)
    width = sheet_layout.PAPERS[0].room
    sheet.set_column(0, 0, sheet_layout.characters(width))
    head = paper.format(bold=True, bg_color="#EDEDED", align="center")
    sheet.write_string(0, 0, NOTES, head)
    for y, line in enumerate(lines, 1):
        _text(_Square(paper, sheet, (y, 0), Column("note", NOTES, wrap=True)), line, {"text_wrap": True})
        sheet.set_row(y, min(sheet_layout.HIGHEST, sheet_layout.lines(line, width) * sheet_layout.LINE + 6))
    sheet.freeze_panes(1, 0)
    _printed(sheet, 0, len(lines), sheet_layout.PAPERS[0].paper, head=0)


def _shown(table: Table) -> tuple[list[Column], list[list[Cell]]]:
    """Leave out what only machines read, and what only a page has: the percent beside a bar gets Excel's own."""
    shown = [x for x, column in enumerate(table.columns) if column.readers == "all"]
    return [table.columns[x] for x in shown], [[row[x] for x in shown] for row in table.rows]


def _frozen(columns: list[Column]) -> int:
    """Return how many columns stay in sight: all up to the task's number."""
    keys = [column.key for column in columns]
    return next((keys.index(key) + 1 for key in ("id", "task") if key in keys[:3]), 1)


def _printed(sheet: Any, last: int, bottom: int, paper: int, head: int = 2) -> None:  # noqa: ANN401  as above
    sheet.set_paper(paper)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)  # a printer that has less room than the paper
    sheet.repeat_rows(head)
    sheet.print_area(0, 0, bottom, last)
    sheet.set_margins(left=sheet_layout.MARGIN, right=sheet_layout.MARGIN, top=0.5, bottom=0.6)
    sheet.set_footer("&C第 &P 页，共 &N 页&R&A")


class _Square(NamedTuple):
    """Where a cell is written: the sheet, its row and column from 0, and the column of the report."""

    paper: _Paper
    sheet: Any
    place: tuple[int, int]
    column: Column


@singledispatch
def _write(cell: Cell, at: _Square) -> None:
    """Write a cell as what it is; a text, where it is nothing else."""
    look: dict[str, object] = {"text_wrap": True}
    if at.column.right:
        look["align"] = "right"
    _text(at, sheet_layout.text(cell), look)


@_write.register(Word)
def _(cell: Word, at: _Square) -> None:
    look: dict[str, object] = {"text_wrap": True}
    if cell.tone in FILLS:
        fill, ink = FILLS[cell.tone]
        look |= {"bg_color": fill, "font_color": ink, "align": "center"}
    _text(at, cell.text, look)


@_write.register(Percent)
def _(cell: Percent, at: _Square) -> None:
    mark = f'"{cell.mark}"' if cell.mark else ""
    look = at.paper.format(num_format=f"0.00%{mark}")
    at.sheet.write_number(*at.place, float(hundredths(cell.share)) / 100, look)


@_write.register(int)
@_write.register(Decimal)
def _(cell: int | Decimal, at: _Square) -> None:
    align = "center" if at.column.key in NUMBERS else "right"
    shown = SIGNED.get(at.column.key, "General")
    at.sheet.write_number(*at.place, float(cell), at.paper.format(num_format=shown, align=align))


@_write.register(dt.date)
def _(cell: dt.date, at: _Square) -> None:
    when = dt.datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001  a day, as Excel counts them
    at.sheet.write_datetime(*at.place, when, at.paper.format(num_format="yyyy-mm-dd", align="center"))


@_write.register(type(None))
def _(_cell: None, at: _Square) -> None:
    at.sheet.write_blank(*at.place, None, at.paper.format())


@_write.register(tuple)
def _(cell: tuple[str, ...] | tuple[int, ...], at: _Square) -> None:
    _write(sheet_layout.text(cell) if cell else None, at)


def _text(at: _Square, text: str, look: dict[str, object]) -> None:
    first, *rest = pieces(text)
    if rest:
        row = 2 + sum(len(pieces(more)) for _where, more in at.paper.longer)
        where = f"{at.sheet.get_name()}!{_name(at.place)}"
        at.paper.longer.append((where, "".join(rest)))
        first = f"{first}…（下接“{MORE}”第{row}行）"
    at.sheet.write_string(*at.place, first, at.paper.format(**look))


def pieces(text: str) -> list[str]:
    """Return a text in parts of at most `MOST` UTF-16 units, which is how Excel counts."""
    if 2 * len(text) <= MOST:
        return [text]
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
    for x, (title, width) in enumerate((("接自单元格", 16), ("续文", 120))):
        sheet.write_string(0, x, title, head)
        sheet.set_column(x, x, width)
    wrapped = paper.format(text_wrap=True)
    rows = ((where, part) for where, text in paper.longer for part in pieces(text))
    for y, (where, part) in enumerate(rows, 1):
        sheet.write_string(y, 0, where, wrapped)
        sheet.write_string(y, 1, part, wrapped)
    sheet.freeze_panes(1, 0)
    _printed(sheet, 1, max(1, len(paper.longer)), sheet_layout.PAPERS[0].paper, head=0)


def _bars(sheet: Any, columns: list[Column], rows: list[list[Cell]], bottom: int) -> None:  # noqa: ANN401  as above
    """Give the percent columns Excel's data bars, from nothing to all."""
    for x, column in enumerate(columns):
        if column.key in {"progress_percent", "percent"} and any(isinstance(row[x], Percent) for row in rows):
            bar = {"type": "data_bar", "bar_color": BAR, "bar_solid": True, "min_type": "num", "min_value": 0}
            sheet.conditional_format(3, x, bottom, x, bar | {"max_type": "num", "max_value": 1})


def _name(place: tuple[int, int]) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415  only where a text is too long

    name: str = xl_rowcol_to_cell(*place)
    return name
