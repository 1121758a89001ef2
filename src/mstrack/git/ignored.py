"""What git would leave out of every commit."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mstrack.errors import Unreadable, WorldFailed
from mstrack.format.characters import shown
from mstrack.git import process
from mstrack.git.waiting import refuse_pipes

if TYPE_CHECKING:
    from collections.abc import Sequence


def rule(root: str, paths: Sequence[str]) -> str:
    """Return the rule by which git ignores the first of these new files: `.gitignore:3:progress/`; else nothing.

    Nothing, too, outside of a repository, and where git would wait for a pipe: `check` names that.
    """
    try:
        refuse_pipes(root)
        given = "\0".join(paths).encode("utf-8", "surrogateescape")
        result = process.ask(root, "check-ignore", "--verbose", "--stdin", "-z", stdin=given)
    except (WorldFailed, Unreadable):  # no git: nothing is ignored
        return ""
    file, line, pattern, *_path = (*os.fsdecode(result.out).split("\0"), "", "", "")
    is_ignored = result.code == 0 and pattern and not pattern.startswith("!")
    return shown(f"{file}:{line}: {pattern}", 200) if is_ignored else ""
