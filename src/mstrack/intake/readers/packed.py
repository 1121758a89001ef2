"""A zip file of Office, opened without trust: it is unpacked in small pieces against limits, and checked before parsing."""

from __future__ import annotations

import io
import zipfile

from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _
from mstrack.intake.grid import too_many_cells

PIECE = 64 * 1024
MOST_BYTES = 40 * 1024 * 1024
"""Of XML, unpacked, in all parts together. Pictures are not unpacked."""
MOST_PARTS = 2000
MOST_TAGS = 600_000
"""Of XML in one part."""
_LISTED = b"PK\x01\x02"
"""How a zip file lists a part; it stands once for each, whatever the file says of their number."""
_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""How Office packs; others may ask for more memory than there is."""


def kind(data: bytes) -> str:
    """Return `docx` or `xlsx`, after every part was checked; WrongUse says what is wrong with the file."""
    if data.count(_LISTED) > MOST_PARTS:  # before anything is made of each
        raise _too_many_parts()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return _kind_of(parts)
    except WrongUse:
        raise
    except Exception as error:  # BadZipFile, zlib.error, struct.error, and what else a damaged part makes them raise
        raise _damaged() from error


def _kind_of(parts: zipfile.ZipFile) -> str:
    listed = parts.infolist()
    names = [part.filename.lower() for part in listed]
    if len(listed) > MOST_PARTS:
        raise _too_many_parts()
    if "mimetype" in names and any("opendocument" in name for name in (parts.comment.decode("latin-1"), _mime(parts))):
        raise WrongUse(_("a file of LibreOffice; open it there and save it as .docx or .xlsx"))
    found = "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else ""
    if not found or len(set(names)) < len(names) or "[content_types].xml" not in names:
        raise WrongUse(_("this is no Word or Excel file (.docx, .xlsx)"))
    if any(part.flag_bits & 1 for part in listed):
        raise WrongUse(_("protected by a password; save it without one"))
    if any(name.endswith("vbaproject.bin") for name in names):
        raise WrongUse(_("the file carries macros; save it as .docx or .xlsx, without them"))
    left = MOST_BYTES
    for part in listed:
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            if part.compress_type not in _PACKED:
                raise _damaged()
            left = _check_xml(parts, part, left)
    return found


def _mime(parts: zipfile.ZipFile) -> str:
    with parts.open("mimetype") as opened:
        return opened.read(100).decode("latin-1")


def _check_xml(parts: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """Unpack a part piece by piece against the limits; return how many bytes the other parts may still have."""
    tags, tail = 0, b""
    with parts.open(part) as opened:
        while piece := opened.read(PIECE):
            left -= len(piece)
            if left < 0:
                raise WrongUse(_("unpacked, the file is larger than {n} MiB; no plan is").format(n=MOST_BYTES >> 20))
            plain = tail + piece.replace(b"\x00", b"")  # in UTF-16 every other byte of a tag is a zero
            if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
                # no Office program writes a document type; it can define entities that grow without end or fetch files
                raise WrongUse(_("the file holds XML that no Office program writes; it is not opened"))
            tags += piece.count(b"<")
            tail = plain[-9:]
    if tags > MOST_TAGS:
        raise too_many_cells()
    return left


def _too_many_parts() -> WrongUse:
    return WrongUse(_("the file holds more than {n} parts; no document does").format(n=MOST_PARTS))


def _damaged() -> WrongUse:
    return WrongUse(_("the file is damaged; open it in Word, Excel or WPS, save it anew and try again"))
