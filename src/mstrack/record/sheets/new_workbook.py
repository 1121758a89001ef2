"""The workbook that a form or a receipt is written into: a text in it is a text, whatever it looks like."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

if TYPE_CHECKING:
    import io


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet on which a text from <r> to </r> is somebody's words, and no markup of XlsxWriter's own."""

    def _write_string(self, row: int, column: int, text: str, look: object = None) -> int:
        if not (text.startswith("<r>") and text.endswith("</r>")):
            return int(super()._write_string(row, column, text, look))
        pieces = text[0], text[1], text[2:]  # as rich text, which is escaped; it has three pieces at least
        return int(self._write_rich_string(row, column, *pieces, *([look] if look else ())))


def new_workbook(data: io.BytesIO, today: dt.date, **properties: str) -> Any:  # noqa: ANN401  XlsxWriter has no types
    """Return an empty workbook; it has the day as its moment, so that the same store gives the same bytes."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}  # =1+1 is a text, too
    book = xlsxwriter.Workbook(data, options)
    book.worksheet_class = _Sheet
    book.set_properties({**properties, "created": dt.datetime.fromisoformat(today.isoformat())})
    return book
