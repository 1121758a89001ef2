"""A workbook that somebody sent, opened without trust: it is unpacked in small pieces, against limits.

What could do harm is refused in one sentence: macros, links to other files, passwords, document types, and whatever
takes more memory or time than a form. Nothing that a file says of its own size is believed.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.parsers import expat

from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    class PartReader(Protocol):
        """What is told of the elements of a part, by their names without a namespace."""

        def start(self, tag: str, attributes: dict[str, str]) -> None:
            """Take the start of an element."""

        def end(self, tag: str) -> None:
            """Take the end of an element."""

        def text(self, text: str) -> None:
            """Take a piece of text."""


MOST_BYTES = 20 * 1024 * 1024
"""Of all parts that are read, unpacked; a filled form has 100 KiB."""
MOST_PARTS = 1000
MOST_TAGS = 300_000
"""Of XML in all parts that are read."""
MOST_DEPTH = 100
PIECE = 64 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LISTED = b"PK\x01\x02"
"""How a zip file lists a part; it stands once for each, whatever the file says of their number."""
_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""How Excel packs; others may ask for more memory than there is."""
_SEPARATOR = " "


class Package:
    """The parts of a workbook, by name; a part is unpacked when it is read."""

    def __init__(self, data: bytes) -> None:
        """Open the workbook. WrongUse says in one sentence why it is none that can be read."""
        if data.startswith(_OLE):
            raise WrongUse(_("an old .xls, or protected by a password; save it as .xlsx without a password"))
        if data.count(_LISTED) > MOST_PARTS:
            raise WrongUse(_("the workbook holds more than {n} parts; no form does").format(n=MOST_PARTS))
        self._left = MOST_BYTES
        self._tags = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except Exception as error:  # zipfile raises whatever a damaged list makes it stumble over
            raise no_workbook() from error
        listed = self._zip.infolist()
        self._parts = {part.filename.replace("\\", "/").lower(): part for part in listed}
        if sum(part.file_size for part in listed) > MOST_BYTES:
            raise _too_large()
        if any(part.compress_type not in _PACKED for part in listed):
            raise no_workbook()
        if any(part.flag_bits & 1 for part in listed):
            raise WrongUse(_("protected by a password; save it without one"))
        if "[content_types].xml" not in self._parts or len(self._parts) < len(listed):
            raise no_workbook()
        if any(name.endswith("vbaproject.bin") for name in self._parts):
            raise WrongUse(_("the workbook carries macros; save it as .xlsx, without them"))
        if any("/externallinks/" in name for name in self._parts):
            raise WrongUse(_("the workbook links to other workbooks; type the values and remove the links"))

    def __contains__(self, name: str) -> bool:
        """Whether there is a part of this name; names ignore case."""
        return name.lower() in self._parts

    def read(self, name: str, reader: PartReader) -> None:
        """Let a reader hear of each element of a part. WrongUse where the part is missing, damaged, or no form's."""
        if name not in self:
            raise damaged()
        parser = self._parser(reader)
        try:
            for piece in self._pieces(name):
                parser.Parse(piece, False)  # noqa: FBT003  expat takes no names
            parser.Parse(b"", True)  # noqa: FBT003  as above
        except WrongUse:
            raise
        except Exception as error:  # expat, zlib, zipfile and the reader stumble over damage, each in its own way
            raise damaged() from error

    def _parser(self, reader: PartReader) -> expat.XMLParserType:
        """Return a parser that counts what it meets, and tells a reader of it."""
        parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        depth = 0

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            self._tags, depth = self._tags + 1, depth + 1
            if self._tags > MOST_TAGS:
                raise too_many()
            if depth > MOST_DEPTH:
                raise damaged()
            reader.start(_local(tag), {_local(name): value for name, value in attributes.items()})

        def end(tag: str) -> None:
            nonlocal depth
            depth -= 1
            reader.end(_local(tag))

        def document_type(*_declared: object) -> None:
            # no spreadsheet program writes a document type; it can define entities that grow without end
            raise WrongUse(_("the workbook holds XML that no spreadsheet program writes; it is not opened"))

        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = reader.text
        parser.StartDoctypeDeclHandler = document_type
        return parser

    def _pieces(self, name: str) -> Iterator[bytes]:
        with self._zip.open(self._parts[name.lower()]) as opened:
            while piece := opened.read(PIECE):
                self._left -= len(piece)
                if self._left < 0:
                    raise _too_large()
                yield piece


def _local(name: str) -> str:
    return name.rpartition(_SEPARATOR)[2]


def damaged() -> WrongUse:
    """Return the failure to make sense of a part."""
    return WrongUse(_("the workbook is damaged; open it in Excel, save it anew and try again"))


def too_many() -> WrongUse:
    """Return the failure to go through what is no form by its size."""
    return WrongUse(_("the workbook holds far more cells than a form; copy the figures into a new one"))


def no_workbook() -> WrongUse:
    """Return the failure to open a file as a workbook."""
    return WrongUse(_("this is no Excel workbook (.xlsx); open it in Excel, WPS or LibreOffice, and save it as one"))


def _too_large() -> WrongUse:
    return WrongUse(_("unpacked, the workbook is larger than {n} MiB; no form is").format(n=MOST_BYTES // 1024**2))
