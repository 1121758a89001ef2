"""A PDF of a Word or Excel document, by LibreOffice where that is installed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from mstrack.errors import WorldFailed
from mstrack.i18n import gettext as _

if TYPE_CHECKING:
    from mstrack.store.put import Content

PROGRAMS = ("soffice", "libreoffice")
PLACES = (r"C:\Program Files\LibreOffice\program\soffice.exe", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
"""Where it lies on Windows and macOS, which put it on no path."""
TIME_LIMIT = 180
"""Seconds; its first start takes long."""


def program() -> str:
    """Return the path of LibreOffice; WorldFailed says what to do where there is none."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None) or next(filter(os.path.isfile, PLACES), None)
    if not found:
        sentence = _(
            "a PDF is made by LibreOffice, which is not installed; install it, or write Word or Excel "
            "and save that as PDF there"
        )
        raise WorldFailed(sentence)
    return found


def pdf(data: Content, ending: str) -> bytes:
    """Return a document, or what writes it, as LibreOffice prints it.

    It runs in a profile of its own, so that an open window is no hindrance.
    """
    import subprocess  # noqa: PLC0415  only a PDF needs it
    import tempfile  # noqa: PLC0415  as above

    with tempfile.TemporaryDirectory(prefix="mstrack-", ignore_cleanup_errors=True) as folder:
        source = Path(folder, f"paper{ending}")
        with source.open("wb") as out:
            if callable(data):
                data(out)
            else:
                out.write(data)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [program(), profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        try:
            subprocess.run(  # noqa: S603  a program that was found, its own options, a file that we wrote
                command, check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=TIME_LIMIT
            )
            return source.with_suffix(".pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise WorldFailed(_("LibreOffice made no PDF; write Word or Excel and save that as PDF there")) from error
