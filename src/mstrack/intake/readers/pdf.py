"""The tables of a PDF, page by page, as one: rows cut by a page are joined later, by what they hold."""

from __future__ import annotations

import io
import re
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _
from mstrack.intake.grid import GridTable

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PAGES = 60
MOST_STREAM = 16 * 1024 * 1024
"""Bytes of one stream, unpacked; fonts and pictures count, too."""
MOST_BYTES = 80 * 1024 * 1024
MOST_SIGNS = 30_000
"""Characters of one page."""
MOST_LINES = 8000
"""Lines and boxes of all pages; a table has five a cell."""
_PIECE = 64 * 1024
_DRAWN = re.compile(rb"\s(?:l|re|c)\s")
_STREAM = re.compile(rb"<<((?:[^<>]|<<|>>|<[^<>]*>){0,4000}?)>>\s*stream\r?\n")


def tables(data: bytes) -> Iterator[GridTable]:
    """Yield the table that goes through the pages; WrongUse where there is none, or the file is no honest PDF."""
    import pdfplumber  # noqa: PLC0415  only who reads a PDF pays for it

    _refuse_bombs(data)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > MOST_PAGES:
                raise WrongUse(_("more than {n} pages; keep only those of the plan").format(n=MOST_PAGES))  # noqa: TRY301
            found = list(_of_pages(document.pages))
    except WrongUse:
        raise
    except Exception as error:  # pdfminer raises whatever a damaged part makes it stumble over
        raise WrongUse(_("the PDF is damaged or has a password; print it to a PDF anew and try again")) from error
    if not found:
        raise WrongUse(_("the PDF has no table of text (a scan?); recognise its text first, or take Word or Excel"))
    yield from found


def _refuse_bombs(data: bytes) -> None:
    """Unpack each stream in pieces against a limit; filters that unpack twice are refused."""
    total = drawn = 0
    for found in _STREAM.finditer(data):
        names = re.findall(rb"/(FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\b", found[1])
        if len(names) > 1 or (names and names[0] not in {b"FlateDecode", b"Fl"}):
            raise WrongUse(_("the PDF is packed in a way that no office program uses; print it to a PDF anew"))
        size = 0
        for unpacked in _unpacked(data, found.end()) if names else ():
            size += len(unpacked)
            drawn += len(_DRAWN.findall(unpacked)) if b"\x00" not in unpacked else 0
            if drawn > MOST_LINES:
                raise WrongUse(_("the PDF has far more lines than a table; keep only the pages of the plan"))
            if size > MOST_STREAM or total + size > MOST_BYTES:
                raise WrongUse(_("unpacked, the PDF is far larger than any plan"))
        total += size


def _unpacked(data: bytes, place: int) -> Iterator[bytes]:
    """Yield what a stream unpacks to, in pieces, up to its end or to what is damaged."""
    unpacker = zlib.decompressobj()
    with suppress(zlib.error):
        while not unpacker.eof and place < len(data):
            piece = data[place : place + _PIECE]
            place += len(piece)
            while piece:
                yield unpacker.decompress(piece, _PIECE)
                piece = unpacker.unconsumed_tail


def _of_pages(pages: Any) -> Iterator[GridTable]:
    rows: list[tuple[str, ...]] = []
    above: list[str] = []
    for page in pages:
        if len(page.chars) > MOST_SIGNS:
            raise WrongUse(_("far more text than any plan has; keep only the pages of the plan"))
        found = page.find_tables()
        if not found:
            above += (page.extract_text() or "").split("\n") if not rows else []
        for table in found:
            if not rows:
                head = page.crop((0, 0, page.width, max(1, table.bbox[1]))) if table.bbox[1] > 1 else None
                above += (head.extract_text() or "").split("\n") if head else []
            rows += _cells(table)
        page.close()  # else every page keeps its characters
    if rows:
        yield GridTable(tuple(rows), tuple(line for line in above if line.strip()))


def _cells(table: Any) -> Iterator[tuple[str, ...]]:
    """Yield the rows; where a cell spans several, those below it have None, and repeat what it says."""
    before: tuple[str, ...] = ()
    for row in table.extract():
        cells = tuple(
            (before[i] if before else row[i - 1] if i else "") if cell is None else cell for i, cell in enumerate(row)
        )
        before = tuple(cell or "" for cell in cells)
        yield before
