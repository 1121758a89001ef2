"""Report → an Excel workbook: a sheet a table, real days and numbers, texts as texts, laid out to be printed.

A cell holds 32,767 characters: what is longer goes on in the sheet 续文, and the cell says where. Nothing is cut.
It is written row by row, and no row is held: each row stands on the disk before the next one is made.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import singledispatch
from typing import TYPE_CHECKING, Any, NamedTuple

from mstrack.render import sheet_layout, workbook
from mstrack.render.palette import FILLS
from mstrack.report import Column, Percent, Table, Text, Word, hundredths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from mstrack.render import Page
    from mstrack.report import Cell, Report

MOST = 32_000
"""UTF-16 units of a text that one cell holds; Excel takes 32,767, and the cell also says where the text goes on."""
FONT = "宋体"
HEAD_FONT = "黑体"
MORE = "续文"
BAR = "#9DC3E6"
BARRED = {"progress_percent", "percent"}
"""Columns of percents that get a bar."""
NUMBERS = {"id", "task"}
"""Numbers that name something: they are not right-aligned."""
NOTES = "说明"
SIGNED = {"change": "+0.00;-0.00;0.00"}
"""Numbers that say how far something moved."""


def write(report: Report, _page: Page, out: BinaryIO) -> None:
    """Write the workbook. The same report gives the same bytes: its moments are those of the as-of day.

    OSError where the disk has no room for its sheets.
    """
    with workbook.row_by_row(out) as book:
        day = report.as_of
        book.set_properties({"title": report.title, "created": dt.datetime(day.year, day.month, day.day)})  # noqa: DTZ001
        _fill(_Paper(book, {}, []), report)


def _fill(paper: _Paper, report: Report) -> None:
    lines = [block.text for block in report.blocks if isinstance(block, Text)]
    tables = [block for block in report.blocks if isinstance(block, Table)]
    sheets = [paper.book.add_worksheet(table.title or table.key) for table in tables]
    notes = paper.book.add_worksheet(NOTES) if lines[1:] else None  # 续文 is the last, and begins with the first cell
    for sheet, table in zip(sheets, tables, strict=True):
        _sheet(paper, sheet, (report, table), lines)
    if notes:
        _notes(paper, notes, lines)
    for more in paper.more:
        more.end()


class _Paper(NamedTuple):
    """The workbook while it is written, its formats by what they are made of, and where texts go on that fit no cell.

    `more` is empty until there is such a text.
    """

    book: Any
    formats: dict[tuple[tuple[str, object], ...], Any]
    more: list[_Continued]

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


def _sheet(paper: _Paper, sheet: Any, of: tuple[Report, Table], lines: list[str]) -> None:  # noqa: ANN401  as below
    report, table = of
    shown = [x for x, column in enumerate(table.columns) if column.readers == "all"]
    columns = [table.columns[x] for x in shown]
    last = max(1, len(columns) - 1)  # a title is as wide as its table, and a range has two cells
    fitted = sheet_layout.fitted(columns, _rows(table, shown))
    for x, width in enumerate(fitted.widths):
        sheet.set_column(x, x, sheet_layout.characters(width))
    _title(
        paper, sheet, f"{report.title}（{table.title}）" if table.title else report.title, (last, sum(fitted.widths))
    )
    count = len(table.rows)
    printed = count if table.printed is None else min(table.printed, count)
    said = f"{lines[0]}{f'亮灯规则和口径见“{NOTES}”。' if lines[1:] else ''}" if lines else ""
    said += f"共{count}行，打印时只印前{printed}行（要印全部，先清除打印区域）。" if printed < count else ""
    sheet.merge_range(1, 0, 1, last, said, paper.format(border=0, text_wrap=True, valign="vcenter"))
    sheet.set_row(1, sheet_layout.lines(said, sum(fitted.widths)) * sheet_layout.LINE + 6)
    head = paper.format(bold=True, bg_color="#EDEDED", align="center", valign="vcenter", text_wrap=True)
    for x, column in enumerate(columns):
        sheet.write_string(2, x, column.title, head)
    sheet.set_row(2, fitted.height([column.title for column in columns]) + 4)
    in_percent = set()
    for y, row in enumerate(_rows(table, shown), 3):
        sheet.set_row(y, fitted.height(row))
        for x, (column, cell) in enumerate(zip(columns, row, strict=True)):
            _write(cell, _Square(paper, sheet, (y, x), column))
            if isinstance(cell, Percent) and column.key in BARRED:
                in_percent.add(x)
    bottom = max(3, 2 + count)
    _bars(sheet, sorted(in_percent), bottom)
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


def _notes(paper: _Paper, sheet: Any, lines: list[str]) -> None:  # noqa: ANN401  as above
    """Write the rules of the lights, the terms, and what else is to be known, a paragraph a row."""
    width = sheet_layout.PAPERS[0].room
    sheet.set_column(0, 0, sheet_layout.characters(width))
    head = paper.format(bold=True, bg_color="#EDEDED", align="center")
    sheet.write_string(0, 0, NOTES, head)
    for y, line in enumerate(lines, 1):
        _text(_Square(paper, sheet, (y, 0), Column("note", NOTES, wrap=True)), line, {"text_wrap": True})
        sheet.set_row(y, min(sheet_layout.HIGHEST, sheet_layout.lines(line, width) * sheet_layout.LINE + 6))
    sheet.freeze_panes(1, 0)
    _printed(sheet, 0, len(lines), sheet_layout.PAPERS[0].paper, head=0)


def _rows(table: Table, shown: Sequence[int]) -> Iterator[list[Cell]]:
    """Leave out what only machines read, and what only a page has: the percent beside a bar gets Excel's own."""
    return ([row[x] for x in shown] for row in table.rows)


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
        if not at.paper.more:
            at.paper.more.append(_Continued(at.paper))
        row = at.paper.more[0].add(f"{at.sheet.get_name()}!{_name(at.place)}", rest)
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


class _Continued:
    """The sheet 续文, where texts go on that fit no cell."""

    def __init__(self, paper: _Paper) -> None:
        self._sheet = paper.book.add_worksheet(MORE)
        self._look = paper.format(text_wrap=True)
        self._row = 0
        head = paper.format(bold=True, bg_color="#EDEDED", align="center", text_wrap=True)
        for x, (title, width) in enumerate((("接自单元格", 16), ("续文", 120))):
            self._sheet.write_string(0, x, title, head)
            self._sheet.set_column(x, x, width)

    def add(self, where: str, parts: Sequence[str]) -> int:
        """Write the rest of a cell's text, a part a row, and return the number of the first row."""
        first = self._row + 1
        for self._row, part in enumerate(parts, first):
            self._sheet.write_string(self._row, 0, where, self._look)
            self._sheet.write_string(self._row, 1, part, self._look)
        return first + 1

    def end(self) -> None:
        """Lay the sheet out to be printed."""
        self._sheet.freeze_panes(1, 0)
        _printed(self._sheet, 1, self._row, sheet_layout.PAPERS[0].paper, head=0)


def _bars(sheet: Any, columns: Sequence[int], bottom: int) -> None:  # noqa: ANN401  as above
    """Give the percent columns Excel's data bars, from nothing to all."""
    for x in columns:
        bar = {"type": "data_bar", "bar_color": BAR, "bar_solid": True, "min_type": "num", "min_value": 0}
        sheet.conditional_format(3, x, bottom, x, bar | {"max_type": "num", "max_value": 1})


def _name(place: tuple[int, int]) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415  only where a text is too long

    name: str = xl_rowcol_to_cell(*place)
    return name
