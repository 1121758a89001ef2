"""Whether nothing filed was rewritten since a revision: every commit, against every parent (`history`).

End points hide an edit that was reverted, a plain log hides what a merge dropped, a rename looks harmless. Where git
cannot tell all, nothing is proved, and the answer says so: never a pass. What the clone replaces, grafts, caches or
ignores is not believed (`git`, and the options here).
"""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from mstrack.check.history import (
    CommitDiff,
    Violation,
    ViolationKind,
    commit_diffs,
    suspect_paths,
    violations,
)
from mstrack.errors import Problem, Unreadable
from mstrack.format.characters import shown
from mstrack.git import process
from mstrack.git.objects import Objects
from mstrack.i18n import gettext as _
from mstrack.i18n import mark
from mstrack.store.source import PROGRESS


class Finding(NamedTuple):
    """A commit (its digest, the name of its author) that did something to a path below the store's folder.

    `cure` is the command that puts the path right in a work tree; empty where none can be typed.
    """

    commit: str
    author: str
    path: str
    kind: ViolationKind
    cure: str = ""


def findings(root: str, since: str, until: str = "HEAD") -> list[Finding]:
    """Return what the commits of since..until did to filed entries of the store in `root`, oldest first.

    WrongUse where there is no such repository or revision. Unreadable where nothing can be proved: the clone is shallow
    or lacks objects, `since` is no ancestor of `until`, a tree has a name twice.
    """
    _refuse_shallow(root)
    objects = Objects(root)
    first, last = objects.commit(since), objects.commit(until)
    recent = _history(root, f"^{first}", last)
    # where `first` is an ancestor of `last`, one of its children is in the range
    if first != last and not any(first in diff.parents for diff in recent):
        cause = _(
            "{rev} is no ancestor of {until}, so nothing is proved; git merge-base {rev} {until} shows where they part"
        )
        raise _unproved("ancestor", cause.format(rev=first[:_SHORT], until=last[:_SHORT]))
    _refuse_twice(root, last)
    if not any(map(suspect_paths, recent)):
        return []
    # a merge with an old branch may take over what was done before `since`: only what is older shows who did it
    within = {diff.commit for diff in recent}
    found = violations([*_history(root, first), *recent])
    return _described(root, [one for one in found if one.commit in within])


def sentence(finding: Finding) -> str:
    """Say who did what to the entry, and how to put it right, in the user's language."""
    cause = _(_SENTENCES[finding.kind]).format(commit=finding.commit[:_SHORT], author=shown(finding.author) or "?")
    return _("{told}: {command}").format(told=cause, command=finding.cure) if finding.cure else cause


_SHORT = 12
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
    "submodule": mark(
        "commit {commit} by {author} put another repository (a submodule) where only entries lie; refuse it, "
        "or put that right"
    ),
}


def _history(root: str, *revs: str) -> list[CommitDiff]:
    """Ask for commits, parents first, and what each of them did below `progress/` against each parent."""
    listed = _git(root, "rev-list", "--topo-order", "--reverse", "--parents", *revs, "--")
    pairs = []
    for line in listed.decode().splitlines():
        commit, *parents = line.split(" ")
        pairs += [f"{commit} {parent}\n" for parent in parents] or [f"{commit}\n"]
    try:
        return list(commit_diffs(listed, _compared(root, pairs)))
    except ValueError as error:
        raise _incomplete(root) from error


def _compared(root: str, pairs: list[str]) -> bytes:
    """Ask what differs in each pair of commits, by several processes where there are many: git uses one core."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  10 ms that few commands need

    parts = [pairs[start : start + _MANY] for start in range(0, len(pairs), _MANY)]

    def compare(part: list[str]) -> bytes:
        return _git(root, *_COMPARE, "--", PROGRESS, stdin="".join(part).encode())

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return b"".join(pool.map(compare, parts))


_MANY = 2500
_COMPARE = (
    *("diff-tree", "--stdin", "--always", "--root", "-r", "--raw", "-z", "--no-abbrev", "--no-renames"),
    "--ignore-submodules=none",  # .gitmodules and the clone's config may say otherwise
    "--relative",  # paths as the store knows them
)


def _refuse_twice(root: str, commit: str) -> None:
    """Refuse a tree that has a name twice: diff-tree calls the second added, and every reader gets the second."""
    names = _git(root, "ls-tree", "-r", "-z", "--name-only", commit, "--", PROGRESS).split(b"\0")
    taken = _folders(names)
    for name in names:
        if name in taken:
            path = shown(_text(name), len(name))
            cause = _("commit {commit} has this name twice, as no git writes it; git fsck says where")
            raise Unreadable([Problem(path, 1, 1, "twice", cause.format(commit=commit[:_SHORT]))])
        taken.add(name)


def _folders(names: list[bytes]) -> set[bytes]:
    """Return every folder that files lie in, at any depth."""
    found: set[bytes] = set()
    deepest = {name.rpartition(b"/")[0] for name in names}
    while deepest:
        found |= deepest
        deepest = {name.rpartition(b"/")[0] for name in deepest} - found
    return found - {b""}


def _refuse_shallow(root: str) -> None:
    """Refuse a clone that lacks old commits: where they end, everything looks added."""
    answer = process.ask(root, "rev-parse", "--is-shallow-repository")
    if answer.code:
        process.serve(root, _("this folder is in no git repository, so nothing can be proved; leave out --against"))
    if answer.out != b"false\n":
        cause = _("this clone is shallow, so it cannot prove that nothing was changed; run git fetch --unshallow")
        raise _unproved("shallow", cause)


def _git(root: str, *arguments: str, stdin: bytes = b"") -> bytes:
    """Return what git writes; Unreadable where it fails, for then something is missing."""
    answer = process.ask(root, *arguments, stdin=stdin)
    if answer.code:
        raise _incomplete(root)
    return answer.out


def _incomplete(root: str) -> Unreadable:
    """Say that objects are missing: a partial clone leaves them behind, anything else lost them."""
    if process.is_partial(root):
        cause = _("this clone is partial, so it cannot prove that nothing was changed; run {command}")
        return _unproved("incomplete", cause.format(command=process.FETCH_ALL))
    return _unproved("incomplete", _("git cannot read all of the history, so nothing is proved; run git fsck"))


def _unproved(rule: str, cause: str) -> Unreadable:
    return Unreadable([Problem(PROGRESS, 1, 1, rule, cause)])


def _described(root: str, found: list[Violation]) -> list[Finding]:
    """Add the names of the authors, and the commands that put things right."""
    place = process.prefix(root) or ""
    as_filed: dict[bytes, str] = {}
    for one in found:
        if one.parent:
            as_filed.setdefault(one.path, one.parent)  # what came later is no source to take an entry from
    commits = "".join(f"{one.commit}\n" for one in found).encode()
    names = _git(
        root, "rev-list", "--no-walk=unsorted", "--stdin", "--encoding=UTF-8", "--format=%H%x00%an", stdin=commits
    )
    authors = dict(line.split("\0", 1) for line in _text(names).split("\n") if "\0" in line)
    return [
        Finding(
            one.commit, authors.get(one.commit, ""), _text(one.path), one.kind,
            _cure(one, as_filed.get(one.path, ""), f"{place}{_text(one.path)}"),
        )
        for one in found
    ]  # fmt: skip


def _cure(violation: Violation, source: str, path: str) -> str:
    """Return the command that puts a path right; empty where nothing is wrong, or the path is not for typing."""
    if violation.kind == "restored" or not re.fullmatch(r"\w[\w./-]*", path):
        return ""
    if source:
        return f"git checkout {source[:_SHORT]} -- :/{path}"
    return f"git add --chmod=-x -- :/{path}" if violation.kind == "mode" else f"git rm -- :/{path}"


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
