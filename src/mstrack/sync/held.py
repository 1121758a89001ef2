"""Entries of this clone that are wrong, alone or beside what others filed: they are held back, and the rest goes on.

What is held back stays a file on the disk that is in no commit: `mstrack undo` takes it back, a repair goes with the
next sync.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mstrack.git import process
from mstrack.store.source import PROGRESS
from mstrack.sync import commit
from mstrack.sync.entries import differing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mstrack.errors import Problem
    from mstrack.sync.clone import Work


def back(problems: Iterable[Problem], paths: Sequence[str]) -> list[str]:
    """Return which of the paths to hold back for these problems: those they name, else those on the same task."""
    found: set[str] = set()
    for problem in problems:
        inside = [path for path in paths if path.startswith(f"{problem.path}/")]
        beside = [path for path in paths if os.path.dirname(path) == os.path.dirname(problem.path)]
        found.update([problem.path] if problem.path in paths else inside or beside)
    return sorted(found)


def without(work: Work, head: str, base: str, wrong: Iterable[str]) -> str | None:
    """Return the entries of base..head in one commit on `base`, without some of them; `base` where none is left.

    None where a commit of base..head did more than add entries, or where others have one of them: nobody takes such a
    commit apart but its author.
    """
    prefix = work.clone.place.prefix
    inside = f"{prefix}{PROGRESS}/"
    names = process.run(work.top, "diff-tree", "-r", "-z", "--no-renames", "--name-status", base, head).split(b"\0")
    changes = dict(zip((os.fsdecode(one) for one in names[1::2]), names[::2], strict=False))
    if any(kind != b"A" or not path.startswith(inside) for path, kind in changes.items()):
        return None
    if process.run(work.top, "rev-list", "--merges", f"{base}..{head}", "--not", "--remotes").strip():
        return None
    left = sorted(path.removeprefix(prefix) for path in changes if path.removeprefix(prefix) not in set(wrong))
    if not left:
        return base
    records = {path: change.after for path, change in differing(work, base, head).items()}
    index = os.path.join(work.spare, "held-index")
    process.run(work.top, *commit.THROWN_AWAY, "read-tree", base, index=index)
    lines = "".join(f"{records[path][0]} {records[path][1].hex()}\t{prefix}{path}\0" for path in left)
    process.run(
        work.top, *commit.THROWN_AWAY, "update-index", "-z", "--index-info", stdin=os.fsencode(lines), index=index
    )
    if work.request.dry_run:
        return commit.candidate(work, base, index, commit.message(left))
    return commit.make(work, index, [base], commit.message(left))
