"""What may not have happened since a revision: a filed entry rewritten, the plan changed without its amendment."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from mstrack.check import append_only
from mstrack.check.history import is_filed
from mstrack.errors import Problem, Unreadable
from mstrack.format import codec
from mstrack.format.characters import shown
from mstrack.git import process
from mstrack.git.snapshot import Index, Revision
from mstrack.git.tree import REGULAR
from mstrack.i18n import gettext as _
from mstrack.progress import plan_diff
from mstrack.store import dataset, load
from mstrack.store.source import PLAN, PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.format.model import Plan
    from mstrack.store.cache import Cache
    from mstrack.store.source import Files


class Proof(NamedTuple):
    """What was found since a commit. `promised`: it had a plan here, so what was promised could be compared."""

    commit: str
    promised: bool
    problems: tuple[Problem, ...]


def proved(root: str, since: str, source: Files, memo: Cache) -> Proof:
    """Return what happened since a revision in every commit up to `source`, and what is about to be committed.

    `source` is the store in `root` as it is judged: a revision, the index, or the work tree (both lead to HEAD). What
    `proof.rewritten` raises where nothing can be proved goes through, and so does an old plan that cannot be read
    (Unreadable): it never is a pass. A present plan that cannot be read is told by the audit.
    """
    until = source.commit if isinstance(source, Revision) else "HEAD"
    told = [
        Problem(one.path, 1, 1, "rewritten", append_only.sentence(one))
        for one in append_only.rewritten(root, since, until)
    ]
    if not isinstance(source, Revision):
        told += _uncommitted(Revision(root, until), source, process.prefix(root) or "")
    old = Revision(root, since)
    promised = PLAN in old.names("")
    if promised:
        told += _unannounced(_old_plan(old, memo, since), source, memo)
    return Proof(old.commit, promised, tuple(told))


def _unannounced(old: Plan, source: Files, memo: Cache) -> list[Problem]:
    try:
        data = source.read(PLAN, dataset.PLAN_LIMIT)
        new = _plan(data, memo)
    except Unreadable:
        return []
    return [load.placed(one, data) for one in plan_diff.unannounced(old, new)]


def _old_plan(source: Files, memo: Cache, since: str) -> Plan:
    try:
        return _plan(source.read(PLAN, dataset.PLAN_LIMIT), memo)
    except Unreadable as error:
        first = error.problems[0]
        sentence = _("revision {rev} has a plan that cannot be read ({why}, line {line}), so nothing is proved of it")
        told = sentence.format(rev=shown(since), why=first.sentence, line=first.line or 1)
        raise Unreadable([Problem(PLAN, 1, 1, "old-plan", told)]) from error


def _plan(data: bytes, memo: Cache) -> Plan:
    """Read a plan by its form only: one that contradicts itself can be compared, too, and is not remembered."""
    known = load.recall("plan", {PLAN: data}, memo, codec.plan)
    if known.unknown:
        learned = load.learn("plan", known.unknown)
        if learned.problems:
            raise Unreadable(learned.problems)
        return codec.plan(json.loads(learned.passed[PLAN]))
    plan: Plan = known.values[PLAN]
    return plan


def _uncommitted(head: Revision, source: Files, prefix: str) -> Iterator[Problem]:
    """Yield what became of entries that are committed: they lie in the index, or on disk, as they were filed."""
    there = {path: one for path, one in head.blobs.items() if _is_filed(path, one[0])}
    names = {folder: _names(source, folder) for folder in {path.rpartition("/")[0] for path in there}}
    for path, (mode, digest) in there.items():
        folder, _slash, name = path.rpartition("/")
        if name not in names[folder]:
            told = _("this filed entry was deleted; restore it: {command}")
        elif _is_same(source, path, mode, digest):
            continue
        else:
            told = _("this filed entry was changed; restore it: {command}; a mistake is put right by mstrack correct")
        command = f"git checkout HEAD -- {shown(f':/{prefix}{path}', 300)}"
        yield Problem(path, 1, 1, "rewritten", told.format(command=command))


def _is_filed(path: str, mode: str) -> bool:
    return path.startswith(f"{PROGRESS}/") and mode in REGULAR and is_filed(path.encode(errors="surrogateescape"))


def _names(source: Files, folder: str) -> set[str]:
    try:
        return set(source.names(folder))
    except Unreadable:  # a link or a file in the place of the folder
        return set()


def _is_same(source: Files, path: str, mode: str, digest: bytes) -> bool:
    if isinstance(source, Index):
        return source.blobs.get(path) == (mode, digest)
    try:
        data = source.read(path, dataset.ENTRY_LIMIT)
    except Unreadable:
        return False
    import hashlib  # noqa: PLC0415  loads OpenSSL, only here

    kind = hashlib.sha1 if len(digest) == 20 else hashlib.sha256  # noqa: PLR2004  git's own digests
    return kind(b"blob %d\0%b" % (len(data), data)).digest() == digest
