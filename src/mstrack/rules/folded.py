"""Finds paths of a repository that Windows and macOS take for those of a store: Data/progress beside data/progress.

There both lie in one folder, and whichever git writes last is what everybody reads. Such a clone lists both paths and
has one file; so the names are taken from git, and the answer is the same everywhere.
"""

from __future__ import annotations

import os
import posixpath
import unicodedata
from typing import TYPE_CHECKING

from mstrack.errors import MstrackError, Problem
from mstrack.format.characters import shown
from mstrack.git import process, repository
from mstrack.git.snapshot import Index, Revision
from mstrack.i18n import gettext as _
from mstrack.store.entry_names import filed_at
from mstrack.store.source import PLAN, PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.store.source import Files


def one_path(root: str, source: Files, index: str | None = None) -> list[Problem]:
    """No other path is one with the store's plan, progress/ or an entry on Windows and macOS: Data beside data.

    Parameters are those of `gitattributes.attributes`.
    """
    if process.top(root) is None:
        return []
    try:
        place = repository.prefix(root) or ""
        found = dict(_found(place, _listed(root, source, index)))
    except MstrackError:  # `gitattributes.attributes` says what git refuses
        return []
    sentence = _("{path} and {other} are one on Windows and macOS, and either may be read there; rename one of them")
    return [
        Problem(
            posixpath.relpath(path, place or "."), 1, 1, "one-path",
            sentence.format(path=shown(path, 200), other=shown(other, 200)),
        )
        for path, other in sorted(found.items())
    ]  # fmt: skip


def _listed(root: str, source: Files, index: str | None) -> list[str]:
    """Return every path of the repository, from its top: of a commit, of an index, of a work tree what is new, too."""
    top = os.path.join(root, process.top(root) or ".")
    if isinstance(source, Revision):
        listed = process.run(top, "ls-tree", "-r", "-z", "--name-only", "--full-tree", source.commit)
    else:
        new = () if isinstance(source, Index) else ("--others", "--exclude-standard")
        listed = process.run(top, "ls-files", "-z", "--cached", *new, index=index)
    return os.fsdecode(listed).split("\0")


def _found(place: str, paths: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the first part of each path that is spelt otherwise, with the spelling of the store at `place`."""
    own = [f"{place}{PLAN}", f"{place}{PROGRESS}"]
    depth = own[0].count("/") + 1
    folders = {"/".join(own[0].split("/")[:n]) for n in range(1, depth)}
    spelt = {_folded(path): path for path in (*folders, *own)}
    for path in {"/".join(path.split("/")[: depth + 1]) for path in paths}:
        head = "/".join(path.split("/")[:depth])
        other = spelt.get(_folded(head))
        if other and other != head and (other in own or head == path):  # a file in the place of a folder is one, too
            yield head, other
    inside = f"{place}{PROGRESS}/"
    entries = {_folded(path): path for path in paths if path.startswith(inside) and filed_at(path[len(place) :])}
    for path in paths:
        entry = entries.get(_folded(path)) if path.startswith(inside) else None
        if entry and entry != path:
            yield path, entry


def _folded(path: str) -> str:
    """Return a path as these systems compare it: without case, composed; Windows drops points and blanks at an end."""
    parts = unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold()).split("/")
    return "/".join(part.rstrip(". ") for part in parts)
