"""`mstrack log`: what was filed, newest first."""

from typing import Annotated

import typer

from mstrack.cli.context import answer, chosen, parse_range, snapshot, task_number
from mstrack.cli.options import LogOptions, sharing
from mstrack.errors import ExitCode
from mstrack.i18n import mark
from mstrack.progress import query
from mstrack.views import entries


@sharing(LogOptions)
def log(
    options: LogOptions,
    everything: Annotated[
        bool, typer.Option("--all", help=mark("Corrected entries too, each beside what replaced it."))
    ] = False,
) -> int:
    """Open the store, choose entries by their names, answer."""
    found = snapshot(options)
    when = parse_range(found.plan, options, found.as_of)
    tasks = [task_number(found.plan, number) for number in options.task]
    units = query.codes(found.plan, chosen(found.plan, options))
    wanted = [
        one
        for one in found.logged(tasks or None)
        if (everything or not one.replaced_by) and (not units or one.filed.code in units) and when.has(one.filed.day)
    ]
    answer(found, entries.log(found, wanted, when), options.form)
    return ExitCode.FINE
