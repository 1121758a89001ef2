"""Seals of the store, here or in a revision, for `mstrack seal`, `check --seal` and the last line of papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.cli import console
from mstrack.errors import MstrackError, Unreadable
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.library import opening
from mstrack.store import seal, set_aside
from mstrack.store.set_aside import commit_of
from mstrack.store.source import PLAN

if TYPE_CHECKING:
    from mstrack.check.seal_history import SealResult
    from mstrack.progress.snapshot import Snapshot
    from mstrack.store.seal import Seal
    from mstrack.store.source import Files


def sealed(root: str, source: Files, as_of: str | None) -> Seal:
    """Return the seal of a store on the day that somebody typed, else of a revision that of its commit, else today."""
    if as_of is not None:
        return seal.of(source, opening.day(as_of, opening.dataset_of(source).plan.period).isoformat())
    commit = commit_of(source)
    return seal.of(source, opening.today().isoformat() if commit is None else _day_of(root, commit))


def _day_of(root: str, commit: str) -> str:
    """Return the day of a commit (ISO)."""
    from mstrack.git import process  # noqa: PLC0415  only where the past is asked

    return process.run(root, "show", "--no-patch", "--format=%cs", commit).decode().strip()


def line(snapshot: Snapshot, root: str) -> str:
    """Return the seal of what a paper is made of; empty where a file cannot be read: `check` says which one.

    What is set aside is sealed, too: `check --seal` holds all that lies there.
    """
    try:
        files = opening.files_of(root, snapshot.rev) if set_aside.hidden.get(snapshot.rev) else snapshot.dataset.files
        return str(seal.of(files, snapshot.as_of.isoformat()))
    except Unreadable:
        return ""


def warn_of_uncommitted(root: str, source: Files) -> None:
    """Say what is in no commit: the seal holds, but who checks it later finds its files in the history alone."""
    from mstrack.git import uncommitted  # noqa: PLC0415  subprocess takes time to import

    try:
        if not uncommitted.is_repository(root):
            console.say(_("this folder is in no git repository: nobody can check this seal once the store changes"))
            return
        waiting = len(uncommitted.differing(root, [PLAN, *seal.paths(source)]))
    except MstrackError:  # the seal stands; what git could say of it does not
        return
    if waiting:
        sentence = ngettext(
            "{n} file is not committed as it lies here; commit it (mstrack sync), or nobody finds what this seals",
            "{n} files are not committed as they lie here; commit them (mstrack sync), or nobody finds what this seals",
            waiting,
        )
        console.say(sentence.format(n=waiting))


def in_words(sealed: Seal, result: SealResult) -> str:
    """Say that a seal holds; what was never filed and has been removed or repaired is named beside, and not counted."""
    if not result.commit:
        sentence = _("the seal of {day} holds: its plan and its {n} entries lie here unchanged, and no others")
    elif result.is_plan_same:
        sentence = _("the seal of {day} holds: its plan and its {n} entries lie here unchanged (commit {commit})")
    else:
        sentence = _(
            "the seal of {day} holds: its {n} entries lie here unchanged, and its plan was changed by amendments alone "
            "(commit {commit})"
        )
    kept = sealed.entries - len(result.problems)
    return sentence.format(day=sealed.day, n=kept, commit=result.commit[:12])
