"""`mstrack sync`: what was filed here and what others filed come together, for people who do not know git.

    new entries ─ judged ─ committed ─┐
    upstream ─ fetched ─ proved ──────┴─ merged ─ complete? ─ checked ─ pushed ─ branch and files follow

What others have is never rewritten: no rebase, no stash, no force. Until the push is through, only new entries have
been committed; a step that fails leaves the clone as it was before that step.

A kill at any point loses nothing, and the next sync goes on without help. Three things see to that:

- Entries are files on disk before all this starts, and whatever is in none of our commits is found again.
- Git builds everything (commits, merges) in copies of its index and as objects that nobody points at. Whatever of it
  was half-done is not looked at again.
- Moving the branch, the index and the files is one step with a journal (`move`), under a lock on the index that is
  ours to recognise (`locks`). The one lock of git's own, for the moment in which the branch moves, is taken by a
  process that what kills us does not reach. Only who kills that very process leaves a lock of git's: it is named, and
  never deleted.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import WorldFailed, WrongUse, below
from mstrack.format.characters import shown
from mstrack.git import process
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.sync import clone, commit, locks, merge, move, remote, states, verdict, words
from mstrack.sync.clone import SyncRequest, Work
from mstrack.sync.entries import filed, new

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.errors import Problem

PUSHES = 40
"""So often something is sent while others are faster, with pauses that grow to PAUSE seconds."""
PAUSE = 2.0
_SPARE = "spare-"


class Done(NamedTuple):
    """What a sync did, or (a dry run) would do: paths of entries in the store."""

    sent: tuple[str, ...]
    received: tuple[str, ...]


def run(asked: SyncRequest) -> Done:
    """Send what is new here, and take over what is new upstream.

    WrongUse where the clone is in an odd state. Unreadable, Refused where something filed is wrong, here or there.
    WorldFailed where the server, a hook, a lock or the disk refuses. What is committed by then stays committed.
    """
    old = states.too_old(process.version())
    if old:
        raise WorldFailed(old)
    place = clone.place(asked.root)
    with locks.alone(place.state, asked.patience) as hold, _spare(place.state) as spare:
        locks.clear(place.index_file)
        work = Work(asked, _sound(place), hold, spare, {})
        if not asked.dry_run and (way := move.begun(work)):
            move.move(work, *way)
            asked.tell(_("What an earlier sync had begun is finished."))
            work = work._replace(clone=_sound(place))
        _edited(work)
        return _shared(work)


def _sound(place: clone.CloneLocation) -> clone.Clone:
    found = clone.gather(place)
    odd = states.odd(found)
    if odd:
        raise WrongUse(odd)
    return found


@contextlib.contextmanager
def _spare(folder: str) -> Iterator[str]:
    """Make a folder for what is thrown away, and throw away those of syncs that were killed."""
    for name in os.listdir(folder):
        if name.startswith(_SPARE):
            shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_SPARE, dir=folder, ignore_cleanup_errors=True) as spare:
        yield spare


def _edited(work: Work) -> None:
    """Say which filed entries are not as they were filed, and that the plan is not for sync to commit."""
    prefix = work.clone.place.prefix
    for path, state in work.clone.changed.items():
        if state[0] == "A":  # new, and staged already
            continue
        name = shown(path, 100)
        if path.startswith(f"{prefix}progress/"):
            sentence = _(
                "{path} is filed and was changed here; that is not sent (mstrack correct is for it). Undo: {command}"
            )
            work.asked.tell(
                sentence.format(path=name, command=words.typed("git", "checkout", "HEAD", "--", words.spec(path)))
            )
        elif path == f"{prefix}tasks.yaml":
            sentence = _("{path} was edited here; sync commits entries only. To send it, too: {command}, then sync")
            work.asked.tell(
                sentence.format(path=name, command=words.typed("git", "commit", "-m", "plan", "--", words.spec(path)))
            )


def _shared(work: Work) -> Done:
    head = work.clone.head
    known = merge.seen(work)
    took: tuple[str, ...] = ()
    if head is None and (tip := remote.tip(work, 0)):  # nothing is committed here: start from what is shared
        merge.check(work, tip, tip, ())
        took = tuple(filed(work.clone.place.root, tip))
        if not work.asked.dry_run:
            move.move(work, None, tip)
            merge.remember(work, tip)
        head, known = tip, tip
        work = work._replace(clone=work.clone._replace(head=head))
    head = _committed(work, head)
    done = _exchanged(work, head, known) if head else Done((), ())
    return done._replace(received=took + done.received)


def _committed(work: Work, head: str | None) -> str | None:
    """Commit what is new; return where the branch is then (in a dry run: would be)."""
    root = work.clone.place.root
    paths = new(root, filed(root, head))
    if not paths:
        return head
    index = commit.staged(work, head, paths)
    meant = commit.candidate(work, head, index)
    commit.judge(work, meant, paths)
    if work.asked.dry_run:
        return meant
    made = commit.make(work, index, [head] if head else [], commit.message(paths))
    commit.unspoilt(work, meant, made)
    move.move(work, head, made)
    work.asked.tell(commit.told(paths))
    if head is None:
        work.asked.tell(_("The plan went with it: nothing had been committed here before."))
    commit.after(work, "post-commit")
    return made


def _exchanged(work: Work, head: str, known: str | None) -> Done:
    """Fetch, prove, merge, check and push until nobody is faster; then let the clone follow."""
    root = work.clone.place.root
    ours = filed(root, head)
    shared = filed(root, known)
    unsent = [path for path in ours if path not in shared]
    warnings: list[Problem] = []
    work.asked.tell(_("Asking {remote} …").format(remote=work.clone.remote))  # a network may keep people waiting
    for _try in work.asked.patience.tries(PUSHES, PAUSE):
        tip = remote.tip(work, len(unsent))
        if tip is None and known:
            raise merge.rewritten(work, known, None)
        theirs = filed(root, tip)
        unsent = [path for path in ours if path not in theirs]
        received = tuple(path for path in theirs if path not in ours)
        result = merge.merged(work, head, tip, merge.judged(work, head, tip, known)) if tip else head
        if result != known:
            warnings = merge.check(work, result, tip, unsent)
        done = Done(tuple(unsent), received)
        if work.asked.dry_run:
            return done
        late = "" if result == tip else remote.push(work, result, len(unsent))
        if not late:
            break
        work.asked.tell(_("Somebody else was faster; once more."))
        known = tip
    else:
        sentence = _("others keep being faster ({why}); what you filed is safe here. Once it is calm: {command}")
        raise WorldFailed(sentence.format(why=late, command="mstrack sync"))
    _followed(work, head, result, done)
    for warning in below(root, verdict.of(warnings, done.sent + done.received)):
        work.asked.tell(str(warning))
    return done


def _followed(work: Work, head: str, result: str, done: Done) -> None:
    """Let the clone be where the shared branch is now."""
    merge.remember(work, result)
    if done.sent:
        sentence = ngettext("Sent {n} entry to {follows}.", "Sent {n} entries to {follows}.", len(done.sent))
        work.asked.tell(sentence.format(n=len(done.sent), follows=work.clone.follows))
    if result != head:
        move.move(work, head, result)
        sentence = ngettext(
            "Proved, checked and taken over from {follows}: {n} entry.",
            "Proved, checked and taken over from {follows}: {n} entries.",
            len(done.received),
        )
        work.asked.tell(sentence.format(n=len(done.received), follows=work.clone.follows))
        commit.after(work, "post-merge", "0")
    process.ask(work.top, "maintenance", "run", "--auto", "--quiet", own=True)
