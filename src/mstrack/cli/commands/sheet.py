"""`mstrack sheet`: Excel forms for staff, made for a unit and read back when they are filled."""

from typing import Annotated

import typer

from mstrack.cli.options import sharing
from mstrack.cli.record.options import Sheets
from mstrack.i18n import gettext as _
from mstrack.i18n import mark
from mstrack.progress import lookup


@sharing(Sheets)
def sheet(
    options: Sheets,
    action: Annotated[
        str,
        typer.Argument(metavar=mark("ACTION"), help=mark("make writes a unit's form, read files what was filled in.")),
    ],
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar=mark("FILES"), help=mark("read: the filled forms, as *.xlsx, or their folder.")),
    ] = None,
) -> int:
    """Do what the action says."""
    from mstrack.cli.commands import sheet_make, sheet_read  # noqa: PLC0415  so that help does not wait for them

    actions = {"make": sheet_make.make, "read": sheet_read.read}
    chosen = lookup.choice(action, {name: name for name in actions}, _("ACTION"))
    return actions[chosen](options, files or [])
