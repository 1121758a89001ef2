"""`mstrack sync` exchanges entries with the shared repository, for people who do not know git.

    new entries ─ checked ─ committed ──────────┐
    upstream ─ fetched ─ compared with history ─┴─ merged ─ complete? ─ checked ─ pushed ─ branch and files follow

What others have is never rewritten: no rebase, no stash, no force. Before the push only new entries are committed, and
a step that fails leaves the clone as it was before that step.

A kill at any point loses nothing, and the next sync goes on without help. Three things ensure that:

- Entries are files on disk before the sync starts, and a sync finds every file that is in none of the commits.
- Git builds commits and merges on copies of its index, as objects that nothing refers to. What was half done is not
  used again.
- Branch, index and files move in one step with a journal (`move`), under a lock on the index that the program can
  recognise as its own (`locks`). While the branch moves, git holds a lock of its own, in a process that a signal to
  this one does not reach. Only a kill of that process leaves git's lock behind: it is named, and never deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import Unreadable, WorldFailed, WrongUse, below
from mstrack.git import process, repository
from mstrack.git.revisions import Revisions
from mstrack.git.waiting import refuse_pipes
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.store import put
from mstrack.store.spelling import pasted
from mstrack.sync import clone, commit, held, locks, merge, move, news, remote, seen, states, tree_check, words
from mstrack.sync.clone import SyncRequest, Work
from mstrack.sync.entries import added, new

if TYPE_CHECKING:
    from mstrack.errors import Problem

PUSHES = 40
"""Attempts to push while others are faster, with pauses that grow to PAUSE seconds."""
PAUSE = 2.0


class Done(NamedTuple):
    """The entries that a sync sent and received, or in a dry run would, as paths in the store.

    `held` are the problems of entries of this clone that were held back, because they are wrong.
    """

    sent: tuple[str, ...]
    received: tuple[str, ...]
    held: tuple[Problem, ...] = ()


def run(request: SyncRequest) -> Done:
    """Send the new entries of this clone, and take over those of the upstream.

    WrongUse where the clone is in an odd state. Unreadable, Refused where an entry is wrong, here or there.
    WorldFailed where the server, a hook, a lock or the disk refuses. What was committed before stays committed.
    """
    old = states.too_old(repository.version())
    if old:
        raise WorldFailed(old)
    place = clone.place(request.root)
    refuse_pipes(request.root)
    with locks.alone(place.state, request.patience) as hold, put.spare(place.state) as spare:
        locks.clear(place.index_file)
        work = Work(request, _sound(place), hold, spare, Revisions(place.top), {}, [])
        if not request.dry_run and (way := move.begun(work)):
            move.move(work, *way)
            request.on_message(_("What an earlier sync had begun is finished."))
            work = work._replace(clone=_sound(place))
        _edited(work)
        return _sync(work)


def _sound(place: clone.CloneLocation) -> clone.Clone:
    found = clone.gather(place)
    odd = states.odd(found)
    if odd:
        raise WrongUse(odd)
    return found


def _edited(work: Work) -> None:
    """Name the filed entries that were edited, and the plan where it was: sync commits neither."""
    prefix = work.clone.place.prefix
    for path, state in work.clone.changed.items():
        if state[0] == "A":  # a new file that is staged
            continue
        name = pasted(work.clone.place.top, path)
        if path.startswith(f"{prefix}progress/"):
            sentence = _(
                "{path} is filed and was changed here; that is not sent (mstrack correct is for it). Undo: {command}"
            )
            work.request.on_message(
                sentence.format(path=name, command=words.typed("git", "checkout", "HEAD", "--", words.spec(path)))
            )
        elif path == f"{prefix}tasks.yaml":
            sentence = _("{path} was edited here; sync commits entries only. To send it, too: {command}, then sync")
            work.request.on_message(
                sentence.format(path=name, command=words.typed("git", "commit", "-m", "plan", "--", words.spec(path)))
            )


def _sync(work: Work) -> Done:
    head = work.clone.head
    if not work.clone.remotes and not work.clone.remote:
        return _alone(work, head)
    known = seen.last(work)
    taken_over: tuple[str, ...] = ()
    if head is None and (tip := remote.tip(work, 0)):  # no commit here yet: start from the shared one
        merge.check(work, tip, tip, ())
        taken_over = news.entries(added(work, None, tip))
        if not work.request.dry_run:
            move.move(work, None, tip)
            seen.remember(work, tip)
        head, known = tip, tip
        work = work._replace(clone=work.clone._replace(head=head))
    head = _commit(work, head)
    early = list(work.held)
    done = _exchange(work, head, known) if head else Done((), ())
    arrived = {*taken_over, *done.received}  # what a stopped sync had begun is whole now
    left = tuple(one for one in work.held if one not in early or one.path not in arrived)
    return done._replace(received=taken_over + done.received, held=left)


def _alone(work: Work, head: str | None) -> Done:
    """Commit the new entries of a repository that has no shared one, and say how it gets one."""
    made = _commit(work, head)
    sentence = _("There is no shared repository yet, so nobody else gets it. Once there is one: {command}")
    branch = (work.clone.branch or "").removeprefix(clone.HEADS)
    work.request.on_message(
        sentence.format(command=f"git remote add origin ADDRESS && git push --set-upstream origin {branch}")
    )
    if made is None:
        work.request.on_message(_("Nothing was filed here that is not committed."))
    return Done((), (), tuple(work.held))


def _commit(work: Work, head: str | None) -> str | None:
    """Commit the new entries; return the commit of the branch afterwards (in a dry run: the one that it would be)."""
    paths, problems = new(work, head)
    index = candidate = ""
    while paths:
        index = commit.staged(work, head, paths)
        candidate = commit.candidate(work, head, index, commit.message(paths))
        wrong = commit.wrong(work, candidate, paths)
        back = held.back(wrong, paths)
        if wrong and not back:  # the plan, with the first commit
            raise Unreadable(wrong)
        problems += wrong
        if not wrong:
            break
        paths = [path for path in paths if path not in back]
    work.held.extend(problems)
    if not paths:
        return head
    if work.request.dry_run:
        return candidate
    made = candidate
    if commit.is_personal(work):
        made = commit.make(work, index, [head] if head else [], commit.message(paths))
        commit.check_after_hooks(work, candidate, made)
    move.move(work, head, made)
    work.request.on_message(commit.announcement(paths))
    if head is None:
        work.request.on_message(_("The plan went with it: nothing had been committed here before."))
    commit.after(work, "post-commit")
    return made


def _exchange(work: Work, start: str, known: str | None) -> Done:
    """Fetch, compare, merge, check and push until nobody else is faster; then let the clone follow."""
    head = start
    unsent = list(news.entries(added(work, known, head)))
    warnings: list[Problem] = []
    work.request.on_message(_("Asking {remote} …").format(remote=work.clone.remote))  # the network may be slow
    for _try in work.request.patience.tries(PUSHES, PAUSE):
        tip = remote.tip(work, len(unsent))
        if tip is None and known:
            raise merge.rewritten(work, known, None)
        head, result, warnings = _merged(work, head, tip, known)
        gone = {*added(work, tip, known)}  # what is gone from there since was never filed
        unsent = [path for path in news.entries(added(work, tip, head)) if path not in gone]
        received = news.entries(added(work, head, tip))
        done = Done(tuple(unsent), received)
        if work.request.dry_run:
            return done
        rejection = "" if result == tip else remote.push(work, result, len(unsent))
        if not rejection:
            break
        work.request.on_message(_("Somebody else was faster; once more."))
        known = tip
    else:
        sentence = _("others keep being faster ({why}); what you filed is safe here. Once it is calm: {command}")
        raise WorldFailed(sentence.format(why=rejection, command="mstrack sync"))
    _follow(work, start, tip, result, done)
    for warning in below(work.clone.place.root, tree_check.of(warnings, done.sent + done.received)):
        work.request.on_message(str(warning))
    return done


def _merged(work: Work, head: str, tip: str | None, known: str | None) -> tuple[str, str, list[Problem]]:
    """Merge, and check the result; return this side of it, the result and its warnings.

    An entry of this clone that contradicts what others filed is held back, and what is left is merged anew.
    """
    while True:
        base = merge.checked_base(work, head, tip, known) if tip else ""
        result = merge.merged(work, head, tip, base) if tip else head
        if result == known:
            return head, result, []
        ours = added(work, tip, head)
        try:
            return head, result, merge.check(work, result, tip, ours)
        except merge.Contradicted as error:
            back = held.back(error.problems, ours)
            smaller = held.without(work, head, base, back) if back else ""
            if not smaller:
                raise merge.to_take_apart(error, base) if smaller is None and base else error from None
            work.held.extend(held.named(error.problems, back))
            sentence = _("{path} is held back: it stays as it is, and is in no commit.")
            for path in back:
                work.request.on_message(sentence.format(path=pasted(work.clone.place.root, path)))
            head = smaller


def _follow(work: Work, start: str, tip: str | None, result: str, done: Done) -> None:
    """Move the clone to where the shared branch is now, and say what went and what came."""
    seen.remember(work, result)
    tell = work.request.on_message
    follows = work.clone.follows
    if done.sent:
        sentence = ngettext("Sent {n} entry to {follows}.", "Sent {n} entries to {follows}.", len(done.sent))
        tell(sentence.format(n=len(done.sent), follows=follows))
    if tip and news.plan_changed(work, tip, result):
        tell(_("Sent the plan as it was committed here to {follows}.").format(follows=follows))
    if result != start:
        move.move(work, start, result)
        sentence = ngettext(
            "Proved, checked and taken over from {follows}: {n} entry.",
            "Proved, checked and taken over from {follows}: {n} entries.",
            len(done.received),
        )
        tell(sentence.format(n=len(done.received), follows=follows))
        for line in news.who_filed(work, done.received, start, result, news.plan_of(work, result)):
            tell(line)
        if tip and news.plan_changed(work, start, result):
            tell(
                _("The plan was changed by others; what it means: {command}").format(
                    command=f"mstrack diff {start[:12]}"
                )
            )
        commit.after(work, "post-merge", "0")
    work.revisions.end()
    if done.received:
        process.ask(work.top, "maintenance", "run", "--auto", "--quiet", own=True)
