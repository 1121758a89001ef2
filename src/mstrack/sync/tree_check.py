"""Checks the whole store of a commit by every rule of `check`; each tree is checked once in a sync."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.check import store
from mstrack.git import process
from mstrack.git.snapshot import Revision
from mstrack.rules import folded, gitattributes
from mstrack.store.source import PLAN, PROGRESS
from mstrack.sync.entries import filed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mstrack.errors import Problem
    from mstrack.sync.clone import Work


def tree(work: Work, commit: str) -> str:
    """Return the digest of a commit's tree."""
    return process.run(work.top, "rev-parse", f"{commit}^{{tree}}").decode().strip()


def problems(work: Work, commit: str) -> list[Problem]:
    """Return every problem of the store in a commit, warnings included."""
    key = tree(work, commit)
    if key not in work.problems:
        root, request = work.clone.place.root, work.request
        source = Revision(root, commit)
        paths = [PLAN, *filed(root, commit)]
        found = store.of_store(source, request.cache, request.today, latest=request.latest).problems
        found_in_git = (*gitattributes.attributes(root, source, paths), *folded.one_path(root, source))
        work.problems[key] = [*found, *found_in_git]
    return work.problems[key]


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that are errors."""
    return [problem for problem in problems if problem.level == "error"]


def of(problems: Iterable[Problem], paths: Iterable[str]) -> list[Problem]:
    """Return the problems of these files, and of the folders that they lie in."""
    places = set(paths)
    places |= {path.rpartition("/")[0] for path in places} - {PROGRESS}
    return [problem for problem in problems if problem.path in places]
