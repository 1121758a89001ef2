"""Merges the upstream and this clone: compared with their history, merged without a work tree, complete, checked.

Nothing here moves a branch or touches a file: where something is wrong, the clone stays as it was.
"""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING

from mstrack.check import additions, finding
from mstrack.errors import ExitCode, MstrackError, WrongUse
from mstrack.format.characters import shown
from mstrack.git import process, repository
from mstrack.git.snapshot import NOTHING
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.store import source
from mstrack.store.entry_names import filed_at
from mstrack.sync import commit, held, news, remote, tree_check, windows, words
from mstrack.sync.entries import differing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mstrack.errors import Problem
    from mstrack.sync.clone import Work

MOST_NAMED = 20
"""Paths that a refusal lists."""
_SHORT = 12
"""Characters shown of a commit's id."""
_UNRENAMED = ("-c", "merge.renames=false", "-c", "merge.directoryRenames=false")


class Refused(MstrackError):
    """The upstream, or its merge with the clone, cannot be taken over as it is."""

    code = ExitCode.UNREADABLE


def checked_base(work: Work, head: str, tip: str, known: str | None) -> str:
    """Return the last commit that both sides have, once the history since then was checked on each side.

    Refused where the upstream was rewritten, or a commit of either side changes or removes something filed.
    """
    if known not in {None, tip} and not remote.contains(work, tip, known or ""):
        raise rewritten(work, known or "", tip)
    base = _base(work, head, tip)
    theirs = _findings(work, known or base, tip)
    if theirs and all(one.is_new and one.kind in _NO_ENTRY for one in theirs):
        sentence = _("{follows} holds what is no entry. It is taken over all the same; tell who filed it.")
        lines = [f"  {line}" for line in _lines(theirs)[:MOST_NAMED]]
        work.request.on_message("\n".join([sentence.format(follows=work.clone.follows), *lines]))
    elif theirs and _is_put_back(work, known or base, tip, theirs):
        sentence = _("{follows} had something filed changed, and put back: all of it lies there as it was filed.")
        lines = [f"  {line}" for line in _lines(theirs)[:MOST_NAMED]]
        work.request.on_message("\n".join([sentence.format(follows=work.clone.follows), *lines]))
    elif theirs:
        sentence = _(
            "{follows} is not taken over: something filed was changed there. Tell who keeps it; see: {command}"
        )
        command = f"git show --stat {theirs[0].commit[:_SHORT]}"
        raise _refused(sentence.format(follows=work.clone.follows, command=command), _lines(theirs))
    ours = _findings(work, base, head)
    if ours:
        sentence = _(
            "nothing was sent: a commit of this clone changes what is filed; undo it, keep the files: {command}"
        )
        raise _refused(sentence.format(command=f"git reset --soft {base[:_SHORT]}"), _lines(ours))
    return base


_NO_ENTRY = {"mode", "link", "submodule"}
"""What a commit may bring that stops nobody: a new file that can be run, a new link, a new submodule."""


def _is_put_back(work: Work, known: str, tip: str, theirs: list[finding.Finding]) -> bool:
    """Whether what was done to filed entries was undone since: each lies there as it was, no copy says otherwise."""
    last = {posixpath.normpath(posixpath.join(work.clone.place.prefix, one.path)): one.kind for one in theirs}
    changes = work.revisions.differing(known, tip)
    there = work.revisions.at(tip)
    return all(
        path not in changes if _was_there(work, known, path) else kind == "restored" or not there.digest(path)
        for path, kind in last.items()
    )


def _was_there(work: Work, commit: str, path: str) -> bool:
    return bool(work.revisions.at(commit).digest(path))


def _findings(work: Work, since: str, until: str) -> list[finding.Finding]:
    """Return what the commits of since..until did to what was filed; nothing where they only filed."""
    if since == until or additions.only_files(work.revisions, since, until, work.clone.place.prefix):
        return []
    from mstrack.check import append_only  # noqa: PLC0415  as a rule commits only file

    return append_only.findings(work.clone.place.root, since, until)


def merged(work: Work, head: str, tip: str, base: str) -> str:
    """Return a commit that has all of both sides: one of the two where it contains the other, else a merge."""
    if base == tip:
        return head
    windows.refuse_names(work, base, tip)
    result = tip if base == head else _merge(work, head, tip)
    ours, theirs, after = (differing(work, base, rev) for rev in (head, tip, result))
    # what one side took away or repaired was never filed (`checked_base` looked): the other side has it still
    brought = [(path, one.after) for path, one in (*ours.items(), *theirs.items()) if one.after != NOTHING]
    lost = {path for path, record in brought if path not in after or after[path].after != record}
    untouched = after.keys() - ours.keys() - theirs.keys()
    missing = sorted(lost | {path for path in untouched if after[path].before != NOTHING})
    if missing:
        sentence = _("git merged so that entries were lost or changed; nothing was sent or taken over: {paths}")
        raise Refused(sentence.format(paths=_(", ").join(map(shown, missing[:MOST_NAMED]))))
    return result


def check(work: Work, result: str, tip: str | None, ours: Iterable[str]) -> list[Problem]:
    """Return the warnings of a result, such as two corrections of one entry, once it passes `check`.

    What others filed and is wrong stops nobody: it is told with who filed it, and taken over. Refused where the plan is
    wrong, for without it nothing can be answered; Contradicted where only entries of this clone are.
    """
    found = tree_check.problems(work, result)
    problems = tree_check.errors(found)
    if not problems:
        return found
    before = problems if tip == result else tree_check.problems(work, tip) if tip else []
    earlier = {problem[:4] for problem in before}  # place and rule; a sentence may contain a count
    theirs = [problem for problem in problems if problem[:4] in earlier]
    mine = [problem for problem in problems if problem[:4] not in earlier]
    of_plan = [one for one in (theirs if tip else mine) if _is_of_plan(work, one)]
    command = f"mstrack check --rev {(tip or result)[:_SHORT]}"
    if of_plan:
        sentence = _(
            "{follows} is not taken over: it does not pass the check. Tell who filed this; see all of it: {command}"
        )
        lines = [_attributed(work, problem, tip or result) for problem in of_plan]
        raise _refused(sentence.format(follows=work.clone.follows, command=command), lines)
    if mine:
        raise _contradiction(work, mine, tip or result, ours)
    sentence = _(
        "{follows} holds what does not pass the check. It is taken over all the same, and set aside where nobody can "
        "read it; tell who filed it. See all of it: {command}"
    )
    lines = [f"  {_attributed(work, problem, tip or result)}" for problem in theirs]
    told = lines if len(lines) <= MOST_NAMED else [*lines[:MOST_NAMED], "…"]
    work.request.on_message("\n".join([sentence.format(follows=work.clone.follows, command=command), *told]))
    return [problem for problem in found if problem.level != "error"]


def _is_of_plan(work: Work, problem: Problem) -> bool:
    """Whether a problem is the plan's: it stands there, or a task or unit is gone for which entries were filed here."""
    if problem.rule == "one-path":  # where a disk folds case, it would be written over what it is one with
        return repository.setting(work.top, "core.ignorecase") == "true"
    if not problem.path.startswith(f"{source.PROGRESS}/"):
        return True  # the plan itself, or attributes that hide or fuse files
    if problem.rule not in {"folder", "code"} or not work.clone.head:
        return False
    return bool(work.revisions.at(work.clone.head, work.clone.place.prefix).digest(problem.path))


class Contradicted(Refused):
    """Entries of this clone contradict what others filed; `problems` says which."""

    problems: tuple[Problem, ...] = ()


def _contradiction(work: Work, problems: list[Problem], tip: str, ours: Iterable[str]) -> Contradicted:
    listed = list(ours)
    if held.back(problems, listed):
        sentence = _(
            "what others have filed meanwhile and what was filed here contradict each other, so nothing was sent; "
            "correct yours, or take it back: {command}"
        )
        sentence = sentence.format(command=f"mstrack correct {_to_correct(problems[0], listed)}")
    else:  # no entry of this clone is near: the plan was changed here
        sentence = _(
            "with the plan as it was committed here the store does not pass the check, so nothing was sent; put it "
            "right, commit it, sync again: {command}"
        )
        sentence = sentence.format(command="mstrack check")
    error = Contradicted(str(_refused(sentence, [_attributed(work, problem, tip) for problem in problems])))
    error.problems = tuple(problems)
    return error


def to_take_apart(error: Contradicted, base: str) -> Contradicted:
    """Add how one's own commits are taken apart, where a merge or a signature in them would be lost."""
    sentence = _(
        "a merge or a signed commit of this clone has more in it, so only you can take it apart; the files stay: "
        "{command}; what is no entry is committed anew by you"
    )
    command = f"git reset --soft {base[:_SHORT]} && mstrack sync"
    return Contradicted("\n".join([str(error), sentence.format(command=command)]))


def _to_correct(problem: Problem, ours: Iterable[str]) -> str:
    """Return the id of the entry that its own unit can correct: the one that is wrong, or one on the same task."""
    entries = [entry for entry in map(filed_at, ours) if entry]
    same = [entry for entry in entries if entry.path == problem.path]
    near = same or [entry for entry in entries if entry.path.startswith(f"{os.path.dirname(problem.path)}/")]
    return near[0].id if near else "ID"


def _base(work: Work, head: str, tip: str) -> str:
    if tip == head or tip in work.revisions.at(head).parents:  # the usual case: what was filed here since
        return tip
    result = process.ask(work.top, "merge-base", head, tip)
    if result.code:
        command = words.typed("git", "clone", words.address(work.clone))
        sentence = _(
            "this clone and {follows} have no history in common; get the shared one into another folder: {command}"
        )
        raise WrongUse(sentence.format(follows=work.clone.follows, command=command))
    return result.out.decode().split()[0]


def rewritten(work: Work, known: str, tip: str | None) -> Refused:
    """Return the refusal of an upstream that was rewritten (`tip` None: deleted), with the entries that it lost."""
    clone = work.clone
    lost = [path for path, one in differing(work, known, tip).items() if one.before != NOTHING]
    what = _("was deleted") if tip is None else _("was rewritten")
    template = _(
        "{follows} {what}: it has lost what was shared before. Nothing was taken over, and it is all here still; tell "
        "who keeps it, and give it back to them on a branch of its own: {command}"
    )
    command = words.typed("git", "push", clone.remote, f"{known[:_SHORT]}:refs/heads/restore-{known[:7]}")
    sentence = template.format(follows=clone.follows, what=what, command=command)
    count = ngettext("{n} entry is lost there:", "{n} entries are lost there:", len(lost)).format(n=len(lost))
    return _refused(f"{sentence}\n{count}" if lost else sentence, lost)


def _merge(work: Work, head: str, tip: str) -> str:
    result = process.ask(
        work.top, *_UNRENAMED, "merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", head, tip
    )
    answer = result.out.decode("utf-8", "surrogateescape").split("\0")
    if result.code == 1:
        raise _conflict(work, [path for path in answer[1:] if path], tip)
    if result.code:
        raise Refused(
            _("git cannot merge {follows}; see why: {command}").format(
                follows=work.clone.follows, command=f"git merge {tip[:_SHORT]}"
            )
        )
    index = os.path.join(work.spare, "merge-index")
    process.run(work.top, *commit.THROWN_AWAY, "read-tree", answer[0].strip(), index=index)
    if work.request.dry_run:
        parents = ("-p", head, "-p", tip)
        return (
            process.run(work.top, "commit-tree", answer[0].strip(), *parents, "-m", "candidate", own=True)
            .decode()
            .strip()
        )
    return commit.make(work, index, [head, tip], f"progress: merge {work.clone.follows}\n", merge=True)


def _conflict(work: Work, paths: list[str], tip: str) -> Refused:
    names = sorted(set(paths))
    plan = f"{work.clone.place.prefix}{source.PLAN}"
    if plan in names:
        sentence = _(
            "the plan ({paths}) was changed here and by {author} in the same place, and only a person can decide. "
            "Nothing was sent or taken over; see both versions in the file, choose, and git commit: {command}"
        )
    else:
        sentence = _(
            "{paths} was changed here and by {author} in the same place, and only a person can decide. "
            "Nothing was sent or taken over; see both versions in the file, choose, and git commit: {command}"
        )
    listed = _(", ").join(shown(name, 100) for name in names[:MOST_NAMED])
    author = news.author(work, names[0] if plan not in names else plan, tip)
    return Refused(sentence.format(paths=listed, author=author, command=f"git merge {tip[:_SHORT]}"))


def _attributed(work: Work, problem: Problem, tip: str) -> str:
    path = posixpath.normpath(posixpath.join(work.clone.place.prefix, problem.path))  # as git spells it: Windows, too
    return _("{problem}: filed by {author}").format(problem=problem, author=news.author(work, path, tip))


def _lines(findings: list[finding.Finding]) -> list[str]:
    form = _("{where}: {why}")
    return [form.format(where=shown(one.path, 100), why=finding.sentence(one._replace(cure=""))) for one in findings]


def _refused(sentence: str, lines: list[str]) -> Refused:
    kept = lines if len(lines) <= MOST_NAMED else [*lines[:MOST_NAMED], "…"]
    return Refused("\n".join([sentence, *(f"  {line}" for line in kept)]))
