"""Whether nothing filed was rewritten since a revision: every commit, against every parent (`history`).

The proof is of the whole repository, wherever the store that is checked lies:

1. Every commit of since..until is compared with each of its parents. End points hide an edit that was reverted, a plain
   log hides what a merge dropped, a rename looks harmless.
2. A folder that has a plan in `since`, in `until` or in a commit between is a store. What was filed in any of them is
   held to the rules of `history`, be it in the store that is checked or in another one.
3. A store may move as a whole: one commit takes its plan away, and another folder has a plan and every entry under its
   name, byte for byte. What did not come along was removed (`stores`).
4. A copy of a filed entry in another store says the same, byte for byte (`copies`): no store answers otherwise in the
   place of one that moved, or lies above it.
5. Every commit and every folder that git read is hashed here, each copy in another pack, too: an object whose bytes are
   not those of its name, and a commit that git lists with other parents than it names, end the proof (`git.hashed`).
6. Where git cannot tell all, nothing is proved, and the answer says so: never a pass. What the clone replaces, grafts,
   caches or ignores is not believed (`git`, and the options here).

An example, oldest commit on the left. `data/` has two entries in `since`:

    since ---- more ---- move ---- again
               adds a    takes     makes data/ anew, with
               third     data/     an altered copy of one
               entry     to 2021/  of the three

`move` is allowed by rule 3 where 2021/ has the three entries as they were filed, and a removal where it has two of
them. `again` is a violation by rule 4, though it only adds files: whoever looks at data/ would be answered otherwise.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from mstrack.check import copies, stores
from mstrack.check.finding import Finding, below, described
from mstrack.check.history import CommitDiff, commit_diffs, suspect_paths, violations
from mstrack.check.never_filed import Texts
from mstrack.check.stores import Move, Stores
from mstrack.errors import Problem, Unreadable
from mstrack.format.characters import shown
from mstrack.git import hashed, process, repository
from mstrack.git.objects import Objects
from mstrack.i18n import gettext as _
from mstrack.store.source import PLAN, PROGRESS


class Proof(NamedTuple):
    """What commits did to filed entries, oldest first; the stores that moved; and the folders of those at first."""

    findings: list[Finding]
    moves: list[Move]
    at_first: frozenset[bytes]


def findings(root: str, since: str, until: str = "HEAD") -> list[Finding]:
    """Return what the commits of since..until did to filed entries of the repository, as `proof` finds it."""
    return proof(root, since, until).findings


def proof(root: str, since: str, until: str = "HEAD") -> Proof:
    """Return what the commits of since..until did to what was filed in the repository of the store in `root`.

    Paths start in `root`. WrongUse where there is no such repository or revision. Unreadable where nothing can be
    proved: the clone is shallow or lacks objects, one of them is forged, `since` is no ancestor of `until`, a tree has
    a name twice.
    """
    _refuse_shallow(root)
    _refuse_inner(root)
    objects = Objects(root)
    first, last = objects.commit(since), objects.commit(until)
    recent = _history(root, f"^{first}", last)
    # where `first` is an ancestor of `last`, one of its children is in the range
    if first != last and not any(first in diff.parents for diff in recent):
        cause = _(
            "{rev} is no ancestor of {until}, so nothing is proved; git merge-base {rev} {until} shows where they part"
        )
        raise _unproved("ancestor", cause.format(rev=first[:_SHORT], until=last[:_SHORT]))
    _refuse_forged(root, first, last, recent)
    filed_first = stores.listing(root, first)
    before = stores.with_plans(filed_first)
    now = stores.listing(root, last)
    _refuse_twice(root, last)
    every = Stores({*before, *stores.with_plans(now), *_touched(recent), (repository.prefix(root) or "").encode()})
    moves, found = [], []
    for diff in recent:
        rest, of_commit = stores.without_moves(root, diff, every)
        found.append(rest)
        moves += of_commit
    altered = copies.violations(filed_first, recent, every, Texts(root).never_filed)
    done = [*_violations(root, first, found, every), *described(root, list(altered))]
    return Proof(done, moves, frozenset(before))


def base(root: str, rev: str, until: str) -> tuple[str, str]:
    """Return the commit that `until` is compared with, and the branch that moved on since, if one did.

    A branch moves on: where it has commits that `until` lacks, the comparison begins where the two parted. Every other
    name means one commit, and what was filed there must lie in `until`: it has to be an ancestor (`proof`).
    """
    _refuse_shallow(root)
    objects = Objects(root)
    first, last = objects.commit(rev), objects.commit(until)
    if not process.ask(root, "merge-base", "--is-ancestor", first, last).code:
        return first, ""
    name = process.ask(root, "rev-parse", "--symbolic-full-name", "--verify", "--end-of-options", rev).out.strip()
    parted = process.ask(root, "merge-base", first, last).out.decode().strip()
    if not parted or not name.startswith((b"refs/heads/", b"refs/remotes/")):
        return first, ""
    hashed.history(root, f"^{parted}", first)
    return parted, rev


def _touched(recent: list[CommitDiff]) -> set[bytes]:
    """Return the folders of all plans that came, changed or went."""
    return {folder for diff in recent for changes in diff.differs for folder in stores.with_plans(changes)}


def _violations(root: str, first: str, recent: list[CommitDiff], every: Stores) -> list[Finding]:
    if not any(suspect_paths(diff, every.has) for diff in recent):
        return []
    # a merge with an old branch may take over what was done before `since`: only what is older shows who did it
    within = {diff.commit for diff in recent}
    found = violations([*_history(root, first), *recent], every.has, Texts(root).never_filed)
    return described(root, [one for one in found if one.commit in within])


def _refuse_forged(root: str, first: str, last: str, recent: list[CommitDiff]) -> None:
    """Hash every commit and folder that git read; where an older branch was merged, every older commit, too."""
    parents = {diff.commit: diff.parents for diff in recent}
    hashed.commits(root, parents)
    older = {parent for diff in recent for parent in diff.parents} - {"", first} - parents.keys()
    if older:
        hashed.history(root, first)
    hashed.folders(root, {first, last, *older, *(diff.commit for diff in recent)})


_SHORT = 12
"""Characters shown of a commit's id."""


def _history(root: str, *revs: str) -> list[CommitDiff]:
    """Ask for commits, parents first, and what each of them did to plans and entries against each parent."""
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
        return _git(root, *_COMPARE, "--", *stores.PATHS, stdin="".join(part).encode())

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return b"".join(pool.map(compare, parts))


_MANY = 2500
_COMPARE = (
    *("diff-tree", "--stdin", "--always", "--root", "-r", "--raw", "-z", "--no-abbrev", "--no-renames"),
    "--ignore-submodules=none",  # .gitmodules and the clone's config may say otherwise
)


def _refuse_twice(root: str, commit: str) -> None:
    """Refuse a tree that has a name twice: diff-tree calls the second added, and every reader gets the second."""
    names = _git(root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit).split(b"\0")
    taken = _folders(names)
    for name in names:
        if name in taken:
            path = shown(below(root, name), len(name) + 100)
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


def _refuse_inner(root: str) -> None:
    """Refuse a repository (a submodule) in the place of a store of the repository above: what was filed is there."""
    top = os.path.realpath(os.path.join(root, process.top(root) or "."))
    outside = os.path.dirname(top)
    if process.top(outside) is None:
        return
    place = os.path.relpath(top, os.path.realpath(os.path.join(outside, process.top(outside) or ".")))
    plans = f":(top,glob){place.replace(os.sep, '/')}/**/{PLAN}"
    filed = process.ask(outside, "log", "--all", "-1", "--format=%H", "--full-history", "--", plans).out
    commit = filed.decode("ascii", "replace").strip()
    if commit:
        cause = _(
            "another repository lies in {place}, where the repository above had a store (commit {commit}), so nothing "
            "is proved of what was filed there; give it back its place"
        )
        raise _unproved("inner", cause.format(place=shown(place, 200), commit=commit[:_SHORT]))


def _refuse_shallow(root: str) -> None:
    """Refuse a clone that lacks old commits: where they end, everything looks added."""
    answer = process.ask(root, "rev-parse", "--is-shallow-repository")
    if answer.code:
        repository.serve(root, _("this folder is in no git repository, so nothing can be proved; leave out --against"))
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
