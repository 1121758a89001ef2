"""Commits the new entries in progress/, and no other path, with the user's hooks and signature, after a check.

The steps are those of `git commit --only`, on a separate index: git itself holds index.lock while hooks run, and a kill
would leave it. New entries are checked together (a correction, figures that grow); what is wrong is held
back (`held`), and said at the end.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mstrack.errors import Unreadable, WorldFailed, WrongUse
from mstrack.git import process
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.store import put, source
from mstrack.sync import tree_check, words

if TYPE_CHECKING:
    from mstrack.errors import Problem
    from mstrack.sync.clone import Work

_REGULAR = "100644"


def staged(work: Work, head: str | None, paths: list[str]) -> str:
    """Return the file of an index with the head and these paths; for the first commit also with the plan."""
    place = work.clone.place
    index = os.path.join(work.spare, "commit-index")
    has_index = os.path.exists(place.index_file)
    if has_index:
        put.copy(place.index_file, index)  # with what git knows of the files' times
    if not has_index or not work.clone.is_indexed(head):
        read = ("--reset", head) if head else ("--empty",)
        process.run(work.top, *THROWN_AWAY, "read-tree", *read, index=index)
    wanted = [f"{place.prefix}{path}" for path in (paths if head else [source.PLAN, *paths])]
    stdin = "".join(f"{path}\n" for path in wanted).encode("utf-8", "surrogateescape")
    digests = process.run(work.top, "hash-object", "-w", "--no-filters", "--stdin-paths", stdin=stdin).decode().split()
    lines = (f"{_REGULAR} {digest}\t{path}\0" for path, digest in zip(wanted, digests, strict=True))
    info = "".join(lines).encode("utf-8", "surrogateescape")
    process.run(work.top, *THROWN_AWAY, "update-index", "-z", "--index-info", stdin=info, index=index)
    return index


THROWN_AWAY = ("-c", "core.fsync=all,-index")
"""Settings for an index that nobody needs after a power failure."""


def candidate(work: Work, head: str | None, index: str, message: str) -> str:
    """Return a commit of an index that is only checked: without hooks, signature or branch."""
    tree = process.run(work.top, *THROWN_AWAY, "write-tree", index=index).decode().strip()
    parents = ("-p", head) if head else ()
    note = message.encode("utf-8", "surrogateescape")
    return process.run(work.top, "commit-tree", tree, *parents, stdin=note, own=True).decode().strip()


def is_personal(work: Work) -> bool:
    """Whether a commit needs more than the candidate has: a signature, or the consent of a hook."""
    return work.clone.signs or any(work.clone.has_hook(one) for one in _HOOKS)


_HOOKS = ("pre-commit", "prepare-commit-msg", "commit-msg")


def wrong(work: Work, commit: str, paths: list[str]) -> list[Problem]:
    """Return what is wrong with new entries; problems that were there before are reported later.

    WrongUse where the plan is not committed.
    """
    if not work.revisions.at(commit, work.clone.place.prefix).digest(source.PLAN):
        sentence = _("the plan is not committed here yet, so nothing can be judged; commit it: {command}")
        raise WrongUse(sentence.format(command=f"git add {source.PLAN} && git commit -m plan -- {source.PLAN}"))
    ours = [source.PLAN, *paths] if work.clone.head is None else paths
    return tree_check.errors(tree_check.of(tree_check.problems(work, commit), ours))


def check_after_hooks(work: Work, candidate: str, made: str) -> None:
    """Refuse a commit that a hook changed so that it no longer passes the check."""
    if tree_check.tree(work, candidate) == tree_check.tree(work, made):
        return
    problems = tree_check.errors(tree_check.problems(work, made))
    if problems:
        work.request.on_message(
            _("A hook of yours has changed the commit, and now it is wrong; nothing was committed or sent.")
        )
        raise Unreadable(problems)


def make(work: Work, index: str, parents: list[str], message: str, *, merge: bool = False) -> str:
    """Make a commit of an index with the user's hooks and signature; the branch does not move yet.

    WorldFailed where a hook or the signature refuses.
    """
    note = os.path.join(work.spare, "COMMIT_EDITMSG")
    _hook(work, index, "pre-merge-commit" if merge else "pre-commit")
    put.replace(work.spare, "COMMIT_EDITMSG", message.encode("utf-8", "surrogateescape"))
    _hook(work, index, "prepare-commit-msg", note, "merge" if merge else "message")
    _hook(work, index, "commit-msg", note)
    tree = process.run(work.top, "write-tree", index=index).decode().strip()
    options = [word for parent in parents for word in ("-p", parent)] + (["-S"] if work.clone.signs else [])
    result = process.ask(work.top, "commit-tree", tree, *options, "-F", note, own=True)
    if result.code:
        refused = _("git could not make the commit (signing it, perhaps); its words follow. Your key: {command}")
        raise WorldFailed(words.quoted(refused.format(command="git config user.signingKey"), result.err))
    return result.out.decode().strip()


def message(paths: list[str]) -> str:
    """Return the commit message for new entries: their paths without progress/ and .yaml."""
    names = [path.removeprefix(f"{source.PROGRESS}/").removesuffix(".yaml") for path in paths]
    if len(names) == 1:
        return f"progress: {names[0]}\n"
    return "\n".join([f"progress: {len(names)} entries", "", *names, ""])


def after(work: Work, hook: str, *arguments: str) -> None:
    """Run a hook that follows a finished step; its result is ignored, as git ignores it."""
    if work.clone.has_hook(hook):
        process.ask(work.top, "hook", "run", "--ignore-missing", hook, "--", *arguments, own=True)


def announcement(paths: list[str]) -> str:
    """Return the sentence that says how many entries were committed."""
    return ngettext("Committed {n} entry here.", "Committed {n} entries here.", len(paths)).format(n=len(paths))


def _hook(work: Work, index: str, hook: str, *arguments: str) -> None:
    if not work.clone.has_hook(hook):
        return
    result = process.ask(work.top, "hook", "run", "--ignore-missing", hook, "--", *arguments, own=True, index=index)
    if result.code:
        refused = _(
            "your hook {hook} refused the commit, so nothing was committed or sent; its words follow. Then: {command}"
        )
        raise WorldFailed(words.quoted(refused.format(hook=hook, command="mstrack sync"), result.err or result.out))
