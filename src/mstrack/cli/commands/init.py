"""`mstrack init`: a store with all that surrounds it, made where it is missing."""

import datetime as dt
import shlex
from typing import Annotated

import typer

from mstrack.cli import console
from mstrack.errors import ExitCode
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.i18n import mark
from mstrack.render import FORMATS
from mstrack.scaffold import store
from mstrack.views.scaffold import done


def init(
    folder: Annotated[
        str, typer.Argument(metavar=mark("DIR"), help=mark("The folder of the store; it is made where it is missing."))
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=mark("Only say what would be done."))] = False,
) -> int:
    """Find the place, make what is missing, say what was done, also where the disk stops it half-way."""
    place = store.place(folder)
    today = dt.date.today()  # noqa: DTZ011  the calendar day where the user sits
    steps: list[store.Provision] = []
    try:
        steps.extend(store.steps(place, today.year, dry=dry_run))
    finally:
        if steps:
            console.emit(FORMATS["table"](done(place, steps, today, dry=dry_run), console.page()))
    if not place.repository:
        path = shlex.quote(shown(place.top, 200))
        told = _("{path} is in no git repository. Next: git init {path}, then mstrack init {path} again.")
        console.say(told.format(path=path))
    return ExitCode.FINE
