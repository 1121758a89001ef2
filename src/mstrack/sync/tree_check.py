"""Checks the whole store of a commit by every rule of `check`; each tree is checked once in a sync.

Git's digest of a task's folder tells that nothing in it has changed: of such a task no file is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.check import store
from mstrack.rules import folded, gitattributes
from mstrack.store import load
from mstrack.store.source import PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mstrack.errors import Problem
    from mstrack.git.snapshot import Revision
    from mstrack.sync.clone import Work


def tree(work: Work, commit: str) -> str:
    """Return the digest of a commit's tree."""
    return work.revisions.at(commit).digest("").hex()


def problems(work: Work, commit: str) -> list[Problem]:
    """Return every problem of the store in a commit, warnings included."""
    key = tree(work, commit)
    if key not in work.problems:
        request = work.request
        source = work.revisions.at(commit, work.clone.place.prefix)
        found = store.of_store(source, request.cache, request.today, latest=request.latest)
        work.problems[key] = [*found.problems, *_in_git(work, source, found.paths)]
    return work.problems[key]


def _in_git(work: Work, source: Revision, paths: Iterable[str]) -> list[Problem]:
    """Return what attributes and names do to these files; folders that were found in order before are not asked."""
    root, memo = work.clone.place.root, work.request.cache
    by_folder: dict[str, list[str]] = {}
    for path in paths:
        by_folder.setdefault(path.rpartition("/")[0], []).append(path)
    marks = gitattributes.marks(root, source, (several[0] for several in by_folder.values()))
    digests = {one: load.digest("in git", b"\n".join([marks, one.encode(), source.digest(one)])) for one in by_folder}
    remembered = memo.recall(digests.values())
    known = {one for one, digest in digests.items() if digest in remembered}
    asked = [path for one in by_folder.keys() - known for path in by_folder[one]]
    problems = [*gitattributes.attributes(root, source, asked), *folded.one_path(root, source, known=known)]
    if not problems:
        memo.remember({digest: store.NO_PROBLEMS for one, digest in digests.items() if one not in known})
    return problems


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that are errors."""
    return [problem for problem in problems if problem.level == "error"]


def of(problems: Iterable[Problem], paths: Iterable[str]) -> list[Problem]:
    """Return the problems of these files, and of the folders that they lie in."""
    places = set(paths)
    places |= {path.rpartition("/")[0] for path in places} - {PROGRESS}
    return [problem for problem in problems if problem.path in places]
