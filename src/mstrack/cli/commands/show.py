"""`mstrack show`: all about one task."""

from typing import Annotated

import typer

from mstrack.cli.context import answer, snapshot, task_number
from mstrack.cli.options import QueryOptions, sharing
from mstrack.errors import ExitCode
from mstrack.i18n import mark
from mstrack.views.task import show_report


@sharing(QueryOptions)
def show(
    options: QueryOptions,
    task: Annotated[str, typer.Argument(metavar=mark("TASK"), help=mark("The number of the task, as 18."))],
) -> int:
    """Open the store, find the task, answer with its page."""
    found = snapshot(options)
    answer(found, show_report(found, task_number(found.plan, task)), options.form)
    return ExitCode.FINE
