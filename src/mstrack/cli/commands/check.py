"""`mstrack check`: is it right, and was anything rewritten."""

import os
from typing import Annotated

import typer

import mstrack
from mstrack.check import since, store
from mstrack.check.since import Proof
from mstrack.check.workers import Readers
from mstrack.cli import console, progress_bar
from mstrack.cli.context import find
from mstrack.cli.options import CheckOptions, sharing
from mstrack.errors import ExitCode, WrongUse, below, in_order
from mstrack.format.characters import shown
from mstrack.git import process
from mstrack.git.snapshot import Index, Revision
from mstrack.i18n import gettext as _
from mstrack.i18n import mark, ngettext
from mstrack.progress.lookup import choice
from mstrack.render.findings import FORMS, OF_HOSTS, Findings
from mstrack.rules import catalogue, gitattributes
from mstrack.store import cache
from mstrack.store.source import Files, WorkTree

MOST_PROCESSES = 4
"""So many processes read at once: more wait for the one that judges."""


@sharing(CheckOptions)
def check(
    asked: CheckOptions,
    staged: Annotated[
        bool, typer.Option("--staged", help=mark("Judge what git would commit, not what lies on disk."))
    ] = False,
    rev: Annotated[str | None, typer.Option(metavar=mark("REV"), help=mark("Judge this git revision."))] = None,
    against: Annotated[
        str | None,
        typer.Option(
            metavar=mark("REV"),
            help=mark("Prove that since this revision no entry was rewritten, and no promise changed unannounced."),
        ),
    ] = None,
    form: Annotated[
        str, typer.Option("--format", metavar=mark("FORMAT"), help=mark("text, json, github or gitlab."))
    ] = "text",
    rule: Annotated[
        str | None, typer.Option("--explain", metavar=mark("RULE"), help=mark("Say what a rule demands, and stop."))
    ] = None,
) -> int:
    """Say what a rule demands; or judge the store, tell every problem by its place, and count them."""
    if rule is not None:
        console.emit(f"{catalogue.rule(rule)}\n".encode())
        return ExitCode.FINE
    form = choice(form, {name: name for name in FORMS}, "--format")
    root = find(asked.data)
    index = process.prepared(root) if staged else None
    source = _source(root, rev, index, staged=staged)
    kept = cache.Cache(cache.default_path())
    proof = since.proved(root, against, source, kept) if against is not None else None
    done = _audited(asked, source, kept)
    told = [
        *done.problems,
        *gitattributes.attributes(root, source, done.paths, index),
        *(proof.problems if proof else ()),
    ]
    start = process.prefix(root) if form in OF_HOSTS else None
    problems = in_order(below(root if start is None else start, told))
    commit = source.commit if isinstance(source, Revision) else None
    day = done.today.isoformat()
    found = Findings(problems, len(done.paths), day, commit, proof.commit if proof else None)
    console.emit(FORMS[form](found), prose=form == "text")
    errors = sum(problem.level == "error" for problem in problems)
    console.say(_summary(len(done.paths), errors, len(problems) - errors))
    if proof and not proof.problems:
        console.say(_proof(proof, against or ""))
    return ExitCode.FOUND if errors else ExitCode.FINE


def _source(root: str, rev: str | None, index: str | None, *, staged: bool) -> Files:
    if staged and rev is not None:
        raise WrongUse(_("--staged and --rev name two things to judge; leave out one of them"))
    if rev is not None:
        return Revision(root, rev)
    return Index(root, index) if staged else WorkTree(root)


def _audited(asked: CheckOptions, source: Files, kept: cache.Cache) -> store.Audit:
    readers = Readers(min(MOST_PROCESSES, _cores()))
    with progress_bar.bar(_("Checking")) as told:
        try:
            return store.of_store(source, kept, lambda year: mstrack.day(asked.as_of, year), readers, told)
        finally:
            readers.close()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _summary(files: int, errors: int, warnings: int) -> str:
    checked = ngettext("{n} file checked", "{n} files checked", files).format(n=files)
    if not errors and not warnings:
        return _("{checked}: no problem").format(checked=checked)
    wrong = ngettext("{n} error", "{n} errors", errors).format(n=errors)
    doubtful = ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings)
    return _("{checked}: {errors}, {warnings}").format(checked=checked, errors=wrong, warnings=doubtful)


def _proof(proof: Proof, rev: str) -> str:
    """Say what was proved, and since which commit: a branch moves, and so would the proof."""
    told = _("since {rev} ({commit}) no filed entry was changed, removed or replaced, no promise changed unannounced")
    if not proof.promised:
        told = _("since {rev} ({commit}) no filed entry was changed, removed or replaced; there was no plan here then")
    return told.format(rev=shown(rev), commit=proof.commit[:12])
