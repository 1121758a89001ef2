"""`mstrack due`: what is due in a range of days, the worst first."""

from typing import Annotated

import typer

from mstrack.cli.context import answer, snapshot
from mstrack.cli.options import DueOptions, sharing
from mstrack.errors import ExitCode
from mstrack.i18n import mark
from mstrack.views import screen, tasks


@sharing(DueOptions)
def due(
    options: DueOptions,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help=mark("Exit with 1 where a task listed is overdue."))
    ] = False,
) -> int:
    """Open the store, choose by filters and range, answer; say by the exit code whether anything is overdue."""
    found = snapshot(options)
    fits = options.on_a_screen
    answer(found, screen.due(found, everything=options.everything) if fits else tasks.due(found), options.form)
    overdue = any(one.cause == "overdue" for one in found.standings)
    return ExitCode.FOUND if exit_code and overdue else ExitCode.FINE
