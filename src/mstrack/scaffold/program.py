"""How this very program is started again by a hook, wherever it was installed."""

from __future__ import annotations

import os
import sys
import zipfile


def words() -> tuple[str, ...]:
    """Return the words of a command that starts mstrack again without PATH.

    A bundle is its own program; an archive (.pyz, as zipapp and shiv make them) is given to its Python; what is
    installed is a module of its Python.
    """
    if getattr(sys, "frozen", False):  # PyInstaller sets it; `executable` is the program then
        return (sys.executable,)
    started = os.path.abspath(sys.argv[0])
    if os.path.isfile(started) and zipfile.is_zipfile(started):
        return sys.executable, started
    return sys.executable, "-m", "mstrack"
