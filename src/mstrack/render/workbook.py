"""An XlsxWriter workbook that is written row by row: no row is held, each waits on the disk for the end."""

from __future__ import annotations

from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from mstrack.render import sheet_layout

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet without rich texts: a text from <r> to </r> is no markup, but somebody's words."""

    def _xml_rich_inline_string(self, string: str, attributes: list[tuple[str, object]]) -> None:
        self._xml_inline_string(string, preserve=False, attributes=attributes)


@contextmanager
def row_by_row(out: BinaryIO) -> Iterator[Any]:
    """Yield a workbook and write it at the end. The cells of a sheet come in the order of its rows; a text is a text.

    OSError where the disk has no room.
    """
    options = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    measure = {"font_name": sheet_layout.MEASURE, "font_size": sheet_layout.MEASURE_SIZE}
    with TemporaryDirectory(prefix="mstrack-", ignore_cleanup_errors=True) as spare:
        waiting = {"constant_memory": True, "tmpdir": spare}
        book = xlsxwriter.Workbook(out, {**options, **waiting, "default_format_properties": measure})
        book.worksheet_class = _Sheet
        book.use_zip64()  # a sheet of more than 2 GiB is written, too; all others are as without
        try:
            yield book
            book.close()
        except FileCreateError as error:  # it holds what the disk answered
            raise error.args[0] from error
        finally:
            for sheet in book.worksheets():  # open after an error, and Windows deletes no open file
                sheet.row_data_fh.close()
