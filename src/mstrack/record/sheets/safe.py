"""A workbook that somebody sent, opened without trust: what it could do harm with is refused before it is parsed."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple

from mstrack.errors import WrongUse, not_installed
from mstrack.i18n import gettext as _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

MOST_BYTES = 20 * 1024 * 1024
"""Of a workbook unpacked; a filled form has 100 KiB."""
MOST_PARTS = 1000
MOST_TAGS = 300_000
"""Of XML in one part; each takes some hundred bytes of memory."""
MOST_ROWS = 2000
MOST_COLUMNS = 64
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""How Excel packs; others may ask for more memory than there is."""
_LITERAL = re.compile(r'"[^"]*"|\\.')


class SheetCell(NamedTuple):
    """What a cell holds: its value (of a formula, the one that was saved with it), and how it is meant.

    `number` is what the file keeps for a cell that is formatted as a day or a time: the days since 1899-12-30.
    """

    value: Any = None
    formula: bool = False
    broken: bool = False
    percent: bool = False
    number: float | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is in it; white space is nothing."""
        return not self.formula and (self.value is None or (isinstance(self.value, str) and not self.value.strip()))


Grid = dict[tuple[int, int], SheetCell]
"""The cells of a sheet that hold something, by row and column, counted from 1."""


def grids(data: bytes, names: Iterable[str]) -> dict[str, Grid]:
    """Return the sheets of these names; WrongUse says in one sentence why the workbook is none that can be read."""
    _refuse_unsafe(data)
    try:
        import openpyxl  # type: ignore[import-untyped]  # noqa: PLC0415  only who reads a sheet pays for it
    except ImportError as error:
        raise not_installed(error) from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of all it does not keep; nothing is kept here
        try:
            values, formulas = (
                openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=saved, keep_links=False)
                for saved in (True, False)
            )
            for book in (values, formulas):
                # openpyxl makes '#VALUE!' of 20211202 in a cell for days; the number that was typed is needed
                book._date_formats.clear()  # noqa: SLF001  it has no public switch
            known = [name for name in names if name in values.sheetnames]
            return {name: _grid(values[name], formulas[name], values.epoch) for name in known}
        except WrongUse:
            raise
        except Exception as error:  # openpyxl raises whatever a damaged part makes it stumble over
            raise WrongUse(_("the workbook is damaged; open it in Excel, save it anew and try again")) from error


def _refuse_unsafe(data: bytes) -> None:
    """Refuse what is no workbook, is locked, carries macros or links, or unpacks to more than anybody fills in."""
    if data.startswith(_OLE):
        raise WrongUse(_("an old .xls, or protected by a password; save it as .xlsx without a password"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            _refuse_unsafe_parts(parts)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OverflowError, UnicodeDecodeError) as error:
        raise WrongUse(_("this is no Excel workbook (.xlsx)")) from error
    except Exception as error:
        if isinstance(error, WrongUse):
            raise
        raise WrongUse(_("the workbook is damaged; open it in Excel, save it anew and try again")) from error


def _refuse_unsafe_parts(parts: zipfile.ZipFile) -> None:
    listed = parts.infolist()
    names = [part.filename.lower() for part in listed]
    # what unpacks to more than it declares is cut off there by zipfile, so the declared size is a bound
    if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > MOST_BYTES:
        raise WrongUse(_("unpacked, the workbook is larger than {n} MiB; no form is").format(n=MOST_BYTES // 1024**2))
    if any(part.compress_type not in _PACKED for part in listed):
        raise WrongUse(_("this is no Excel workbook (.xlsx)"))
    if any(part.flag_bits & 1 for part in listed):
        raise WrongUse(_("protected by a password; save it without one"))
    if "xl/workbook.xml" not in names or "[content_types].xml" not in names or len(set(names)) < len(names):
        raise WrongUse(_("this is no Excel workbook (.xlsx)"))
    if any(name.endswith("vbaproject.bin") for name in names):
        raise WrongUse(_("the workbook carries macros; save it as .xlsx, without them"))
    if any(name.startswith("xl/externallinks/") for name in names):
        raise WrongUse(_("the workbook links to other workbooks; type the values and remove the links"))
    for part in listed:
        _refuse_unsafe_xml(parts.read(part).replace(b"\x00", b""))  # in UTF-16 every other byte of a tag is a zero


def _refuse_unsafe_xml(xml: bytes) -> None:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        # no spreadsheet program writes a document type; it can define entities that grow without end
        raise WrongUse(_("the workbook holds XML that no spreadsheet program writes; it is not opened"))
    if xml.count(b"<") > MOST_TAGS:
        raise WrongUse(_("the workbook holds far more cells than a form; copy the figures into a new one"))


def _grid(values: Any, formulas: Any, epoch: dt.datetime) -> Grid:  # noqa: ANN401  openpyxl has no types
    grid: Grid = {}
    pairs = zip(
        values.iter_rows(max_col=MOST_COLUMNS), formulas.iter_rows(max_col=MOST_COLUMNS), strict=False
    )  # of one file: equally long
    for row, (saved, written) in enumerate(pairs, 1):
        if row > MOST_ROWS:
            sentence = _(
                "more than {n} rows; delete the empty rows below the form, or copy the figures into a new form"
            )
            raise WrongUse(sentence.format(n=MOST_ROWS))
        for column, (value, text) in enumerate(zip(saved, written, strict=False), 1):
            if value.value is not None or text.value is not None:
                grid[row, column] = _cell(value, text, epoch)
    return grid


def _cell(value: Any, text: Any, epoch: dt.datetime) -> SheetCell:  # noqa: ANN401  as above
    number_format = getattr(value, "number_format", None) or ""
    percent = "%" in _LITERAL.sub("", number_format)
    cell = SheetCell(value.value, text.data_type == "f", value.data_type == "e", percent)
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        day = _day(cell.value, number_format, epoch)
        cell = cell if day is None else cell._replace(value=day, number=cell.value)
    return cell


def _day(number: float, number_format: str, epoch: dt.datetime) -> Any:  # noqa: ANN401  as above
    """Return the day or time that a cell shows; the number itself where Excel shows ########, None in other formats."""
    from openpyxl.styles.numbers import is_date_format, is_timedelta_format  # type: ignore[import-untyped]  # noqa: PLC0415
    from openpyxl.utils.datetime import from_excel  # type: ignore[import-untyped]  # noqa: PLC0415

    if not is_date_format(number_format):
        return None
    try:
        return from_excel(number, epoch, timedelta=is_timedelta_format(number_format))
    except (OverflowError, ValueError):
        return number
