"""Which files of a store are in no commit, and what git's index has of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mstrack.errors import WrongUse
from mstrack.git import process, repository
from mstrack.git.checked_out import CheckedOut
from mstrack.git.objects import blob_digest
from mstrack.git.waiting import refuse_pipes_in_tree
from mstrack.store.source import PLAN, PLAN_LIMIT, PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterable


def is_repository(root: str) -> bool:
    """Whether a folder lies in a repository. WorldFailed where git cannot say: then nothing is known to be new."""
    try:
        repository.serve(root or ".", "")
    except WrongUse:
        return False
    return True


def files(root: str, *patterns: str) -> list[str]:
    """Return the files that git knows or could add, from the repository's top; only those that a pattern fits.

    Unreadable where git would wait for a pipe in the place of a .gitignore of the repository.
    """
    refuse_pipes_in_tree(root)
    top = os.path.join(root, process.top(root) or ".")
    known_and_new = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    return os.fsdecode(process.run(top, *known_and_new, *(("--", *patterns) if patterns else ()))).split("\0")


def beside_head(root: str, paths: Iterable[str]) -> list[str]:
    """Return those of the paths that the commit of HEAD does not have; all before the first commit."""
    root = root or "."
    head = process.ask(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if head.code:
        return list(paths)
    listed = process.run(root, "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", PROGRESS)
    known = set(listed.decode("utf-8", "surrogateescape").split("\0"))
    return [path for path in paths if path not in known]


def differing(root: str, paths: Iterable[str]) -> list[str]:
    """Return those of the paths that the commit of HEAD does not have with the bytes that lie here."""
    root = root or "."
    if process.ask(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").code:
        return list(paths)
    listed = process.run(root, "ls-tree", "-r", "-z", "HEAD", "--", PLAN, PROGRESS).decode("utf-8", "surrogateescape")
    records = (line.split("\t", 1) for line in listed.split("\0") if line)
    digests = {path: record.split(" ")[2] for record, path in records}
    here = CheckedOut(root)  # hashed here: git would believe the times in its index, or run a filter

    def is_same(path: str) -> bool:
        digest = digests.get(path)
        return digest is not None and blob_digest(here.read(path, PLAN_LIMIT), len(digest) // 2).hex() == digest

    return sorted(path for path in paths if not is_same(path))


def is_in_a_commit(root: str, path: str) -> bool:
    """Whether a commit has or had the path: of HEAD, of a branch, of what was fetched, or of another ref."""
    return bool(process.run(root or ".", "rev-list", "-1", "--full-history", "--all", "--", path).strip())


def unstage(root: str, path: str) -> bool:
    """Take a file that is in no commit out of git's index, and leave it on the disk; return whether it was there."""
    staged = process.run(root or ".", "ls-files", "-z", "--", path)
    if staged:
        process.run(root or ".", "update-index", "--force-remove", "--", path)
    return bool(staged)
