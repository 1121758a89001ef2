"""The terminal: its width and colours; the answer goes to stdout, and remarks go to stderr."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from typing import IO, TextIO

from mstrack.errors import ExitCode, WorldFailed, why
from mstrack.i18n import gettext as _
from mstrack.render import Page

store = ""
"""The folder of the store in use; paths of problems are shown below it."""
has_pager = True
"""Whether a pager may show an answer; --no-pager says no."""
knows_no_commands = False
"""Whether whoever is answered typed no command, but dropped a form on the program."""
HELP_WIDTH = 100
"""Cells of the widest line of help: wider prose is hard to read."""


def prepare() -> None:
    """Make a question mark of every character that the console cannot encode, instead of failing."""
    for stream in (sys.stdout, sys.stderr):  # None where the caller has closed it
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def page() -> Page:
    """Return the width and colour of an answer; without a terminal and COLUMNS the width is unlimited."""
    return Page(width=_width(), colour=_colour(sys.stdout), drawing=_draws(sys.stdout))


def help_width() -> int:
    """Return the width of help in cells."""
    return min(HELP_WIDTH, max(40, _width() or 80))


def show(answer: bytes, *, prose: bool = True) -> None:
    """Give an answer: in the user's pager where it is higher than the terminal, else as `emit` does."""
    if not (has_pager and _is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb" and _paged(answer)):
        emit(answer, prose=prose)


def _paged(answer: bytes) -> bool:
    """Whether an answer is higher than the screen, and the pager has shown it."""
    from mstrack.cli import pager  # noqa: PLC0415  only where somebody sits at a terminal

    text, encoding = answer.decode(), sys.stdout.encoding
    columns, lines = shutil.get_terminal_size(fallback=(80, 0))
    # a terminal of no height is a program's (script, expect), which would wait for the pager for ever
    return (
        lines > 0 and pager.is_higher(text, columns, lines) and pager.show(text.encode(encoding, "replace"), encoding)
    )


def emit(answer: bytes, *, prose: bool = True) -> None:
    """Write the answer to stdout: prose in the console's encoding, data to a file or pipe as UTF-8.

    SystemExit where the reader has closed the pipe (head). WorldFailed where the disk or the system refuses.
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
    except OSError as error:
        _abandon_stdout()
        if reader_is_gone(error):
            raise SystemExit(ExitCode.FINE) from None
        raise WorldFailed(_("the answer could not be written: {why}").format(why=why(error))) from error


def reader_is_gone(error: OSError, platform: str = sys.platform) -> bool:
    """Whether writing failed because the reader closed the pipe; the C library of Windows calls it an invalid value."""
    return error.errno == errno.EPIPE or (platform == "win32" and error.errno == errno.EINVAL)


_piped: list[tuple[IO[str], bytes]] = []


def piped(limit: int) -> bytes:
    """Return what was piped in, at most `limit` bytes: once read it is remembered, as a command may run twice.

    Nothing where stdin is closed.
    """
    if sys.stdin is None or sys.stdin.closed:
        return b""
    if not _piped or _piped[0][0] is not sys.stdin:  # else `set_aside` runs the command once more
        _piped[:] = [(sys.stdin, sys.stdin.buffer.read(limit))]
    return _piped[0][1]


def say(sentence: str) -> None:
    """Write a sentence to stderr, without characters that would harm a terminal."""
    from mstrack.format.characters import FORBIDDEN  # noqa: PLC0415  its patterns take time to compile, and most answers need none

    clean = FORBIDDEN.sub("?", sentence)
    with contextlib.suppress(OSError, AttributeError):  # stderr is closed, or None
        sys.stderr.write(f"{clean}\n")
        sys.stderr.flush()


def remark(sentence: str) -> None:
    """Write a sentence to stderr as `say` does; on a terminal no word of it is broken at the edge."""
    if not _is_terminal(sys.stderr):
        say(sentence)
        return
    from mstrack.render.wrap import wrap  # noqa: PLC0415  only where a terminal is given a remark

    for line in wrap(sentence, _width() or shutil.get_terminal_size().columns):
        say(line)


def _width() -> int | None:
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdecimal() and int(columns) > 0:
        return int(columns)
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


def _draws(stream: TextIO | None) -> bool:
    """Whether line-drawing characters can be shown one cell wide; a Chinese Windows console draws them on two."""
    if stream is None or (sys.platform == "win32" and not os.environ.get("WT_SESSION")):
        return False
    return (stream.encoding or "").lower() in {"utf-8", "utf8"}


def _abandon_stdout() -> None:
    """Point stdout at the null device, so that the interpreter's last flush succeeds."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
