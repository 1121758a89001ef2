"""Every store that `check` is asked about: its files, its history since a revision, and its seal."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from mstrack.check import store
from mstrack.cli import progress_bar
from mstrack.cli.store_folder import find
from mstrack.errors import Problem, Unreadable, WorldFailed, WrongUse, below, count, in_order
from mstrack.git import process, repository, uncommitted
from mstrack.git.checked_out import CheckedOut
from mstrack.git.snapshot import Index, Revision
from mstrack.i18n import gettext as _
from mstrack.library import opening
from mstrack.render.findings import Findings
from mstrack.rules import folded, gitattributes, hidden
from mstrack.store import cache
from mstrack.store.source import PLAN, PROGRESS, Files
from mstrack.store.spelling import near

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mstrack.check.seal_history import SealResult
    from mstrack.check.since import SinceResult
    from mstrack.cli.options import ProofOptions
    from mstrack.store.seal import Seal


class Checked(NamedTuple):
    """What was found in the stores of `roots`; `histories` are theirs, in the same order, where one was asked for."""

    findings: Findings
    roots: tuple[str, ...]
    histories: tuple[SinceResult, ...] = ()
    seal: SealResult | None = None

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return count(self.findings.problems, "error")

    @property
    def warnings(self) -> int:
        """How many warnings there are."""
        return count(self.findings.problems, "warning")


class CheckRequest(NamedTuple):
    """What is to be checked, and how its problems are named: from here, or `from_top` of the repository, for hosts."""

    options: ProofOptions
    rev: str | None
    staged: bool
    seal: Seal | None
    from_top: bool


class _StoreAnswer(NamedTuple):
    """What was found in one store."""

    problems: tuple[Problem, ...]
    files: int
    day: str
    commit: str | None
    history: SinceResult | None
    seal: SealResult | None


def every_store(request: CheckRequest) -> Checked:
    """Check the store that is named, or (where none is) the one that is found and those beside it in its repository."""
    root = find(request.options.data)
    alone = request.options.data is not None or request.rev is not None
    roots = (root, *(() if alone else _beside(root)))
    kept = cache.for_check()
    answers: list[_StoreAnswer] = []
    for one in roots:
        known = answers[0].history if answers else None
        of_this_store = request._replace(seal=None) if answers else request
        answers.append(_of_store(one, of_this_store, known, kept, is_first=not answers))
    first = answers[0]
    histories = tuple(one.history for one in answers if one.history)
    problems = tuple(problem for one in answers for problem in one.problems)
    against = histories[0].commit if histories else None
    found = Findings(problems, sum(one.files for one in answers), first.day, first.commit, against)
    return Checked(found, roots, histories, first.seal)


def _beside(root: str) -> list[str]:
    """Return the other stores of the repository of a store: folders with a plan and entries, known to git or new.

    None where git knows of no repository.
    """
    try:
        repository.serve(root, "")
        top = os.fsdecode(process.run(root, "rev-parse", "--show-toplevel").rstrip(b"\r\n"))
        listed = uncommitted.files(root, f"*{PLAN}")
    except (WrongUse, WorldFailed, Unreadable):  # no repository, or one that git cannot serve: the store itself says so
        return []
    here = os.path.realpath(root)
    found = set()
    for name in listed:
        folder = os.path.join(top, os.path.dirname(name))
        if os.path.basename(name) == PLAN and os.path.isdir(os.path.join(folder, PROGRESS)):
            found.add(os.path.realpath(folder))
    return [near(folder) for folder in sorted(found - {here})]


def _of_store(
    root: str, request: CheckRequest, known: SinceResult | None, kept: cache.Cache, *, is_first: bool
) -> _StoreAnswer:
    """Check one store; `known` is the history of another in the same repository.

    The first tells what all of them share.
    """
    options = request.options
    index = repository.prepared(root) if request.staged else None
    source = _source(root, request, index)
    history = None if options.against is None else _history(root, options.against, source, kept, known)
    seal = _seal(root, request.seal, source, kept) if request.seal else None
    done = _checked(options, source, kept)
    found = [
        *(_inherited(root, done.problems, options, kept) if request.staged else done.problems),
        *gitattributes.attributes(root, source, done.paths, index),
        *gitattributes.line_ends(root, source, done.paths, index),
        *hidden.ignored(root, source, done.paths, done.plan, done.today),
        *hidden.index_flags(root, source, index),
        *folded.one_path(root, source, index),
        *(history.problems if history else _before_commit(root, source) if is_first else ()),
        *(seal.problems if seal else ()),
    ]
    start = repository.prefix(root) if request.from_top else None
    commit = source.commit if isinstance(source, Revision) else None
    problems = in_order(below(root if start is None else start, found))
    return _StoreAnswer(problems, len(done.paths), done.today.isoformat(), commit, history, seal)


def _history(root: str, against: str, source: Files, kept: cache.Cache, known: SinceResult | None) -> SinceResult:
    """Check what became of all that was filed; `known` as above."""
    from mstrack.check import since  # noqa: PLC0415  most checks prove nothing, and it takes 20 ms to load

    return since.check(root, against, source, kept, known)


def _before_commit(root: str, source: Files) -> Iterable[Problem]:
    """Return what a commit of the index would do to filed entries; `--against` tells it with the rest."""
    if not isinstance(source, Index):
        return ()
    from mstrack.check import since  # noqa: PLC0415  as above

    return since.before_commit(root, source)


def _seal(root: str, sealed: Seal, source: Files, kept: cache.Cache) -> SealResult:
    from mstrack.check import seal_history  # noqa: PLC0415  as above

    return seal_history.check(root, sealed, source, kept)


def _source(root: str, request: CheckRequest, index: str | None) -> Files:
    if request.staged and request.rev is not None:
        raise WrongUse(_("--staged and --rev name two things to judge; leave out one of them"))
    if request.rev is not None:
        return Revision(root, request.rev)
    return Index(root, index) if request.staged else CheckedOut(root)


def _checked(options: ProofOptions, source: Files, kept: cache.Cache) -> store.StoreResult:
    with progress_bar.bar(_("Checking")) as on_progress:
        return store.of_store(
            source, kept, lambda period: opening.day(options.as_of, period), on_progress, opening.latest()
        )


def _inherited(root: str, problems: tuple[Problem, ...], options: ProofOptions, kept: cache.Cache) -> Iterator[Problem]:
    """Yield problems of what is staged: those of entries that HEAD has already are warnings, for no commit makes them.

    A bad entry that somebody pushed would else stop every commit of everybody.
    """
    had: set[tuple[str, str]] = set()
    if (
        any(one.level == "error" for one in problems)
        and not process.ask(root, "rev-parse", "-q", "--verify", "HEAD").code
    ):
        before = _checked(options, Revision(root, "HEAD"), kept).problems
        had = {(one.path, one.rule) for one in before if one.path.startswith(f"{PROGRESS}/")}
    for one in problems:
        yield one._replace(level="warning") if (one.path, one.rule) in had else one
