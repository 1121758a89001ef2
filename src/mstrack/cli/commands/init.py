"""`mstrack init`: a store with all that surrounds it, made where it is missing; its plan drafted from a table."""

import os
from typing import Annotated

import typer

from mstrack.cli import console
from mstrack.errors import ExitCode, WrongUse
from mstrack.i18n import gettext as _
from mstrack.i18n import mark
from mstrack.library import opening
from mstrack.render import FORMATS
from mstrack.scaffold import store
from mstrack.store import spelling
from mstrack.store.source import PLAN
from mstrack.views.scaffold import done


def init(  # noqa: PLR0913  Typer reads the options from the signature
    folder: Annotated[
        str | None,
        typer.Argument(metavar=mark("DIR"), help=mark("The folder of the store; it is made where it is missing.")),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar=mark("FILE"),
            help=mark("Draft the plan from a table: .docx, .xlsx, .html, .pdf, .csv, .tsv, .txt; - is stdin."),
        ),
    ] = None,
    table: Annotated[
        int | None, typer.Option("--table", metavar="N", help=mark("Which table of the file, counted from 1."))
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="N=ROLE", help=mark("What a column is: 4=lead. Once for each column.")),
    ] = None,
    members: Annotated[
        list[str] | None,
        typer.Option(
            "--members",
            metavar=mark("GROUP=UNITS"),
            help=mark("The units of a group: 各市（区）政府=甲区政府、乙市政府."),
        ),
    ] = None,
    year: Annotated[
        int | None,
        typer.Option(
            "--year", metavar=mark("YEAR"), min=2000, max=2100, help=mark("The year, where the table names none.")
        ),
    ] = None,
    after: Annotated[
        str | None,
        typer.Option(
            "--after",
            metavar=mark("DIR"),
            help=mark("The store of the year before: its units, codes and people are kept."),
        ),
    ] = None,
    carry: Annotated[
        str | None, typer.Option("--carry", metavar="N,N", help=mark("Tasks of the year before that go on: 13,25."))
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=mark("Only say what would be done."))] = False,
) -> int:
    """Find the place, draft the plan, make what is missing, say what was done, even where the disk stops it."""
    place = store.place(folder if folder is not None else _asked())
    today = opening.today()
    drafting = any((source, table, column, members, after, carry))
    lines: list[str] = []
    text, of_year = "", year or today.year
    if drafting:
        from mstrack.cli import intake  # noqa: PLC0415  readers of files are loaded only where one is read

        store.refuse_plan(place)
        options = intake.Asked(source, table, column or (), members or (), year, after, carry)
        planned = intake.planned(options, place.store, today)
        if planned:
            text, of_year = planned.text, planned.year
            lines = [*planned.lines, *intake.problems(planned, today)]
    steps: list[store.Provision] = []
    try:
        steps.extend(store.steps(place, of_year, plan=text, dry=dry_run))
    finally:
        if steps and not text:
            console.emit(FORMATS["table"](done(place, steps, today, dry=dry_run), console.page()))
    if text:
        console.emit(("\n".join([*lines, *_written(place, text, steps, dry=dry_run)]) + "\n").encode())
    if not place.repository:
        path = spelling.quoted(place.top)
        sentence = _("{path} is in no git repository. Next: git init {path}, then mstrack init {path} again.")
        console.say(sentence.format(path=path))
    return ExitCode.FINE


def _asked() -> str:
    """Ask for the folder; WrongUse where nobody sits there."""
    from mstrack.cli.record import prompts  # noqa: PLC0415  only where somebody is asked

    if not prompts.somebody_sits_there():
        raise WrongUse(_("name the folder of the store, such as: mstrack init data"))
    return prompts.line(_("Folder of the store, made where it is missing [data]")) or "data"


def _written(place: store.StoreLocation, text: str, steps: list[store.Provision], *, dry: bool) -> list[str]:
    path = spelling.pasted(place.store, PLAN)
    others = sum(step.done in {"made", "set"} for step in steps) - 1
    sentence = _("Would be written: {path} ({n} lines), and {others} other files and settings")
    if not dry:
        sentence = _("Written: {path} ({n} lines), and {others} other files and settings")
    option = "" if os.path.basename(place.store) == "data" else f" --data {spelling.quoted(spelling.near(place.store))}"
    after = _("Next: mstrack check{option}, then mstrack due{option}").format(option=option)
    return [sentence.format(path=path, n=text.count("\n"), others=others), *([] if dry else [after])]
