"""Shows an answer that is higher than the screen in the user's pager, as git does: MSTRACK_PAGER, PAGER, else less.

Nothing is lost: where the pager is not there or fails, the caller writes the answer as it would without one.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from mstrack.render.cell_width import cell_len
from mstrack.store import spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHELL_SIGNS = frozenset("|&;<>()$`\\\"'*?[#~=%")
"""With one of them a command is the shell's to read, as in git."""
PLAIN = {"", "cat"}
"""Commands that ask for no pager."""
SETTINGS = {"LESS": "FRX", "LV": "-c"}
"""What pagers are told where the user has said nothing: leave a short answer, pass colours, clear no screen."""

_COLOUR = re.compile("\x1b\\[[0-9;]*m")


def is_higher(answer: str, columns: int, lines: int) -> bool:
    """Whether an answer needs more lines than the screen has above the prompt; a wide line needs several."""
    rows = answer.split("\n")[:-1]
    return len(rows) >= lines or sum(max(1, -(-_width(row) // columns)) for row in rows) >= lines


def show(answer: bytes, encoding: str) -> bool:
    """Show an answer in the pager and return when it ends; False where it must be written without one.

    KeyboardInterrupt where ^C ended the pager.
    """
    command = _command()
    if command is None:
        return False
    settings = SETTINGS | ({"LESSCHARSET": "utf-8"} if encoding.lower().replace("-", "") == "utf8" else {})
    is_interrupted = False

    def interrupted(_signal: int, _frame: object) -> None:
        nonlocal is_interrupted
        is_interrupted = True  # the pager hears ^C, too: this waits for it, so that it leaves the terminal right

    with _on_interrupt(interrupted):
        try:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, env=settings | os.environ)  # noqa: S603  the user's own
        except OSError:
            return False
        process.communicate(answer)  # no error where the pager is left early: whoever does has seen enough
        code = process.wait()
    if code and is_interrupted:
        raise KeyboardInterrupt
    return code == 0


def _command() -> list[str] | None:
    """Return the command of the pager; None where nobody wants one, or it is not there."""
    chosen = os.environ.get("MSTRACK_PAGER", os.environ.get("PAGER", "" if sys.platform == "win32" else "less")).strip()
    if chosen in PLAIN:
        return None
    if SHELL_SIGNS.intersection(chosen) and sys.platform != "win32":
        return ["/bin/sh", "-c", chosen]
    words = spelling.words(chosen)
    program = shutil.which(words[0])
    return [program, *words[1:]] if program else None


@contextlib.contextmanager
def _on_interrupt(handler: Callable[[int, object], None]) -> Iterator[None]:
    """Let a handler hear ^C in the block; the child has the default of its own."""
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _width(row: str) -> int:
    """Return how many cells a row takes; colours take none."""
    return cell_len(_COLOUR.sub("", row))
