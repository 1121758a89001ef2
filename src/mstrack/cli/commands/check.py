"""`mstrack check`: is it right, and was anything rewritten."""

from typing import Annotated

import typer

from mstrack.cli import check_words, checking, console, help_text
from mstrack.cli.app import ALL_RULES
from mstrack.cli.checking import CheckRequest
from mstrack.cli.options import ProofOptions, sharing
from mstrack.errors import ExitCode
from mstrack.i18n import mark
from mstrack.progress.lookup import choice
from mstrack.render.findings import FORMS, OF_HOSTS

WIDE = 10_000
"""Cells of a line where nothing limits it: a rule then has one line."""


@sharing(ProofOptions)
def check(
    options: ProofOptions,
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
    sealed = None
    if options.seal is not None:
        from mstrack.store.seal import parsed  # noqa: PLC0415  it loads OpenSSL, and most checks know no seal

        sealed = parsed(options.seal)
    checked = checking.every_store(CheckRequest(options, rev, staged, sealed, form in OF_HOSTS))
    console.show(FORMS[form](checked.findings), prose=form == "text")
    for sentence in check_words.sentences(checked, options.against, sealed, lines=form == "text"):
        console.say(sentence)
    return ExitCode.FOUND if checked.errors else ExitCode.FINE


def _explained(rule: str) -> str:
    """Return what a rule demands; all of them, each beside its name, where none is named."""
    from mstrack.rules import catalogue  # noqa: PLC0415  it loads every rule there is

    if rule == ALL_RULES:
        return help_text.listed(catalogue.every(), console.page().width or WIDE)
    return f"{catalogue.rule(rule)}\n"
