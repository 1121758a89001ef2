"""Forms that were dropped on the program in a window of files: read, shown, filed when somebody agrees.

    mstrack.exe 市教育局.xlsx      means      mstrack sheet read 市教育局.xlsx --receipt

Whoever drops a file types no command and sees no folder: the store is looked for above the form, then above the
program.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _
from mstrack.store import source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ENDING = ".xlsx"


def command(arguments: Sequence[str]) -> list[str]:
    """Return the words of the command that is meant: forms alone are to be read, all else stays."""
    if not arguments or not all(one.lower().endswith(ENDING) and os.path.isfile(one) for one in arguments):
        return list(arguments)
    return ["sheet", "read", *arguments, "--receipt", "--data", _store(arguments[0])]


def _store(form: str) -> str:
    """Return the folder of tasks.yaml; WrongUse where none is found."""
    if named := os.environ.get("MSTRACK_DATA"):
        return named
    for folder in _folders(form):
        if os.path.lexists(os.path.join(folder, source.PLAN)):
            return folder
    sentence = _(
        "no table of tasks (tasks.yaml) above {folder} or beside the program; put the form into its folder, "
        "or name the folder of the table in the variable MSTRACK_DATA"
    )
    raise WrongUse(sentence.format(folder=os.path.dirname(os.path.abspath(form))))


def _folders(form: str) -> Iterator[str]:
    """Yield where a store may lie: above the form, above a bundle; the nearest first."""
    bundle = [sys.executable] if getattr(sys, "frozen", False) else []
    for start in (os.path.abspath(form), *bundle):
        folder = os.path.dirname(start)
        while True:
            yield from (folder, os.path.join(folder, "data"))
            if os.path.dirname(folder) == folder:
                break
            folder = os.path.dirname(folder)


def hold() -> None:
    """Wait for Enter where the window would vanish with its answer: Windows opened it for this program alone."""
    if not (sys.platform == "win32" and getattr(sys, "frozen", False) and sys.stdin and sys.stdin.isatty()):
        return
    import ctypes  # noqa: PLC0415  on Windows alone

    if ctypes.windll.kernel32.GetConsoleProcessList((ctypes.c_uint * 2)(), 2) == 1:
        input(_("Enter closes this window."))
