"""The options of what records: what an entry says, and which Excel form is made or read."""

# no `from __future__ import annotations` here, as in `options`
from typing import Annotated

import typer

from mstrack.cli.options import DAY, NAME, CheckOptions
from mstrack.i18n import mark


class EntryOptions(CheckOptions):
    """What an entry says, too."""

    unit: Annotated[
        str | None,
        typer.Option(
            envvar="MSTRACK_UNIT", metavar=NAME, help=mark("The unit that reports (or MSTRACK_UNIT): 城管局, or cgj.")
        ),
    ] = None
    figure: Annotated[
        list[str],
        typer.Option(
            metavar="ID=N",
            help=mark(
                "A figure, a total to date: new-villages=98, by id or name; 98 alone where the task has one indicator. "
                "Once for each."
            ),
        ),
    ] = []
    status: Annotated[
        str | None,
        typer.Option(
            metavar=mark("STATUS"), help=mark("not-started, in-progress, blocked or done. Default: as last time.")
        ),
    ] = None
    note: Annotated[str | None, typer.Option(metavar=mark("TEXT"), help=mark("What was achieved."))] = None
    note_file: Annotated[
        str | None,
        typer.Option(metavar=mark("FILE"), help=mark("The note, from a file (UTF-8, UTF-16 or GB18030); - is stdin.")),
    ] = None
    problem: Annotated[str | None, typer.Option(metavar=mark("TEXT"), help=mark("What stands in the way."))] = None
    next: Annotated[str | None, typer.Option(metavar=mark("TEXT"), help=mark("What comes next."))] = None
    percent: Annotated[
        str | None, typer.Option(metavar="N", help=mark("How far the work is by the unit's own word, in percent: 57."))
    ] = None
    reached: Annotated[
        list[str],
        typer.Option(metavar=mark("STAGE"), help=mark("A milestone without a figure that is reached. Once for each.")),
    ] = []
    date: Annotated[
        str | None, typer.Option(metavar=DAY, help=mark("The day that the figures hold for. Default: today."))
    ] = None
    reporter: Annotated[str | None, typer.Option(metavar=NAME, help=mark("Who reports. Default: git's user.name."))] = (
        None
    )
    sure: Annotated[
        bool, typer.Option("--sure", help=mark("File figures that look like a slip, and that they were confirmed."))
    ] = False
    edit: Annotated[bool, typer.Option("--edit", help=mark("Fill in a form in your editor (VISUAL or EDITOR)."))] = (
        False
    )
    dry_run: Annotated[bool, typer.Option("--dry-run", help=mark("Print the file, and file nothing."))] = False


class CorrectionOptions(EntryOptions):
    """What a correction says, too; what is left out stays as the entry has it."""

    status: Annotated[
        str | None,
        typer.Option(
            metavar=mark("STATUS"), help=mark("not-started, in-progress, blocked or done. Default: as in the entry.")
        ),
    ] = None
    date: Annotated[
        str | None, typer.Option(metavar=DAY, help=mark("The day that the figures hold for. Default: as in the entry."))
    ] = None

    reason: Annotated[str | None, typer.Option(metavar=mark("TEXT"), help=mark("Why the entry is corrected."))] = None


class Sheets(CheckOptions):
    """Which form is made, or how filled ones are read."""

    unit: Annotated[
        str | None,
        typer.Option(
            envvar="MSTRACK_UNIT",
            metavar=NAME,
            help=mark("make: the unit that fills it in (or MSTRACK_UNIT); read: refuse the forms of other units."),
        ),
    ] = None
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar=mark("FILE"), help=mark("make: the .xlsx to write; with --all the folder.")
        ),
    ] = None
    everyone: Annotated[
        bool, typer.Option("--all", help=mark("make: a form for each unit, and a list of them, into the folder -o."))
    ] = False
    force: Annotated[
        bool,
        typer.Option("--force", help=mark("make: replace the file, or the folder that mstrack made.")),
    ] = False
    date: Annotated[
        str | None,
        typer.Option(
            metavar=DAY,
            help=mark("make: the day to fill in; read: the day that the figures hold for, where a form names none."),
        ),
    ] = None
    reporter: Annotated[
        str | None,
        typer.Option(
            metavar=NAME, help=mark("make: the name to fill in; read: who reports, where a form names nobody.")
        ),
    ] = None
    yes: Annotated[bool, typer.Option("--yes", help=mark("read: file the entries without asking."))] = False
    sure: Annotated[
        bool, typer.Option("--sure", help=mark("read: what looks like a slip is right; the entries say so."))
    ] = False
    receipt: Annotated[
        bool,
        typer.Option(
            "--receipt",
            help=mark("read: write beside each form a copy that says what became of each cell."),
        ),
    ] = False
    sync: Annotated[
        bool, typer.Option("--sync", help=mark("read: send what was filed at once, as mstrack sync does."))
    ] = False
