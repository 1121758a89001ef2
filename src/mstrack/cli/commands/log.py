"""`mstrack log`: what was filed, newest first."""

from typing import Annotated

import typer

from mstrack.cli.context import answer, chosen, parse_range, store, task_number
from mstrack.cli.options import LogOptions, sharing
from mstrack.errors import ExitCode
from mstrack.i18n import mark
from mstrack.progress import query
from mstrack.views import entries


@sharing(LogOptions)
def log(
    asked: LogOptions,
    everything: Annotated[
        bool, typer.Option("--all", help=mark("Corrected entries too, each beside what replaced it."))
    ] = False,
) -> int:
    """Open the store, choose entries by their names, answer."""
    dataset, as_of, rev = store(asked)
    when = parse_range(dataset.plan, asked, as_of)
    tasks = [task_number(dataset.plan, number) for number in asked.task] or list(dataset.plan.tasks)
    units = query.codes(dataset.plan, chosen(dataset.plan, asked))
    found = [
        one
        for one in entries.logged_entries(dataset, tasks, as_of)
        if (everything or not one.replaced_by) and (not units or one.filed.code in units) and when.has(one.filed.day)
    ]
    answer(entries.log(dataset, found, when, as_of, rev), asked, dataset.plan)
    return ExitCode.FINE
