"""The terminal: how wide it is, whether it takes colour, how an answer gets out and a remark to the side."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from typing import IO

from mstrack.errors import ExitCode, WorldFailed, why
from mstrack.i18n import gettext as _
from mstrack.render import Page

store = ""
"""The folder of the store in use, which paths are told from."""
HELP_WIDTH = 100
"""Help is prose: wider lines are hard to read."""


def prepare() -> None:
    """Let no character end the program: what a console cannot draw becomes a question mark, never another encoding."""
    for stream in (sys.stdout, sys.stderr):  # None where the caller has closed it
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def page() -> Page:
    """Return what an answer is laid out for: the terminal; on a pipe as wide as it needs, unless COLUMNS says."""
    return Page(width=_width(), colour=_colour(sys.stdout))


def help_width() -> int:
    """Return how wide help is printed."""
    return min(HELP_WIDTH, max(40, _width() or 80))


def emit(answer: bytes, *, prose: bool = True) -> None:
    """Write the answer to stdout. A reader that has seen enough (head) is no failure; a full disk is.

    Prose goes out in the console's encoding; anything else only to a terminal, to a file or pipe as the UTF-8 it is.
    """
    if sys.stdout is None:
        raise WorldFailed(_("the answer could not be written: {why}").format(why=_("there is no output")))
    try:
        if sys.stdout.encoding.lower() in {"utf-8", "utf8"} or not (prose or _is_terminal(sys.stdout)):
            sys.stdout.flush()
            sys.stdout.buffer.write(answer)
            sys.stdout.buffer.flush()
        else:
            sys.stdout.write(answer.decode())
            sys.stdout.flush()
    except BrokenPipeError:
        _abandon_stdout()
        raise SystemExit(ExitCode.FINE) from None
    except OSError as error:
        _abandon_stdout()
        raise WorldFailed(_("the answer could not be written: {why}").format(why=why(error))) from error


def say(sentence: str) -> None:
    """Say something beside the answer, on stderr, with what must not reach a terminal taken out."""
    from mstrack.format.characters import FORBIDDEN  # noqa: PLC0415  its patterns take time to compile, most answers need none

    clean = FORBIDDEN.sub("?", sentence)
    with contextlib.suppress(OSError, AttributeError):  # closed, or None where the caller has closed it
        sys.stderr.write(f"{clean}\n")
        sys.stderr.flush()


def _width() -> int | None:
    asked = os.environ.get("COLUMNS", "")
    if asked.isascii() and asked.isdecimal() and int(asked) > 0:
        return int(asked)
    return shutil.get_terminal_size().columns if _is_terminal(sys.stdout) else None


def _is_terminal(stream: IO[str] | None) -> bool:
    return stream is not None and stream.isatty()


def _colour(stream: IO[str] | None) -> bool:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not _is_terminal(stream):
        return False
    if sys.platform == "win32":
        from rich.console import detect_legacy_windows  # noqa: PLC0415  only Windows has consoles without ANSI

        return not detect_legacy_windows()
    return True


def _abandon_stdout() -> None:
    """Point stdout elsewhere, so that the interpreter's last flush does not fail again."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
