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
from mstrack.git.objects import blob_digest
from mstrack.git.snapshot import Index, Revision
from mstrack.git.tree import REGULAR
from mstrack.i18n import gettext as _
from mstrack.progress import announcement_lines, plan_diff
from mstrack.store import dataset, load
from mstrack.store.source import PLAN, PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.format.model import Plan
    from mstrack.store.cache import Cache
    from mstrack.store.source import Files


class SinceResult(NamedTuple):
    """What was found since a commit. `had_plan`: the commit had a plan here, so that the promises could be compared.

    `lines` of tasks.yaml would announce what changed in the plan and was not announced.
    """

    commit: str
    had_plan: bool
    problems: tuple[Problem, ...]
    lines: str = ""


def check(root: str, since: str, source: Files, memo: Cache) -> SinceResult:
    """Return what happened since a revision in every commit up to `source`, and what is about to be committed.

    `source` is the store in `root` that is checked: a revision, the index, or the work tree (both lead to HEAD).
    Unreadable where the history cannot be checked (`append_only.findings`) or the old plan cannot be read: neither is a
    pass. A present plan that cannot be read is reported by `check.store`.
    """
    until = source.commit if isinstance(source, Revision) else "HEAD"
    problems = [
        Problem(one.path, 1, 1, "rewritten", append_only.sentence(one))
        for one in append_only.findings(root, since, until)
    ]
    if not isinstance(source, Revision):
        problems += _uncommitted(Revision(root, until), source, process.prefix(root) or "")
    old = Revision(root, since)
    had_plan, lines = PLAN in old.names(""), ""
    if had_plan:
        silent, lines = _unannounced(_old_plan(old, memo, since), source, memo)
        problems += silent
    return SinceResult(old.commit, had_plan, tuple(problems), lines)


def _unannounced(old: Plan, source: Files, memo: Cache) -> tuple[list[Problem], str]:
    """Return what was not announced in the plan, and the lines that would announce it."""
    try:
        data = source.read(PLAN, dataset.PLAN_LIMIT)
        new = _plan(data, memo)
    except Unreadable:
        return [], ""
    silent = [load.placed(one, data) for one in plan_diff.unannounced(old, new)]
    return silent, announcement_lines.lines(plan_diff.changes(old, new)) if silent else ""


def _old_plan(source: Files, memo: Cache, since: str) -> Plan:
    try:
        return _plan(source.read(PLAN, dataset.PLAN_LIMIT), memo)
    except Unreadable as error:
        first = error.problems[0]
        sentence = _("revision {rev} has a plan that cannot be read ({why}, line {line}), so nothing is proved of it")
        sentence = sentence.format(rev=shown(since), why=first.sentence, line=first.line or 1)
        raise Unreadable([Problem(PLAN, 1, 1, "old-plan", sentence)]) from error


def _plan(data: bytes, memo: Cache) -> Plan:
    """Read a plan by its form only: a plan that contradicts itself can be compared, and is not put into the cache."""
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
    committed = {path: blob for path, blob in head.blobs.items() if _is_filed(path, blob[0])}
    names = {folder: _names(source, folder) for folder in {path.rpartition("/")[0] for path in committed}}
    for path, (mode, digest) in committed.items():
        folder, _slash, name = path.rpartition("/")
        if name not in names[folder]:
            sentence = _("this filed entry was deleted; restore it: {command}")
        elif _is_same(source, path, mode, digest):
            continue
        else:
            sentence = _(
                "this filed entry was changed; restore it: {command}; a mistake is put right by mstrack correct"
            )
        command = f"git checkout HEAD -- {shown(f':/{prefix}{path}', 300)}"
        yield Problem(path, 1, 1, "rewritten", sentence.format(command=command))


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
    return blob_digest(data, len(digest)) == digest
