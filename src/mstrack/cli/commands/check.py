"""`mstrack check`: is it right, and was anything rewritten."""

import os
from collections.abc import Iterator
from typing import Annotated

import typer

import mstrack
from mstrack.check import seal_history, since, store
from mstrack.check.since import SinceResult
from mstrack.cli import console, help_text, progress_bar, seals, stores
from mstrack.cli.app import ALL_RULES
from mstrack.cli.context import find
from mstrack.cli.options import ProofOptions, sharing
from mstrack.errors import ExitCode, Problem, WrongUse, below, count, in_order
from mstrack.format.characters import shown
from mstrack.git import process, repository
from mstrack.git.checked_out import CheckedOut
from mstrack.git.snapshot import Index, Revision
from mstrack.i18n import gettext as _
from mstrack.i18n import mark, ngettext
from mstrack.progress.lookup import choice
from mstrack.render.findings import FORMS, OF_HOSTS, Findings
from mstrack.rules import catalogue, gitattributes, hidden
from mstrack.store import cache
from mstrack.store.seal import parsed
from mstrack.store.source import PROGRESS, Files

WIDE = 10_000
"""Cells of a line where nothing limits it: a rule then has one line."""


@sharing(ProofOptions)
def check(
    asked: ProofOptions,
    staged: Annotated[
        bool, typer.Option("--staged", help=mark("Judge what git would commit, not what lies on disk."))
    ] = False,
    rev: Annotated[str | None, typer.Option(metavar=mark("REV"), help=mark("Judge this git revision."))] = None,
    form: Annotated[
        str, typer.Option("--format", metavar=mark("FORMAT"), help=mark("text, json, github or gitlab."))
    ] = "text",
    rule: Annotated[
        str | None,
        typer.Option(
            "--explain", metavar=mark("RULE"), help=mark("Say what a rule demands, of each where none is named.")
        ),
    ] = None,
) -> int:
    """Say what a rule demands; or check the store and those beside it, and report every problem by its place."""
    if rule is not None:
        console.show(_explained(rule).encode())
        return ExitCode.FINE
    form = choice(form, {name: name for name in FORMS}, "--format")
    sealed = parsed(asked.seal) if asked.seal is not None else None
    root = find(asked.data)
    every = [root, *(stores.beside(root) if asked.data is None and rev is None else [])]
    kept = cache.for_check()
    problems: list[Problem] = []
    histories: list[SinceResult] = []
    held = None
    days: list[str] = []
    files = 0
    commit = None
    for one in every:
        index = repository.prepared(one) if staged else None
        source = _source(one, rev, index, staged=staged)
        history = _history(one, asked.against, source, kept, histories)
        if sealed and one == root:
            held = seal_history.check(one, sealed, source, kept)
        done = _checked(asked, source, kept)
        found = [
            *(_inherited(one, done.problems, asked, kept) if staged else done.problems),
            *gitattributes.attributes(one, source, done.paths, index),
            *gitattributes.line_ends(one, source, done.paths, index),
            *hidden.ignored(one, source, done.paths, done.plan, done.today),
            *hidden.index_flags(one, source, index),
            *(history.problems if history else ()),
            *(held.problems if held and one == root else ()),
        ]
        start = repository.prefix(one) if form in OF_HOSTS else None
        problems += in_order(below(one if start is None else start, found))
        commit = source.commit if isinstance(source, Revision) else None
        days.append(done.today.isoformat())
        files += len(done.paths)
    findings = Findings(tuple(problems), files, days[0], commit, histories[0].commit if histories else None)
    console.show(FORMS[form](findings), prose=form == "text")
    errors = count(problems, "error")
    console.say(_summary(files, errors, count(problems, "warning")))
    for history in histories:
        if history.lines and form == "text":
            console.say(_("write what follows into tasks.yaml, with the day and the document for each …:"))
            console.say(history.lines)
    if sealed and held and not held.problems:
        console.say(seals.told(sealed, held))
    for sentence in _of_histories(every, histories, asked.against or ""):
        console.say(sentence)
    return ExitCode.FOUND if errors else ExitCode.FINE


def _explained(rule: str) -> str:
    """Return what a rule demands; all of them, each beside its name, where none is named."""
    if rule == ALL_RULES:
        return help_text.listed(catalogue.every(), console.page().width or WIDE)
    return f"{catalogue.rule(rule)}\n"


def _source(root: str, rev: str | None, index: str | None, *, staged: bool) -> Files:
    if staged and rev is not None:
        raise WrongUse(_("--staged and --rev name two things to judge; leave out one of them"))
    if rev is not None:
        return Revision(root, rev)
    return Index(root, index) if staged else CheckedOut(root)


def _checked(asked: ProofOptions, source: Files, kept: cache.Cache) -> store.StoreResult:
    with progress_bar.bar(_("Checking")) as on_progress:
        return store.of_store(
            source, kept, lambda period: mstrack.day(asked.as_of, period), on_progress, mstrack.latest()
        )


def _inherited(root: str, problems: tuple[Problem, ...], asked: ProofOptions, kept: cache.Cache) -> Iterator[Problem]:
    """Yield problems of what is staged: those of entries that HEAD has already are warnings, for no commit makes them.

    A bad entry that somebody pushed would else stop every commit of everybody.
    """
    had: set[tuple[str, str]] = set()
    if (
        any(one.level == "error" for one in problems)
        and not process.ask(root, "rev-parse", "-q", "--verify", "HEAD").code
    ):
        before = _checked(asked, Revision(root, "HEAD"), kept).problems
        had = {(one.path, one.rule) for one in before if one.path.startswith(f"{PROGRESS}/")}
    for one in problems:
        yield one._replace(level="warning") if (one.path, one.rule) in had else one


def _summary(files: int, errors: int, warnings: int) -> str:
    checked = ngettext("{n} file checked", "{n} files checked", files).format(n=files)
    if not errors and not warnings:
        return _("{checked}: no problem").format(checked=checked)
    wrong = ngettext("{n} error", "{n} errors", errors).format(n=errors)
    doubtful = ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings)
    return _("{checked}: {errors}, {warnings}").format(checked=checked, errors=wrong, warnings=doubtful)


def _history(
    root: str, against: str | None, source: Files, kept: cache.Cache, earlier: list[SinceResult]
) -> SinceResult | None:
    """Return what happened since a revision; of the stores of one repository the first one tells what all share."""
    if against is None:
        return None
    found = since.check(root, against, source, kept, earlier[0] if earlier else None)
    earlier.append(found)
    return found


def _of_histories(roots: list[str], histories: list[SinceResult], rev: str) -> Iterator[str]:
    """Yield what moved, what is new, and that nothing was rewritten, and since which commit: a branch moves."""
    if not histories:
        return
    first = histories[0]
    short = first.commit[:12]
    for move in first.moves:
        told = ngettext(
            "commit {commit} moved the store {old} to {new} as a whole: its {n} entry is there, unchanged",
            "commit {commit} moved the store {old} to {new} as a whole: its {n} entries are there, unchanged",
            move.entries,
        )
        if not move.commit:
            told = ngettext(
                "not yet committed: the store {old} moves to {new} as a whole: its {n} entry is there, unchanged",
                "not yet committed: the store {old} moves to {new} as a whole: its {n} entries are there, unchanged",
                move.entries,
            )
        places = (shown(os.fsdecode(one).rstrip("/") or ".", 200) for one in (move.source, move.target))
        yield told.format(commit=move.commit[:12], n=move.entries, **dict(zip(("old", "new"), places, strict=True)))
    for root, history in zip(roots, histories, strict=True):
        if history.is_new:
            sentence = _("{store} is a new store since {rev} ({commit}): its plan has nothing there to be held to")
            yield sentence.format(store=shown(root, 200), rev=shown(rev), commit=short)
    if first.parted:
        sentence = _("{rev} has moved on: compared with {commit}, the commit where it and this parted")
        yield sentence.format(rev=shown(rev), commit=short)
    if not any(history.problems for history in histories):
        sentence = _(
            "since {rev} ({commit}) no filed entry was changed, removed or replaced, no promise changed unannounced"
        )
        yield sentence.format(rev=shown(rev), commit=short)
