"""The rules for names of files in a store: each is a pure function whose docstring states it; no file is opened."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import Problem, gathering
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.store import entry_names, windows_names
from mstrack.store.desktop import is_desktop_file
from mstrack.store.source import PLAN, PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.store.entry_names import Filed
    from mstrack.store.source import Files

_COPY = re.compile(r"(?:^|[^a-z0-9-])(?:(tasks)(?:[^a-z0-9].*)?\.ya?ml|(progress)(?:[^a-z0-9.][^.]*)?$)", re.IGNORECASE)
"""Names of copies that file managers, editors and people make: tasks (1).yaml, tasks.yaml.orig, progress copy."""
_KEPT = {".gitkeep", ".gitattributes", ".gitignore"}
"""Hidden files that git and people put into folders."""


class Layout(NamedTuple):
    """The names of a store: at its top, in progress/, and in the tasks' folders, entries apart from others.

    `others` are names in the tasks' folders that are no names of entries, each with its folder. `desktop` are the paths
    below progress/ of what desktops and editors made, in no other field. `closed` has a problem for each folder that
    could not be listed: a link, or a file in its place.
    """

    top: tuple[str, ...]
    progress: tuple[str, ...]
    entries: tuple[Filed, ...]
    others: tuple[tuple[str, str], ...]
    closed: tuple[Problem, ...] = ()
    desktop: tuple[str, ...] = ()


def of(source: Files) -> Layout:
    """List a store, each folder once."""
    closed: list[Problem] = []
    top = _names(source, "", closed)
    progress = _names(source, PROGRESS, closed)
    desktop = [path for path in (f"{PROGRESS}/{name}" for name in progress) if is_desktop_file(source, path)]
    progress = tuple(name for name in progress if f"{PROGRESS}/{name}" not in desktop)
    entries: list[Filed] = []
    others: list[tuple[str, str]] = []
    for number in progress:
        if re.fullmatch(r"[0-9]{2}|[1-9][0-9]{2}", number, re.ASCII):
            below = f"{PROGRESS}/{number}"
            for name in _names(source, below, closed):
                filed = entry_names.parse_path(int(number), below, name)
                if filed:
                    entries.append(filed)
                elif is_desktop_file(source, f"{below}/{name}"):
                    desktop.append(f"{below}/{name}")
                else:
                    others.append((below, name))
    return Layout(top, progress, tuple(entries), tuple(others), tuple(closed), tuple(desktop))


def _names(source: Files, folder: str, closed: list[Problem]) -> tuple[str, ...]:
    with gathering(closed):
        return tuple(sorted(source.names(folder)))
    return ()


def file_name(layout: Layout) -> Iterator[Problem]:
    """A file in a task's folder is named as an entry is: 2021-09-30-cgj-7f3a9c2k.yaml."""
    for below, name in layout.others:
        if name[0] != ".":
            yield entry_names.unnamed(f"{below}/{name}")


def strange_file(layout: Layout) -> Iterator[Problem]:
    """Nothing lies beside the files of a store that could be taken for one: no copies, no entries outside progress/."""
    for name in layout.top:
        copied = _COPY.search(unicodedata.normalize("NFKC", name)) if name[0] != "." else None
        if copied and name not in {PLAN, PROGRESS}:
            sentence = _("this looks like a copy of {name}; nothing reads it: delete it, or move it out of the store")
            kept = PLAN if copied[1] else PROGRESS
            yield Problem(name, 1, 1, "strange-file", sentence.format(name=kept))
        elif entry_names.parse_path(0, "", name):
            sentence = _("an entry counts only in the folder of its task, progress/NN; move it there")
            yield Problem(name, 1, 1, "strange-file", sentence)
    for below, name in _in_progress(layout):
        if name[0] == "." and name not in _KEPT and not name.endswith(".tmp"):
            sentence = _("a hidden file among the entries; nothing reads it: delete it")
            yield Problem(f"{below}/{name}", 1, 1, "strange-file", sentence)


def leftover(layout: Layout) -> Iterator[Problem]:
    """A temporary file stays behind where a writer was killed; it never counts, and may be deleted. Only a warning."""
    for below, name in _in_progress(layout):
        if name[0] == "." and name.endswith(".tmp"):
            sentence = _("left behind by a writer that was stopped; where none is at work, delete it")
            yield Problem(f"{below}/{name}", 1, 1, "leftover", sentence, level="warning")


def desktop_file(layout: Layout) -> Iterator[Problem]:
    """Files that desktops and editors make below progress/ (Thumbs.db, ~$…, *.bak, *.swp, *~) are passed over."""
    for path in layout.desktop:
        sentence = _("made by a desktop or an editor; no command reads it, and sync does not send it")
        yield Problem(path, 1, 1, "desktop-file", sentence, level="warning")


def portable_name(layout: Layout) -> Iterator[Problem]:
    """A name can be checked out on Windows: none of its signs (< > : " | ? *), no device (con), no point at its end."""
    for path, name in _loose(layout):
        if windows_names.REFUSED_BY_WINDOWS.search(name):
            sentence = _("Windows refuses this name; rename the file, or colleagues there cannot check anything out")
            yield Problem(path, 1, 1, "portable-name", sentence)


def one_spelling(layout: Layout) -> Iterator[Problem]:
    """No two names in a folder differ only in case or in how a character is composed: Windows and macOS fold them."""
    seen: dict[tuple[str, str], str] = {}
    for path, name in _loose(layout):
        folded = (path[: -len(name)], unicodedata.normalize("NFC", name).casefold())
        if folded in seen:
            sentence = _("this name and {other} are one on Windows and macOS; rename one of the two")
            yield Problem(path, 1, 1, "one-spelling", sentence.format(other=shown(seen[folded])))
        seen.setdefault(folded, name)


def unique_id(layout: Layout) -> Iterator[Problem]:
    """An id names one entry: no two files of the store carry the same."""
    if len({filed.id for filed in layout.entries}) == len(layout.entries):
        return
    seen: dict[str, str] = {}
    for filed in layout.entries:
        if filed.id in seen:
            sentence = _("{path} has the same id; one of the two is a copy: delete it")
            yield Problem(filed.path, 1, 1, "unique-id", sentence.format(path=seen[filed.id]))
        seen.setdefault(filed.id, filed.path)


RULES = (file_name, strange_file, leftover, desktop_file, portable_name, one_spelling, unique_id)
"""Every rule for names. `store.strange_folders` is one more, which queries keep, too."""


def problems(layout: Layout) -> list[Problem]:
    """Return every problem with the names of a store."""
    return [*layout.closed, *(problem for rule in RULES for problem in rule(layout))]


def _in_progress(layout: Layout) -> Iterator[tuple[str, str]]:
    """Yield folder and name of everything below progress/ except entries."""
    yield from ((PROGRESS, name) for name in layout.progress)
    yield from layout.others


def _loose(layout: Layout) -> Iterator[tuple[str, str]]:
    """Yield path and name of everything except entries, whose form of name is portable."""
    yield from ((name, name) for name in layout.top)
    yield from ((f"{below}/{name}", name) for below, name in _in_progress(layout))
