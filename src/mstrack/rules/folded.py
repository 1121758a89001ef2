"""Finds paths of a repository that Windows and macOS take for those of a store: Data/progress beside data/progress.

There both lie in one folder, and whichever git writes last is what everybody reads. Such a clone lists both paths and
has one file; so the names are taken from git, and the answer is the same everywhere.
"""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from mstrack.errors import MstrackError, Problem, Unreadable
from mstrack.format.characters import shown
from mstrack.git import process, uncommitted
from mstrack.git.objects import names_from_top
from mstrack.git.snapshot import Index, Revision
from mstrack.git.tree import FOLDER
from mstrack.git.waiting import refuse_pipes
from mstrack.i18n import gettext as _
from mstrack.store.entry_names import filed_at
from mstrack.store.source import PLAN, PROGRESS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mstrack.store.source import Files


_CUT = re.compile(r"[. ](?:/|$)")


def one_path(root: str, source: Files, index: str | None = None, known: Collection[str] = ()) -> list[Problem]:
    """No other path is one with the store's plan, progress/ or an entry on Windows and macOS: Data beside data.

    Parameters are those of `gitattributes.attributes`; of a revision, `known` are folders in which no two names are.
    """
    if process.top(root) is None:
        return []
    try:
        place = "".join(f"{name}/" for name in names_from_top(root))
        if isinstance(source, Revision):
            found = dict(_found(place, list(_in_commit(source.whole, place, known))))
        else:
            refuse_pipes(root)
            try:
                listed = _listed(root, source, index)
            except Unreadable as error:  # a pipe beside the store, where nobody else looks
                return list(error.problems)
            found = dict(_found(place, listed))
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
    """Return every path of the repository, from its top: of an index, of a work tree what is new, too."""
    if not isinstance(source, Index):
        return uncommitted.files(root)
    top = os.path.join(root, process.top(root) or ".")
    return os.fsdecode(process.run(top, "ls-files", "-z", "--cached", index=index)).split("\0")


def _in_commit(top: Revision, place: str, known: Collection[str]) -> Iterator[str]:
    """Yield the paths of a commit that may be one with those of the store at `place`; other folders are not opened."""
    progress = _folded(f"{place}{PROGRESS}")
    pending = [""]
    while pending:
        below = pending.pop()
        records = dict(top.folder(below))
        folded = Counter(map(_folded, records))
        for name, (mode, _digest) in records.items():
            path = f"{below}/{name}" if below else name
            if mode != FOLDER:
                yield path
                continue
            key = f"{_folded(path)}/"
            is_known = path.removeprefix(place) in known and folded[_folded(name)] == 1
            if progress.startswith(key) or (key.startswith(f"{progress}/") and not is_known):
                pending.append(path)


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
    alike: dict[str, list[str]] = {}
    for path in paths:
        if path.startswith(inside):
            alike.setdefault(_folded(path), []).append(path)
    for several in (one for one in alike.values() if len(one) > 1):
        entry = next((path for path in reversed(several) if filed_at(path[len(place) :])), None)
        yield from ((path, entry) for path in several if entry and path != entry)


def _folded(path: str) -> str:
    """Return a path as these systems compare it: without case, composed; Windows drops points and blanks at an end."""
    if path.isascii() and not _CUT.search(path):  # as a rule: 100,000 names pass here
        return path.lower()
    parts = unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold()).split("/")
    return "/".join(part.rstrip(". ") for part in parts)
