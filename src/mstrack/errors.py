"""What can go wrong: a Problem is a mistake in the data, an MstrackError ends the request.

An exception owns its sentence and its exit code; it never prints and never exits. Only `cli.run` catches it.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager
from enum import IntEnum
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple

from mstrack.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PROBLEMS_PER_FILE = 50
"""Problems listed of one file; a file with more usually has one cause for all of them."""
MORE = "more"
"""The rule of the line that says how many problems were cut; its route has their number."""


class ExitCode(IntEnum):
    """The exit codes. Scripts rely on these numbers: they never change."""

    FINE = 0
    FOUND = 1
    WRONG_USE = 2
    UNREADABLE = 3
    WORLD_FAILED = 4
    BUG = 70
    INTERRUPTED = 130


Route = tuple[str | int, ...]
"""A place in a document: keys and positions from its top."""


class Problem(NamedTuple):
    """One mistake in the data: its place, its rule, and the sentence for the user.

    `line` and `column` count from 1; 0 means not yet known, and then `route` (in the form of Pydantic's `loc`) gives
    the place in the file. A warning asks for attention and changes no exit code.
    """

    path: str
    line: int
    column: int
    rule: str
    sentence: str
    route: Route = ()
    level: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        """Return `path:line:col: error: sentence [rule]`, the form that editors jump to (GNU)."""
        return f"{self.path}:{self.line or 1}:{self.column or 1}: {self.level}: {self.sentence} [{self.rule}]"


class MstrackError(Exception):
    """A request that cannot be answered; `str(error)` is the sentence for its user."""

    code = ExitCode.BUG


class WrongUse(MstrackError):
    """A bad date, an unknown or ambiguous name, no store: typing something else puts it right."""

    code = ExitCode.WRONG_USE


class Unreadable(MstrackError):
    """The data cannot be read; there is no answer, because half an answer leaves a task off a list."""

    code = ExitCode.UNREADABLE

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of their places, at most `PROBLEMS_PER_FILE` a file."""
        self.problems = in_order(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[Unreadable], tuple[tuple[Problem, ...]]]:
        """Return what makes it again in another process: an engine brings home what went wrong there."""
        return Unreadable, (self.problems,)

    def below(self, folder: str) -> Unreadable:
        """Return the same with paths that an editor can open: those of a store start at its own folder."""
        return Unreadable(below(folder, self.problems))


@contextmanager
def gathering(problems: list[Problem]) -> Iterator[None]:
    """Catch Unreadable and add its problems to the list, so that the next part can find its own."""
    try:
        yield
    except Unreadable as error:
        problems += error.problems


class WorldFailed(MstrackError):
    """The disk or git failed, or a file exists already; no file is half-written."""

    code = ExitCode.WORLD_FAILED


def not_installed(error: ImportError, extra: str = "") -> WorldFailed:
    """Return the failure for want of a library: one of an extra, or one that a broken installation lost."""
    if is_there := not_loaded(error):
        return WorldFailed(is_there)
    package = f"mstrack[{extra}]" if extra else "mstrack"
    sentence = _("{library} is missing; install it with: {command}")
    if getattr(sys, "frozen", False):
        sentence = _("the program without Python does not contain {library}; a Python gets it with: {command}")
    return WorldFailed(sentence.format(library=error.name, command=f'pip install "{package}"'))


def not_loaded(error: ImportError) -> str:
    """Return the sentence for a library that is there and that Windows cannot load; empty where it is missing."""
    if not str(error).startswith("DLL load failed"):
        return ""
    sentence = _(
        "Windows cannot load {library}; install “Microsoft Visual C++ Redistributable”, and if that does not help, "
        "mstrack anew for this Python"
    )
    return sentence.format(library=error.name or "mstrack")


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems sorted by place, each once, at most `PROBLEMS_PER_FILE` a file, errors before warnings.

    Behind them stands how many more there are.
    """
    by_path: dict[str, list[Problem]] = {}
    for problem in sorted(set(problems)):
        by_path.setdefault(problem.path, []).append(problem)
    return tuple(chain.from_iterable(map(_capped, by_path.values())))


def count(problems: Iterable[Problem], level: str) -> int:
    """Return how many problems of a level there are, those that a cap cut included."""
    return sum(_stands_for(one) for one in problems if one.level == level)


def below(folder: str, problems: Iterable[Problem]) -> list[Problem]:
    """Return problems with paths that an editor can open: those of a store start at its own folder."""
    return [one._replace(path=os.path.normpath(os.path.join(folder, one.path))) for one in problems]


def _capped(problems: list[Problem]) -> list[Problem]:
    """Return the problems of one file; of more than the cap, a last one of each level says how many were cut."""
    listed = sorted((one for one in problems if one.rule != MORE), key=lambda one: one.level)
    cut = [one for one in problems if one.rule == MORE] + listed[PROBLEMS_PER_FILE:]
    kept = sorted(listed[:PROBLEMS_PER_FILE])
    for level in dict.fromkeys(one.level for one in cut):
        n = count(cut, level)
        last = max(one for one in cut if one.level == level)
        sentence = _("… and {n} more problems in this file").format(n=n)
        kept.append(last._replace(rule=MORE, sentence=sentence, route=(n,)))
    return kept


def _stands_for(problem: Problem) -> int:
    return int(problem.route[0]) if problem.rule == MORE else 1


def why(error: OSError, platform: str = sys.platform) -> str:
    """Return the reason of a system error in the user's language; Windows numbers some more finely than POSIX.

    Where Python opens a file by the C library, Windows' own number is lost: what is left says less there than on POSIX.
    """
    held = _("another program (Excel, Word, WPS) has it open; close it there")
    refused = _("you have no permission, or another program (Excel, Word, WPS) has it open: close it there")
    no_name, too_long = _("Windows allows no such name"), _("the name is too long")
    on_windows = {5: refused, 32: held, 33: held, 123: no_name, 161: no_name, 206: too_long}
    of_the_library = {errno.EACCES: refused, errno.EINVAL: no_name, errno.EBADF: no_name}
    if sentence := on_windows.get(getattr(error, "winerror", None) or 0):
        return sentence
    if platform == "win32" and error.errno == errno.ENOENT and _is_too_long(str(error.filename or "")):
        return too_long
    if platform == "win32" and (sentence := of_the_library.get(error.errno or 0)):
        return sentence
    reasons = {
        errno.ENOSPC: _("the disk is full"),
        errno.EDQUOT: _("your quota on the disk is used up"),
        errno.EFBIG: _("the disk takes no file of this size"),
        errno.EROFS: _("the disk is read-only"),
        errno.EACCES: _("you have no permission"),
        errno.EPERM: _("you have no permission"),
        errno.ENOENT: _("there is no such file"),
        errno.EISDIR: _("it is a folder"),
        errno.ENOTDIR: _("it is no folder"),
        errno.EEXIST: _("it exists already"),
        errno.EMFILE: _("too many files are open"),
        errno.ENFILE: _("too many files are open"),
        errno.EIO: _("the disk failed"),
        errno.EINTR: _("it was interrupted"),
        errno.ENAMETOOLONG: too_long,
    }
    return reasons.get(error.errno or 0) or _("error {n}").format(n=error.errno)


_MAX_PATH, _MAX_NAME = 260, 255


def _is_too_long(path: str) -> bool:
    """Whether Windows, as it is set up at first, calls a path missing for its length (MAX_PATH)."""
    return len(os.path.abspath(path)) >= _MAX_PATH or any(
        len(name) > _MAX_NAME for name in path.replace("/", "\\").split("\\")
    )
