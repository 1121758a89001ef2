"""What may not have happened since a revision: a filed entry rewritten, the plan changed without its amendment."""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING, NamedTuple

from mstrack.check import append_only, finding, stores, uncommitted
from mstrack.check.never_filed import Texts
from mstrack.errors import Problem, Unreadable
from mstrack.format import codec
from mstrack.format.characters import shown
from mstrack.git import pathspec, process, repository
from mstrack.git.checked_out import CheckedOut
from mstrack.git.snapshot import Index, Revision
from mstrack.i18n import gettext as _
from mstrack.progress import announcement_lines, plan_diff
from mstrack.store import load, seal
from mstrack.store.cache import Cache
from mstrack.store.source import PLAN, PLAN_LIMIT, PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.check.stores import Move
    from mstrack.format.model import Plan
    from mstrack.store.source import Files


class SinceResult(NamedTuple):
    """What was found since a commit. `is_new`: the store was not there then, and its plan has nothing to be held to.

    A store that has entries of another one is a copy of that, is not new, and is held to its plan.
    `lines` of tasks.yaml would announce what changed in the plan and was not announced. `parted` is the branch that
    moved on: then `commit` is where it and what is checked parted.
    """

    commit: str
    problems: tuple[Problem, ...]
    moves: tuple[Move, ...]
    parted: str
    at_first: frozenset[bytes]
    is_new: bool = False
    lines: str = ""


def check(root: str, since: str, source: Files, memo: Cache, known: SinceResult | None = None) -> SinceResult:
    """Return what happened since a revision in every commit up to `source`, and what is about to be committed.

    `source` is the store in `root` that is checked: a revision, the index, or the work tree (both lead to HEAD). The
    proof is of its whole repository; `known` is the result of another store there, and then only the plan is compared.
    Unreadable where the history cannot be checked (`append_only.proof`), there was no store then, or the old plan
    cannot be read: none is a pass. A present plan that cannot be read is reported by `check.store`.
    """
    known = known._replace(problems=()) if known else _of_repository(root, since, source)
    place = (repository.prefix(root) or "").encode()
    then = stores.origin(place, known.moves, known.at_first)
    if then is None:
        then = _copied_from(root, known, source)
    problems: list[Problem] = []
    lines = ""
    if then is not None:
        old = Revision(_top(root), known.commit)
        problems, lines = unannounced(_old_plan(old, f"{os.fsdecode(then)}{PLAN}", memo, since), source, memo)
    return known._replace(is_new=then is None, problems=(*known.problems, *problems), lines=lines)


def before_commit(root: str, source: Index) -> list[Problem]:
    """Return what a commit of the index would do to filed entries of any store there; nothing before the first."""
    if process.ask(root, "rev-parse", "-q", "--verify", "HEAD").code:
        return []
    return uncommitted.check(root, _top(root), _present(root, source))[0]


def _of_repository(root: str, since: str, source: Files) -> SinceResult:
    """Return what happened to entries, in whatever store of the repository they were filed."""
    until = source.commit if isinstance(source, Revision) else "HEAD"
    base, parted = append_only.base(root, since, until)
    proof = append_only.proof(root, base, until)
    if not proof.at_first:
        sentence = _("no store lay in this repository at {rev}, so nothing is proved; name a later revision")
        raise Unreadable([Problem(PLAN, 1, 1, "no-store", sentence.format(rev=shown(since)))])
    problems = [Problem(one.path, 1, 1, "rewritten", finding.sentence(one)) for one in proof.findings]
    present = _present(root, source)
    moves = list(proof.moves)
    if not isinstance(source, Revision):
        wrong, unfinished = uncommitted.check(root, _top(root), present)
        problems += wrong
        moves += unfinished
    problems += _without_plan(root, base, present, proof.at_first, moves)
    return SinceResult(base, tuple(problems), tuple(moves), parted, proof.at_first)


def _copied_from(root: str, known: SinceResult, source: Files) -> bytes | None:
    """Return the store at first whose entries lie in this new one, too: its plan is what this one is held to."""
    try:
        here = [os.fsencode(path) for path in seal.paths(source)]
    except Unreadable:  # a file in the place of a folder: `check.store` reports it
        return None
    first = stores.listing(_top(root), known.commit) if here else {}
    shared = {folder: sum(folder + path in first for path in here) for folder in known.at_first}
    most = max(sorted(shared), key=shared.__getitem__)
    return most if shared[most] else None


def _top(root: str) -> str:
    """Return the folder of the repository's top, as a path that starts where the store's does."""
    return os.path.normpath(os.path.join(root, process.top(root) or "."))


def _present(root: str, source: Files) -> Files:
    """Return what is checked as it is seen from the repository's top."""
    top = _top(root)
    if isinstance(source, Revision):
        return Revision(top, source.commit)
    return Index(top, source.index) if isinstance(source, Index) else CheckedOut(top)


def _without_plan(
    root: str, base: str, present: Files, at_first: frozenset[bytes], moves: list[Move]
) -> Iterator[Problem]:
    """Yield the stores whose plan has gone, so that nobody checks them: they did not move as a whole."""
    place = repository.prefix(root) or "."
    for folder in sorted(at_first - {one.source for one in moves} - {(repository.prefix(root) or "").encode()}):
        name = os.fsdecode(folder)
        if PLAN not in uncommitted.names(present, name.rstrip("/")) and not _was_none(root, base, name):
            sentence = _(
                "the plan of this store is gone, and the store did not move as a whole; restore it: {command}"
            ).format(command=pathspec.restoring(base[:12], f"{name}{PLAN}"))
            yield Problem(posixpath.relpath(f"{name}{PLAN}", place), 1, 1, "rewritten", sentence)


def _was_none(root: str, base: str, folder: str) -> bool:
    """Whether a folder with a plan was no store: it came among another's entries, or is empty but for a broken plan."""
    if Texts(root).lies_in_another(base, f"{folder}{PLAN}"):
        return True
    then = Revision(_top(root), base)
    if then.digest(f"{folder}{PROGRESS}"):
        return False
    try:
        plan_of(then.read(f"{folder}{PLAN}", PLAN_LIMIT), Cache(None))
    except Unreadable:
        return True
    return False


def unannounced(old: Plan, source: Files, memo: Cache) -> tuple[list[Problem], str]:
    """Return what was not announced in the plan, and the lines that would announce it."""
    try:
        data = source.read(PLAN, PLAN_LIMIT)
        new = plan_of(data, memo)
    except Unreadable:
        return [], ""
    silent = [load.placed(one, data) for one in plan_diff.unannounced(old, new)]
    return silent, announcement_lines.lines(plan_diff.changes(old, new)) if silent else ""


def _old_plan(source: Files, path: str, memo: Cache, since: str) -> Plan:
    try:
        return plan_of(source.read(path, PLAN_LIMIT), memo)
    except Unreadable as error:
        first = error.problems[0]
        sentence = _("revision {rev} has a plan that cannot be read ({why}, line {line}), so nothing is proved of it")
        sentence = sentence.format(rev=shown(since), why=first.sentence, line=first.line or 1)
        raise Unreadable([Problem(PLAN, 1, 1, "old-plan", sentence)]) from error


def plan_of(data: bytes, memo: Cache) -> Plan:
    """Read a plan by its form only: a plan that contradicts itself can be compared, and is not put into the cache."""
    known = load.recall("plan", {PLAN: data}, memo, codec.plan)
    learned = load.learn("plan", known.unknown)
    if learned.problems:
        raise Unreadable(learned.problems)
    plan: Plan = (known.values | learned.values)[PLAN]
    return plan
