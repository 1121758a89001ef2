"""The sheets of a workbook, read from its XML by the parser of Python itself.

Excel, WPS, LibreOffice and others write the same sheet differently. Nothing is needed that one of them leaves out: a
sheet's dimensions are not believed, cells may lack their names, styles may be missing, and both namespaces are read.
"""

from __future__ import annotations

import datetime as dt
import posixpath
from typing import TYPE_CHECKING

from mstrack.record.sheets import number_formats, safe
from mstrack.record.sheets.sheet_xml import MOST_CELLS, IgnoringReader, SheetContent, SheetReader, Text, unescaped

if TYPE_CHECKING:
    from mstrack.record.sheets.safe import Package


def sheets(data: bytes) -> dict[str, SheetContent]:
    """Return the sheets of a workbook by name, in its order. WrongUse says why it is none that can be read."""
    package = safe.Package(data)
    place = _Relations(package, "").of_type("/officeDocument") or "xl/workbook.xml"
    if place not in package:
        raise safe.no_workbook()
    book = _Book()
    package.read(place, book)
    relations = _Relations(package, place)
    texts, codes = _Texts(), _Styles()
    for reader, kind in ((texts, "/sharedStrings"), (codes, "/styles")):
        part = relations.of_type(kind)
        if part and part in package:
            package.read(part, reader)
    found: dict[str, SheetContent] = {}
    room = MOST_CELLS
    for name, key, state in book.sheets:
        kind, part = relations.by_id.get(key, ("", ""))
        if kind.endswith("/worksheet"):
            sheet = SheetReader(texts.found, codes.codes(), book.epoch, room)
            package.read(part, sheet)
            room -= len(sheet.grid)
            found[name] = SheetContent(sheet.grid, tuple(sheet.merged), state not in {"", "visible"})
    return found


class _Relations(IgnoringReader):
    """Which part a part names by which id."""

    def __init__(self, package: Package, part: str) -> None:
        self._folder, name = posixpath.split(part)
        self.by_id: dict[str, tuple[str, str]] = {}
        place = posixpath.join(self._folder, "_rels", f"{name}.rels")
        if place in package:
            package.read(place, self)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            path = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
            self.by_id[attributes.get("Id", "")] = attributes.get("Type", ""), path

    def of_type(self, ending: str) -> str:
        """Return the part of a type; the two namespaces differ in its beginning."""
        return next((path for kind, path in self.by_id.values() if kind.endswith(ending)), "")


class _Book(IgnoringReader):
    """The names of the sheets, and the day that the workbook counts as 0."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        self.epoch = dt.datetime(1899, 12, 30)  # noqa: DTZ001  Excel knows no zones

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            self.sheets.append((attributes.get("name", ""), attributes.get("id", ""), attributes.get("state", "")))
        elif tag == "workbookPr" and attributes.get("date1904", "0").lower() in {"1", "true", "on"}:
            self.epoch = dt.datetime(1904, 1, 1)  # noqa: DTZ001  as above


class _Texts(Text):
    """The texts that cells name by their number."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def end(self, tag: str) -> None:
        super().end(tag)
        if tag == "si":
            self.found.append(unescaped(self.taken()))


class _Styles(IgnoringReader):
    """The number formats that cells name by the number of their style."""

    def __init__(self) -> None:
        self._own: dict[str, str] = {}
        self._used: list[str] = []
        self._in_cells = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            self._own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            self._in_cells = True
        elif tag == "xf" and self._in_cells:
            self._used.append(attributes.get("numFmtId", "0"))

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._in_cells = False

    def codes(self) -> list[str]:
        """Return the format of each style."""
        built_in = {str(number): code for number, code in number_formats.BUILT_IN.items()}
        return [self._own.get(number, built_in.get(number, "")) for number in self._used]
