"""What a person reads of a violation: the commit, its author, the path, and the command that puts it right."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from mstrack.format.characters import shown
from mstrack.git import pathspec, process, repository
from mstrack.i18n import gettext as _
from mstrack.i18n import mark

if TYPE_CHECKING:
    from mstrack.check.history import Violation, ViolationKind


class Finding(NamedTuple):
    """A commit (its digest, the name of its author) that did something to a path below the store's folder.

    `cure` is the command that puts the path right in a work tree; empty where none can be typed.
    """

    commit: str
    author: str
    path: str
    kind: ViolationKind
    cure: str = ""
    is_new: bool = False
    """Whether nothing had been there: then nothing filed was touched."""


def sentence(finding: Finding) -> str:
    """Say who did what to the entry, and how to put it right, in the user's language."""
    cause = _(_SENTENCES[finding.kind]).format(commit=finding.commit[:_SHORT], author=shown(finding.author) or "?")
    return _("{told}: {command}").format(told=cause, command=finding.cure) if finding.cure else cause


_SHORT = 12
"""Characters shown of a commit's id."""
_SENTENCES: dict[ViolationKind, str] = {
    "changed": mark(
        "commit {commit} by {author} changed this filed entry; refuse it (mstrack correct puts a mistake right), "
        "or take the entry back"
    ),
    "removed": mark("commit {commit} by {author} removed or renamed this filed entry; refuse it, or take it back"),
    "restored": mark(
        "commit {commit} by {author} changed this entry back to what had been filed; where that is accepted, "
        "prove what follows with --against {commit}"
    ),
    "mode": mark("commit {commit} by {author} made this file executable; refuse it, or put that right"),
    "link": mark("commit {commit} by {author} put a link where only entries lie; refuse it, or put that right"),
    "copy": mark(
        "commit {commit} by {author} filed another text under the name of an entry that another store here has; refuse "
        "it, or take it away"
    ),
    "submodule": mark(
        "commit {commit} by {author} put another repository (a submodule) where only entries lie; refuse it, "
        "or put that right"
    ),
}


def described(root: str, found: list[Violation]) -> list[Finding]:
    """Add the names of the authors, and the commands that put things right."""
    place = repository.prefix(root) or "."
    as_filed: dict[bytes, str] = {}
    for one in found:
        if one.parent:
            as_filed.setdefault(one.path, one.parent)  # what came later is no source to take an entry from
    commits = "".join(f"{one.commit}\n" for one in found).encode()
    names = process.run(
        root, "rev-list", "--no-walk=unsorted", "--stdin", "--encoding=UTF-8", "--format=%H%x00%an", stdin=commits
    )
    authors = dict(line.split("\0", 1) for line in _text(names).split("\n") if "\0" in line)
    return [
        Finding(
            one.commit, authors.get(one.commit, ""), below(root, one.path, place), one.kind,
            _cure(one, as_filed.get(one.path, ""), _text(one.path)), one.path not in as_filed and not one.replaced,
        )
        for one in found
    ]  # fmt: skip


def _cure(violation: Violation, source: str, path: str) -> str:
    """Return the command that puts a path right; empty where nothing is wrong."""
    if violation.kind == "restored":
        return ""
    if source:
        return pathspec.restoring(source[:_SHORT], path)
    command = "git add --chmod=-x --" if violation.kind == "mode" else "git rm --"
    return f"{command} {pathspec.pathspec(path)}"


def below(root: str, name: bytes, place: str | None = None) -> str:
    """Return a path from the repository's top as it is seen from the store; `place` is the store's folder, if known."""
    return posixpath.relpath(_text(name), repository.prefix(root) or "." if place is None else place)


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
