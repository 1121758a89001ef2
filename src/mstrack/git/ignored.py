"""What git would leave out of every commit."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import Unreadable, WorldFailed
from mstrack.format.characters import shown
from mstrack.git import process
from mstrack.git.waiting import refuse_pipes

if TYPE_CHECKING:
    from collections.abc import Sequence

_PARTS = 4
"""What git says of a file: whose rule ignores it, on which line, the rule, and the file."""


class Ignored(NamedTuple):
    """How many new files git ignores, and the rule for the first of them: `.gitignore:3: progress/`."""

    rule: str
    files: int


def found(root: str, paths: Sequence[str]) -> Ignored | None:
    """Return what git ignores of new files, by their paths from a folder.

    None, too, outside of a repository, and where git would wait for a pipe: `check` names that.
    """
    if not paths:
        return None
    try:
        refuse_pipes(root)
        given = "\0".join(paths).encode("utf-8", "surrogateescape")
        result = process.ask(root, "check-ignore", "--verbose", "--stdin", "-z", stdin=given)
    except (WorldFailed, Unreadable):  # no git: nothing is ignored
        return None
    if result.code:
        return None
    parts = os.fsdecode(result.out).split("\0")
    starts = range(0, len(parts) - _PARTS, _PARTS)
    ignoring = [parts[n : n + _PARTS] for n in starts if not parts[n + 2].startswith("!")]
    if not ignoring:
        return None
    file, line, pattern, _path = ignoring[0]
    return Ignored(shown(f"{file}:{line}: {pattern}", 200), len(ignoring))
