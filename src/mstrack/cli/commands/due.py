"""`mstrack due`: what is due in a range of days, the most urgent first."""

from typing import Annotated

import typer

from mstrack.cli.context import answer, chosen, parse_range, store
from mstrack.cli.options import DueOptions, sharing
from mstrack.errors import ExitCode
from mstrack.i18n import mark
from mstrack.progress import query
from mstrack.views import tasks


@sharing(DueOptions)
def due(
    asked: DueOptions,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help=mark("Exit with 1 where a task listed is overdue."))
    ] = False,
) -> int:
    """Open the store, choose by filters and range, answer; say by the exit code whether anything is overdue."""
    dataset, as_of, rev = store(asked)
    choice = chosen(dataset.plan, asked)._replace(due=parse_range(dataset.plan, asked, as_of))
    standings = query.standings(dataset, choice, as_of)
    answer(tasks.due(dataset.plan, standings, choice, as_of, rev), asked, dataset.plan)
    overdue = any(one.cause == "overdue" for one in standings)
    return ExitCode.FOUND if exit_code and overdue else ExitCode.FINE
