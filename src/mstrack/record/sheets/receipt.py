"""The receipt of a form: a copy, for sending home, in which each cell says what became of it.

Every cell stands where it stood, so that H8 in a sentence is H8 here. Colours show the fate of a cell, the column 回执
says it in words, a comment gives the reason. Who is asked back corrects this very copy, and sends it again.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any, NamedTuple

from mstrack.record.sheets import form
from mstrack.record.sheets.cells import LINE_POINTS, lines_of
from mstrack.record.sheets.form import COLUMNS, CONFIRMED, FILL, HIDDEN, KEY, RECEIPT
from mstrack.record.sheets.held import cell_name
from mstrack.record.sheets.origin import header

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mstrack.record.sheets.entries import CellMark, Fate, Reading
    from mstrack.record.sheets.sheet_xml import Grid, Place, SheetCell


class _Look(NamedTuple):
    word: str
    fill: str


LOOKS: dict[Fate, _Look] = {
    "filed": _Look("已入库", "#E2EFDA"),
    "read": _Look("已读取", "#E2EFDA"),
    "unchanged": _Look("无变化", "#EDEDED"),
    "refused": _Look("退回", "#F8CBAD"),
    "asked": _Look("待核实", "#FFD966"),
    "waiting": _Look("暂未入库", "#DDEBF7"),
}
"""What a fate is called, and its colour."""
WAITING_NOTE = "填写无误，待同一张表（或同一任务）中退回、待核实的改好后一并入库"
_WIDTH = 40
_LARGEST_AREA = 1000
"""Cells that are merged into one; a larger area is no form's."""
_LONGEST_NAME = 31
"""Characters of a sheet's name, as Excel takes it; others write longer ones."""
_HIGHEST = 400
_NARROW = 20
"""Columns up to this width are centred, as on the form."""
_PLAIN = {"font_name": "宋体", "font_size": 11, "text_wrap": True, "valign": "vcenter"}


def workbook(reading: Reading, today: dt.date) -> bytes:
    """Return the receipt of a form that was read, as the bytes of an .xlsx."""
    from mstrack.record.sheets.new_workbook import new_workbook  # noqa: PLC0415  only who makes a receipt pays for it

    filled = reading.filled
    assert filled is not None, reading.file  # noqa: S101  what could not be read at all has no receipt
    data = io.BytesIO()
    book = new_workbook(data, today)
    name = filled.origin.sheet
    usable = len(name) <= _LONGEST_NAME and not set(name) & set("[]:*?/\\") and name.strip("'") == name
    sheet = book.add_worksheet(name if usable else form.SHEET)
    content = filled.origin.content
    head, columns = header(content.grid)
    old = {c for (row, c), cell in content.grid.items() if row == head and cell.value == RECEIPT}
    grid = {place: cell for place, cell in content.grid.items() if place[1] not in old or place[0] < head}
    copy = _Copy(book, sheet, {(one.row, one.column): one for one in reading.marks}, head, columns)
    copy.areas(grid, content.merged)
    copy.cells(grid)
    last = min(old, default=max((column for _row, column in grid), default=0) + 1)
    copy.column(last, f"{today}　{_counted(reading.marks)}")
    copy.sizes(grid, last)
    sheet.freeze_panes(head, 2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head - 1)
    _remember(book, filled.origin.hidden)
    book.close()
    return data.getvalue()


def _counted(marks: Iterable[CellMark]) -> str:
    """Return how many cells met each fate; the day and the name, which are read, are not counted."""
    fates = [one.fate for one in marks]
    counts = (f"{look.word}{fates.count(fate)}格" for fate, look in LOOKS.items() if fate != "read" and fate in fates)
    return "，".join(counts) or "没有填写"


class _Copy:
    """The sheet while it is copied."""

    def __init__(self, book: Any, sheet: Any, marks: dict[Place, CellMark], head: int, columns: dict[str, int]) -> None:  # noqa: ANN401  XlsxWriter has no types
        self.book, self.sheet, self.marks, self.head, self.columns = book, sheet, marks, head, columns
        self._fills = {columns[title] for title in FILL.values() if title in columns}
        asked_back = {one.row for one in marks.values() if one.fate == "asked"}
        self._confirming = {(row, columns.get(FILL["confirm"], 0)) for row in asked_back}
        self._widths = {columns[one.title]: one.width for one in COLUMNS if one.title in columns}
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self._merged: set[Place] = set()

    def areas(self, grid: Grid, merged: Iterable[tuple[Place, Place]]) -> None:
        """Merge what was merged; of areas that overlap, as no Excel writes them, the first."""
        for (top, left), (bottom, right) in merged:
            if not 1 < (bottom - top + 1) * (right - left + 1) <= _LARGEST_AREA:
                continue
            covered = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
            if not covered & self._merged:
                self._merged |= covered
                look = self._format((top, left), grid.get((top, left)))
                self.sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, None, look)

    def cells(self, grid: Grid) -> None:
        """Copy each cell, with the colour of what became of it, and the reason as a comment."""
        self.last = max((row for row, column in grid if column == self.columns[KEY]), default=0)
        body = {(row, column) for row in range(self.head + 1, self.last + 1) for column in self.columns.values()}
        for place in (body | set(self.marks)) - self._merged - set(grid):
            self.sheet.write_blank(place[0] - 1, place[1] - 1, None, self._format(place, None))
        for place, cell in grid.items():
            self._write(place, cell)
        for place, mark in self.marks.items():
            if mark.sentence:
                words = f"{LOOKS[mark.fate].word}：{mark.sentence}"
                self.sheet.write_comment(place[0] - 1, place[1] - 1, words, {"author": "mstrack", "x_scale": 2})

    def column(self, column: int, summary: str) -> None:
        """Write the column that says in words what became of each cell of a row, and of the whole form above it."""
        names = {place: title for title, place in self.columns.items()}
        rows: dict[int, list[CellMark]] = {}
        for one in self.marks.values():
            rows.setdefault(max(one.row, self.head) if one.row > self.head else self.head, []).append(one)
        above = [one for one in rows.pop(self.head, []) if one.sentence]
        texts = [summary, *(f"{cell_name(one.row, one.column)}{LOOKS[one.fate].word}：{one.sentence}" for one in above)]
        look = self._made(border=0, font_size=10)
        self.sheet.write_string(max(0, self.head - 2), column - 1, "\n".join(texts), look)
        self.sheet.write_string(
            self.head - 1, column - 1, RECEIPT, self._made(bold=True, bg_color="#DCE6F1", align="center")
        )
        self.texts = {row: _row_text(several, names) for row, several in rows.items()}
        for row in range(self.head + 1, self.last + 1):
            self.sheet.write(row - 1, column - 1, self.texts.get(row), self._made(border=1, font_size=10))
        for row in self.texts:
            if any(one.fate == "asked" for one in rows[row]) and FILL["confirm"] in self.columns:
                place = row - 1, self.columns[FILL["confirm"]] - 1
                self.sheet.data_validation(*place, *place, {"validate": "list", "source": [CONFIRMED]})

    def sizes(self, grid: Grid, last: int) -> None:
        """Give columns the widths of the form, hide what it hides, and make rows as high as their texts."""
        widths = self._widths | {last: _WIDTH}
        for column, width in widths.items():
            hidden = not width or (column == self.columns.get(FILL["percent"]) and not _used(grid, self.head, column))
            self.sheet.set_column(column - 1, column - 1, width or 8, None, {"hidden": True} if hidden else {})
        tall: dict[int, int] = {}
        single = {place for place in grid if place not in self._merged}
        for (row, column), cell in grid.items():
            if (row, column) in single and isinstance(cell.value, str) and widths.get(column, 10) and row >= self.head:
                tall[row] = max(tall.get(row, 1), lines_of(cell.value, widths.get(column, 10)))
        for row, text in self.texts.items():
            tall[row] = max(tall.get(row, 1), lines_of(text, _WIDTH))
        for row, lines in tall.items():
            self.sheet.set_row(row - 1, min(_HIGHEST, LINE_POINTS * max(2, lines) + 4))
        for row, points in enumerate((30, 24, LINE_POINTS * 5)):
            self.sheet.set_row(row, points)

    def _write(self, place: Place, cell: SheetCell) -> None:
        row, column, look = place[0] - 1, place[1] - 1, self._format(place, cell)
        value = cell.value
        if isinstance(value, dt.datetime):
            self.sheet.write_datetime(row, column, value, look)
        elif isinstance(value, bool):
            self.sheet.write_boolean(row, column, value, look)
        elif isinstance(value, int | float):
            self.sheet.write_number(row, column, value, look)
        elif value is not None:
            self.sheet.write_string(row, column, str(value), look)

    def _format(self, place: Place, cell: SheetCell | None) -> Any:  # noqa: ANN401  as above
        mark = self.marks.get(place)
        look: dict[str, object] = {"border": 1} if place[0] >= self.head else {}
        if mark:
            look["bg_color"] = LOOKS[mark.fate].fill
        elif place in self._confirming:
            look["bg_color"] = LOOKS["asked"].fill
        elif place[0] > self.head and place[1] in self._fills and (cell is None or cell.empty):
            look["bg_color"] = "#FFF8DC"  # as the form has it
        if place[0] > self.head and self._widths.get(place[1], _NARROW + 1) <= _NARROW:
            look["align"] = "center"
        if place[0] == self.head:
            look |= {"bold": True, "align": "center", "bg_color": "#DCE6F1"}
        if place[0] == 1:
            look |= {"font_name": "黑体", "font_size": 16, "align": "center"}
        if place[0] == 3:  # noqa: PLR2004  how it is filled in
            look |= {"font_size": 10, "valign": "top"}
        if cell and cell.look and not isinstance(cell.value, str) and cell.value != cell.number:
            look["num_format"] = cell.look
        return self._made(**look)

    def _made(self, **look: object) -> Any:  # noqa: ANN401  as above
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(_PLAIN | look)
        return self._formats[key]


def _row_text(marks: list[CellMark], names: dict[int, str]) -> str:
    """Return what became of the cells of a row: each fate once, then each reason."""
    lines = []
    for fate, look in LOOKS.items():
        several = [one for one in marks if one.fate == fate]
        named = [one for one in several if not one.sentence]
        if named:
            titles = "、".join(dict.fromkeys(names.get(one.column, "") for one in named))
            lines.append(f"{look.word}：{titles}" + (f"（{WAITING_NOTE}）" if fate == "waiting" else ""))
        lines += [f"{look.word}：{names.get(one.column, '')}——{one.sentence}" for one in several if one.sentence]
    return "\n".join(lines)


def _used(grid: Grid, head: int, column: int) -> bool:
    return any(row > head and at == column and cell.value != form.NONE for (row, at), cell in grid.items())


def _remember(book: Any, hidden: Grid) -> None:  # noqa: ANN401  as above
    """Copy the hidden sheet, so that the receipt is read as the form is."""
    if hidden:
        sheet = book.add_worksheet(HIDDEN)
        for (row, column), cell in hidden.items():
            sheet.write_string(row - 1, column - 1, str(cell.value))
        sheet.very_hidden()
