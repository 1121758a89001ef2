"""`mstrack sheet`: Excel forms for staff, made for a unit and read back when they are filled."""

from typing import Annotated

import typer

from mstrack import names
from mstrack.cli.options import DAY, NAME, Place, sharing
from mstrack.i18n import gettext as _
from mstrack.i18n import mark


class Sheets(Place):
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
        str | None, typer.Option("--output", "-o", metavar=mark("FILE"), help=mark("make: the .xlsx to write."))
    ] = None
    force: Annotated[bool, typer.Option("--force", help=mark("make: replace the file where there is one."))] = False
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


@sharing(Sheets)
def sheet(
    asked: Sheets,
    action: Annotated[
        str,
        typer.Argument(metavar=mark("ACTION"), help=mark("make writes a unit's form, read files what was filled in.")),
    ],
    files: Annotated[
        list[str] | None, typer.Argument(metavar=mark("FILES"), help=mark("read: the filled forms, as *.xlsx."))
    ] = None,
) -> int:
    """Do what the action says."""
    from mstrack.cli import sheet_make, sheet_read  # noqa: PLC0415  they need this module's options

    actions = {"make": sheet_make.make, "read": sheet_read.read}
    chosen = names.choice(action, {name: name for name in actions}, _("ACTION"))
    return actions[chosen](asked, files or [])
