"""`mstrack missing`: who has filed nothing in a range of days, and whom to call."""

from typing import Annotated

import typer

from mstrack.cli.context import answer, parse_range, snapshot
from mstrack.cli.options import Since, sharing
from mstrack.errors import ExitCode
from mstrack.i18n import mark
from mstrack.views.missing import missing_report, silent_units


@sharing(Since)
def missing(
    options: Since,
    all_units: Annotated[
        bool, typer.Option("--all-units", help=mark("Partner units too, and the members of groups one by one."))
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help=mark("Exit with 1 where somebody is missing."))
    ] = False,
) -> int:
    """Open the store, choose by filters and range, answer; say by the exit code whether anybody is missing."""
    found = snapshot(options)
    when = parse_range(found.plan, options, found.as_of)
    silent = silent_units(found, when, all_units=all_units)
    answer(found, missing_report(found, silent), options.form)
    return ExitCode.FOUND if exit_code and silent.units else ExitCode.FINE
