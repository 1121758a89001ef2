"""The states of a clone in which sync does not start: each has a sentence with the one command that helps.

A rule takes the clone and returns a sentence, or None. It asks nobody and changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.sync import words
from mstrack.sync.clone import HEADS

if TYPE_CHECKING:
    from collections.abc import Callable

    from mstrack.sync.clone import Clone

OLDEST = (2, 38)
"""The first git that merges without a work tree (merge-tree --write-tree)."""
_UNMERGED = {"DD", "AU", "UD", "UA", "DU", "AA", "UU"}


def too_old(version: tuple[int, ...]) -> str | None:
    """Git is at least 2.38."""
    if version >= OLDEST:
        return None
    sentence = _("git {version} is too old: sync needs {oldest} or newer; get one from https://git-scm.com")
    return sentence.format(version=".".join(map(str, version)), oldest=".".join(map(str, OLDEST)))


def under_way(clone: Clone) -> str | None:
    """No merge, rebase, cherry-pick, revert, am or bisect is under way."""
    if not clone.under_way:
        return None
    ends = {"bisect": "git bisect reset"}
    sentence = _(
        "git {what} was begun here and not ended; take it back, and nothing that is committed is lost: {command}"
    )
    return sentence.format(what=clone.under_way, command=ends.get(clone.under_way, f"git {clone.under_way} --abort"))


def detached(clone: Clone) -> str | None:
    """HEAD is a branch, so that new commits can be found again."""
    if clone.branch:
        return None
    branches = [name.removeprefix(HEADS) for name in clone.branches if name.startswith(HEADS)]
    sentence = _("no branch is checked out here (a detached HEAD); go back to yours: {command}")
    return sentence.format(command=words.typed("git", "switch", branches[0] if len(branches) == 1 else "-"))


def unmerged(clone: Clone) -> str | None:
    """No file has an unresolved conflict."""
    paths = [path for path, state in clone.changed.items() if state in _UNMERGED]
    if not paths:
        return None
    sentence = _("{path} holds two versions (a conflict) since an earlier git command; choose one: {command}")
    command = words.typed("git", "checkout", "HEAD", "--", words.spec(paths[0]))
    return sentence.format(path=shown(paths[0], 100), command=command)


def shallow(clone: Clone) -> str | None:
    """The clone has the whole history, since the check of the history needs it."""
    if not clone.place.shallow:
        return None
    return _("this clone is shallow: without the whole history nothing can be proved; get it: git fetch --unshallow")


def no_upstream(clone: Clone) -> str | None:
    """The branch follows a branch of a shared repository, where there is one."""
    if not clone.remotes and not clone.remote:
        return None
    branch = (clone.branch or "").removeprefix(HEADS)
    remote = clone.remote or ("origin" if "origin" in clone.remotes else next(iter(clone.remotes), ""))
    if clone.remote == ".":
        sentence = _("{branch} follows a branch of this very clone, not the shared repository: {command}")
        remote = next(iter(clone.remotes), "")
    elif clone.remote and clone.upstream:
        return None
    else:
        sentence = _("{branch} follows no branch of a shared repository, so nobody would get what you file: {command}")
    if not remote:
        command = "git remote add origin ADDRESS"
    elif f"refs/remotes/{remote}/{branch}" in clone.branches:
        command = words.typed("git", "branch", f"--set-upstream-to={remote}/{branch}")
    else:
        command = words.typed("git", "push" if clone.head else "pull", "--set-upstream", remote, branch)
    return sentence.format(branch=branch, command=command)


def nameless(clone: Clone) -> str | None:
    """Git knows who commits, so that the reviewer does."""
    if not clone.nameless:
        return None
    sentence = _("git does not know who you are, and a commit says who made it; tell it: {command}")
    return sentence.format(command=f'git config --global {clone.nameless} "…"')


RULES: tuple[Callable[[Clone], str | None], ...] = (
    under_way,
    detached,
    unmerged,
    shallow,
    no_upstream,
    nameless,
)
"""Every state that stops sync before it starts, in the order in which a person would put them right."""


def odd(clone: Clone) -> str | None:
    """Return the sentence of the first odd state; None where all is in order."""
    return next((sentence for rule in RULES if (sentence := rule(clone))), None)
