"""`mstrack missing`: who has filed nothing in a range of days, and whom to call."""

from typing import Annotated

import typer

from mstrack.cli.context import answer, chosen, parse_range, store
from mstrack.cli.options import Since, sharing
from mstrack.errors import ExitCode
from mstrack.i18n import mark
from mstrack.progress import query
from mstrack.views import entries


@sharing(Since)
def missing(
    asked: Since,
    all_units: Annotated[
        bool, typer.Option("--all-units", help=mark("Partner units too, and the members of groups one by one."))
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help=mark("Exit with 1 where somebody is missing."))
    ] = False,
) -> int:
    """Open the store, look at names only, answer; say by the exit code whether anybody is missing."""
    dataset, as_of, rev = store(asked)
    when = parse_range(dataset.plan, asked, as_of)
    tasks = query.tasks(dataset.plan, chosen(dataset.plan, asked))
    several = entries.silent(dataset, tasks, when, as_of, all_units=all_units)
    answer(entries.missing(dataset.plan, several, when, as_of, rev), asked, dataset.plan)
    return ExitCode.FOUND if exit_code and several else ExitCode.FINE
