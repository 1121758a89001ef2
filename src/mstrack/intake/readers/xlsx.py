"""The sheets of a workbook: merged cells repeated, days and percentages as Excel shows them."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _
from mstrack.intake.grid import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, GridTable, too_many_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

_MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell[^>]*?ref=["']\$?([A-Za-z]{1,3})\$?(\d{1,7}):\$?([A-Za-z]{1,3})\$?(\d{1,7})"""
)


def tables(data: bytes) -> Iterator[GridTable]:
    """Yield each sheet that holds something and is not hidden; WrongUse where the workbook is damaged."""
    import openpyxl  # type: ignore[import-untyped]  # noqa: PLC0415  only who reads a workbook pays for it

    _judge(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of all it does not keep; nothing is kept here
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            found = [GridTable(_rows(sheet), name=sheet.title) for sheet in sheets]
        except WrongUse:
            raise
        except Exception as error:  # openpyxl raises whatever a damaged part makes it stumble over
            raise WrongUse(_("the workbook is damaged; open it in Excel or WPS, save it anew and try again")) from error
    yield from (table for table in found if table.rows)


def _judge(data: bytes) -> None:
    """Refuse merged cells that cover far more than a plan: openpyxl makes an object for each cell that they cover."""
    from openpyxl.utils import column_index_from_string  # type: ignore[import-untyped]  # noqa: PLC0415  as above

    covered = 0
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            if name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml"):
                for left, top, right, bottom in _MERGED.findall(parts.read(name).replace(b"\x00", b"")):
                    width = column_index_from_string(right.decode()) - column_index_from_string(left.decode()) + 1
                    covered += width * (int(bottom) - int(top) + 1)
    if covered > MOST_CELLS:
        raise too_many_cells()


def _rows(sheet: Any) -> tuple[tuple[str, ...], ...]:
    if sheet.max_row > MOST_ROWS:
        used = max((row for row, _column in sheet._cells), default=0)  # noqa: SLF001  rows that were formatted count, too
        filled = max((row for (row, _c), cell in sheet._cells.items() if cell.value is not None), default=0)  # noqa: SLF001
        if min(used, filled) > MOST_ROWS:
            sentence = _("more than {n} rows; a plan has at most 999 tasks: copy its rows into a file of their own")
            raise WrongUse(sentence.format(n=MOST_ROWS))
    grid = {
        place: _text(cell)
        for place, cell in sheet._cells.items()  # noqa: SLF001  only the cells there are
        if cell.value is not None and place[1] <= MOST_COLUMNS
    }
    for merged in sheet.merged_cells.ranges:
        text = grid.get((merged.min_row, merged.min_col), "")
        for row in range(merged.min_row, min(merged.max_row, MOST_ROWS) + 1) if text else ():
            for column in range(merged.min_col, min(merged.max_col, MOST_COLUMNS) + 1):
                grid[row, column] = text
    height, width = (max((place[i] for place in grid), default=0) for i in (0, 1))
    rows = (tuple(grid.get((row, column), "") for column in range(1, width + 1)) for row in range(1, height + 1))
    return tuple(row for row in rows if any(row))


def _text(cell: Any) -> str:
    value, form = cell.value, str(cell.number_format or "")
    if isinstance(value, dt.datetime | dt.date):
        chinese = "月" in form and "年" not in form and "yy" not in form.lower()
        return f"{value.month}月{value.day}日" if chinese else f"{value:%Y-%m-%d}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if "%" in form:
        return f"{round(value * 100, 6):g}%"
    return str(int(value)) if float(value).is_integer() else repr(value)
