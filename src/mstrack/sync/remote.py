"""Asks the shared repository for its branch, fetches it, and pushes to it.

No ref of the clone is written, so no lock is taken that a kill could leave. Only objects are fetched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mstrack.errors import WorldFailed, WrongUse
from mstrack.format.characters import shown
from mstrack.git import process
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.sync import words
from mstrack.sync.clone import HEADS

if TYPE_CHECKING:
    from mstrack.sync.clone import Clone, Work

TRIES = 5
"""Attempts to fetch a branch that moves meanwhile."""
_RACE = re.compile(
    r"fetch first|non-fast-forward|needs force|stale info|(?:cannot|failed to|unable to) (?:lock|update)|"
    r"incorrect old value|already exists",
    re.IGNORECASE,
)
"""Git's reasons for a rejected push where somebody else was faster, or pushes at the same moment."""


def tip(work: Work, unsent: int) -> str | None:
    """Return the commit of the upstream branch, its objects fetched; None where there is no such branch yet.

    WorldFailed where the server cannot be asked; its sentence says that `unsent` entries are safe here.
    """
    for _try in work.request.patience.tries(TRIES):
        found = _branches(work, unsent)
        commit = found.get(work.clone.upstream)
        if commit is None:
            _refuse_new_branch(work.clone, found)
            return None
        if _has(work, commit) or _fetched(work, commit, unsent):
            return commit
    sentence = _("{follows} moves too fast to be fetched; once it is calm: {command}")
    raise WorldFailed(sentence.format(follows=work.clone.follows, command="mstrack sync"))


def push(work: Work, commit: str, unsent: int) -> str:
    """Push a commit. Return an empty text where it was sent, git's words where somebody else was faster.

    WorldFailed where the server or a hook refuses; its sentence says that `unsent` entries are safe here.
    """
    clone = work.clone
    result = _transfer(work, unsent, "push", "--porcelain", clone.remote, f"{commit}:{clone.upstream}")
    if not result.code:
        return ""
    answers = [line for line in result.out.decode("utf-8", "replace").split("\n") if line.startswith("!\t")]
    summary = shown(answers[0].split("\t")[-1], 200) if answers else ""
    if _RACE.search(summary):
        return summary
    if summary:
        refused = _("{remote} refused what was sent ({why}); its own words follow. Ask who keeps it, then: {command}")
        sentence = refused.format(remote=clone.remote, why=summary, command="mstrack sync")
    elif re.search(rb"^fatal: ", result.err, re.MULTILINE):
        raise _not_asked(clone, result.err, unsent)
    else:
        sentence = _("nothing was sent: a hook of yours (pre-push) or git refused; its words follow. Then: {command}")
        sentence = sentence.format(command="mstrack sync")
    raise WorldFailed(_with_safety(words.quoted(sentence, result.err), unsent))


def _branches(work: Work, unsent: int) -> dict[str, str]:
    result = _transfer(work, unsent, "ls-remote", "--heads", work.clone.remote)
    if result.code:
        raise _not_asked(work.clone, result.err, unsent)
    listed = result.out.decode("utf-8", "surrogateescape").split("\n")
    lines = (line.split("\t", 1) for line in listed if line)
    return {name: commit for commit, name in lines}


def _refuse_new_branch(clone: Clone, found: dict[str, str]) -> None:
    """Refuse to start a branch beside others: nobody else would look at it."""
    if not found:
        return
    others = sorted(name.removeprefix(HEADS) for name in found)
    branch = (clone.branch or "").removeprefix(HEADS)
    near = branch if branch in others else others[0]
    sentence = _("{remote} has no branch {name}, but {others}; follow one of these: {command}")
    raise WrongUse(
        sentence.format(
            remote=clone.remote,
            name=clone.upstream.removeprefix(HEADS),
            others=_(", ").join(shown(name) for name in others[:5]),
            command=words.typed("git", "config", f"branch.{branch}.merge", f"{HEADS}{near}"),
        )
    )


def _has(work: Work, commit: str) -> bool:
    """Whether a commit is here and complete: a killed fetch may leave a commit without its files."""
    return commit in work.clone.branches.values() or contains(work, work.clone.head, commit)


def contains(work: Work, descendant: str | None, commit: str) -> bool:
    """Whether `commit` is `descendant` or an ancestor of it; False for an unknown commit."""
    if not descendant:
        return False
    return not process.ask(work.top, "merge-base", "--is-ancestor", commit, descendant).code


def _fetched(work: Work, commit: str, unsent: int) -> bool:
    """Fetch the branch; False where it no longer contains the commit."""
    result = _transfer(
        work, unsent, "-c", "fetch.writeCommitGraph=false", "fetch", "--quiet", "--refmap=", "--no-tags",
        "--no-write-fetch-head", "--no-prune", "--no-recurse-submodules", "--no-auto-maintenance",
        work.clone.remote, work.clone.upstream,
    )  # fmt: skip
    if result.code and b"couldn't find remote ref" not in result.err:
        raise _not_asked(work.clone, result.err, unsent)
    return not process.ask(work.top, "cat-file", "-e", f"{commit}^{{commit}}").code


_SILENCE = ("-c", "http.lowSpeedLimit=1", "-c", f"http.lowSpeedTime={round(process.LIMIT)}")
"""A transfer by HTTP in which nothing comes for so long is given up, too."""


def _transfer(work: Work, unsent: int, *arguments: str) -> process.GitResult:
    """Ask the server. WorldFailed where it is silent: it says how long that took, and that nothing is lost."""
    try:
        return process.ask(work.top, *_SILENCE, *arguments, own=True)
    except process.TooLong as error:
        sentence = _("{remote} is silent: {why}. Once it answers again: {command}")
        sentence = sentence.format(remote=work.clone.remote, why=error, command="mstrack sync")
        raise WorldFailed(_with_safety(sentence, unsent)) from error


def _not_asked(clone: Clone, complaint: bytes, unsent: int) -> WorldFailed:
    return WorldFailed(_with_safety(words.unreachable(clone, complaint), unsent))


def _with_safety(sentence: str, unsent: int) -> str:
    if not unsent:
        return sentence
    safe = ngettext(
        "{n} entry is not sent yet; it is safe here", "{n} entries are not sent yet; they are safe here", unsent
    )
    return "\n".join([sentence, safe.format(n=unsent)])
