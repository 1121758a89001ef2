"""A file → its tables: one reader a format, chosen by what the file is, not by what it is called.

Nothing of the file is run, fetched or unpacked without a limit; WrongUse says in a sentence why a file is not read.
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import WrongUse, not_installed
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.i18n import mark
from mstrack.intake.grid import MOST_ROWS, GridTable, squared
from mstrack.intake.words import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_BYTES = 20 * 1024 * 1024
"""Bytes of a file."""
MOST_SIGNS_OF_CELL = 10_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_SIGNS = 4_000_000


class Tables(NamedTuple):
    """The tables of a file in their order, and how many characters that nobody sees were removed."""

    tables: tuple[GridTable, ...]
    invisible: int = 0


def read(data: bytes, name: str) -> Tables:
    """Return the tables of a file; `name` is its path, or - for stdin. WrongUse says why it cannot be read."""
    if len(data) > MOST_BYTES:
        raise WrongUse(
            _("{path} has more than {n} MiB; no such table is that large").format(path=shown(name), n=MOST_BYTES >> 20)
        )
    try:
        kind = _format(data, os.path.splitext(name)[1].lower())
        reader = importlib.import_module(f"mstrack.intake.readers.{kind}")
        found = _even(reader.tables(data))
    except ImportError as error:
        raise not_installed(error, "intake" if error.name == "pdfplumber" else "") from error
    except WrongUse as error:
        raise WrongUse(_("{path}: {why}").format(path=shown(name, 200), why=error)) from error
    if not found.tables:
        raise WrongUse(_("{path} holds no table").format(path=shown(name, 200)))
    return found


def _even(raw: Iterable[GridTable]) -> Tables:
    """Return the tables with visible texts; WrongUse where they are far larger than any plan."""
    signs = removed = 0

    def text(one: str) -> str:
        nonlocal signs, removed
        signs += len(one)
        if signs > _MOST_SIGNS:
            raise WrongUse(_("far more text than any plan has; copy its rows into a file of their own"))
        if len(one) > MOST_SIGNS_OF_CELL:
            sentence = _("a cell has more than {n} characters; is this the table?")
            raise WrongUse(sentence.format(n=MOST_SIGNS_OF_CELL))
        clean, invisible = visible(one)
        removed += invisible
        return clean

    def lines(several: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(filter(None, (text(line).strip() for line in several)))

    kept = []
    for table in raw:
        if len(table.rows) > MOST_ROWS:
            sentence = _("more than {n} rows; a plan has at most 999 tasks: copy its rows into a file of their own")
            raise WrongUse(sentence.format(n=MOST_ROWS))
        rows = squared([text(cell) for cell in row] for row in table.rows)
        kept.append(GridTable(rows, lines(table.above), lines(table.below), text(table.name)))
    return Tables(tuple(table for table in kept if table.rows), removed)


def _format(data: bytes, suffix: str) -> str:
    """Return the reader of a file: by its first bytes, then by its name."""
    if data.startswith(_OLE) or suffix in _CURES:
        cure = _CURES.get(suffix, _OLD)
        raise WrongUse(_(cure))
    if data.startswith(b"PK"):
        from mstrack.intake.readers import packed  # noqa: PLC0415  only packed files

        return packed.kind(data)
    if data.startswith(b"%PDF"):
        return "pdf"
    if suffix in {".docx", ".xlsx", ".pdf"}:
        sentence = _("this is no {suffix} file; open it in Word, Excel or WPS and save it anew")
        raise WrongUse(sentence.format(suffix=suffix))
    start = data[:4096].lower().replace(b"\x00", b"")
    if suffix in {".html", ".htm", ".xhtml", ".mht"} or b"<html" in start or b"<table" in start:
        return "html"
    return "text"


_OLD = mark(
    "an old Office file, or one with a password; open it in Word, Excel or WPS and save it as .docx or .xlsx without one"
)
_CURES = {
    ".doc": mark("an old Word file; open it in Word or WPS and save it as .docx"),
    ".wps": mark("a file of WPS; open it in WPS and save it as .docx"),
    ".xls": mark("an old Excel file; open it in Excel or WPS and save it as .xlsx"),
    ".et": mark("a file of WPS; open it in WPS and save it as .xlsx"),
    ".ods": mark("a file of LibreOffice; open it there and save it as .xlsx"),
    ".odt": mark("a file of LibreOffice; open it there and save it as .docx"),
}


def listed(tables: Tables) -> Iterator[str]:
    """Yield a line for each table: its number, name, size, and what its first cells say."""
    for number, table in enumerate(tables.tables, 1):
        first = shown(" | ".join(cell for cell in dict.fromkeys(table.rows[0]) if cell.strip()), 50)
        yield f"{number}  {shown(table.name, 20)}  {len(table.rows)}×{len(table.rows[0])}  {first}"
