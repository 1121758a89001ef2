"""Entries of this clone that are wrong, alone or beside what others filed: they are held back, and the rest goes on.

What is held back stays a file on the disk that is in no commit: `mstrack undo` takes it back, a repair goes with the
next sync.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mstrack.errors import Problem
from mstrack.format.characters import shown
from mstrack.git import process
from mstrack.i18n import gettext as _
from mstrack.store.source import PROGRESS
from mstrack.sync import commit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mstrack.sync.clone import Work


def back(problems: Iterable[Problem], paths: Sequence[str]) -> list[str]:
    """Return which of the paths to hold back for these problems: those they name, else those on the same task."""
    return sorted({path for problem in problems for path in _near(problem, paths)})


def _near(problem: Problem, paths: Sequence[str]) -> list[str]:
    """Return the path that a problem names, else those below it, else those on the same task."""
    if problem.path in paths:
        return [problem.path]
    inside = [path for path in paths if path.startswith(f"{problem.path}/")]
    return inside or [path for path in paths if os.path.dirname(path) == os.path.dirname(problem.path)]


def named(problems: Iterable[Problem], back: Sequence[str]) -> list[Problem]:
    """Return problems, each at an entry that is held back: one that stands at another's says so."""
    sentence = _("this contradicts {path}: {why}")
    return [
        one
        if one.path in back
        else Problem(path, 1, 1, one.rule, sentence.format(path=shown(one.path, 200), why=one.sentence))
        for one in problems
        for path in (_near(one, back) or [one.path])
    ]


def without(work: Work, head: str, base: str, wrong: Iterable[str]) -> str | None:
    """Return the commits of base..head anew, without some entries; `base` (empty: none) where nothing is left.

    What else a commit did, such as to the plan, stays, with its author and its words. None where one of them stands
    beside a merge or a signature that would be lost: nobody takes such a commit apart but its author.
    """
    prefix = work.clone.place.prefix
    taken = {f"{prefix}{path}" for path in wrong}
    range_ = f"{base}..{head}" if base else head
    listed = process.run(work.top, "rev-list", "--reverse", "--topo-order", "--parents", range_, "--")
    last, before = base, base
    for line in listed.decode().splitlines():
        one, *parents = line.split(" ")
        if parents != ([before] if before else []):
            return None
        changes = _changes(work, before, one)
        left = sorted(changes.keys() - taken)
        is_filing = all(changes[path] == b"A" and path.startswith(f"{prefix}{PROGRESS}/") for path in left)
        if len(left) == len(changes) and last == before:
            made: str | None = one
        elif not left:
            made = last
        elif is_filing and len(left) < len(changes):
            made = _smaller(work, one, last, taken, [path.removeprefix(prefix) for path in left])
        else:
            made = _again(work, one, last, taken)
        if made is None:
            return None
        last, before = made, one
    return last


def _changes(work: Work, old: str, new: str) -> dict[str, bytes]:
    """Return what a commit did to each path from the top: A, M, D or T."""
    pair = (old, new) if old else ("--root", "--no-commit-id", new)
    names = process.run(work.top, "diff-tree", "-r", "-z", "--no-renames", "--name-status", *pair).split(b"\0")
    return dict(zip(map(os.fsdecode, names[1::2]), names[::2], strict=False))


def _smaller(work: Work, one: str, parent: str, taken: set[str], left: list[str]) -> str:
    """Return a commit of entries without those that are taken out, with the user's hooks and signature."""
    index = _index(work, one, taken)
    if work.request.dry_run:
        return commit.candidate(work, parent or None, index, commit.message(left))
    return commit.make(work, index, [parent] if parent else [], commit.message(left))


def _again(work: Work, one: str, parent: str, taken: set[str]) -> str | None:
    """Return a commit on another parent, word for word; None where it is signed."""
    head, blank, words = process.run(work.top, "cat-file", "commit", one).partition(b"\n\n")
    if b"\ngpgsig" in head:
        return None
    tree = process.run(work.top, "write-tree", index=_index(work, one, taken)).strip()
    kept = [line for line in head.split(b"\n") if not line.startswith((b"tree ", b"parent "))]
    above = [b"parent " + parent.encode()] if parent else []
    data = b"\n".join([b"tree " + tree, *above, *kept]) + blank + words
    return process.run(work.top, "hash-object", "-t", "commit", "-w", "--stdin", stdin=data).decode().strip()


def _index(work: Work, one: str, taken: set[str]) -> str:
    """Return the file of an index with a commit, without some paths."""
    index = os.path.join(work.spare, "held-index")
    process.run(work.top, *commit.THROWN_AWAY, "read-tree", one, index=index)
    names = "".join(f"{path}\0" for path in sorted(taken))
    options = ("update-index", "-z", "--force-remove", "--stdin")
    process.run(work.top, *commit.THROWN_AWAY, *options, stdin=os.fsencode(names), index=index)
    return index
