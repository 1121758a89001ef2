"""`mstrack show`: all about one task."""

from typing import Annotated

import typer

from mstrack.cli.context import answer, snapshot
from mstrack.cli.options import QueryOptions, sharing
from mstrack.errors import ExitCode
from mstrack.i18n import mark
from mstrack.progress import search
from mstrack.progress.snapshot import Logged
from mstrack.views.task import show_report


@sharing(QueryOptions)
def show(
    options: QueryOptions,
    task: Annotated[
        str,
        typer.Argument(
            metavar=mark("TASK"), help=mark("A task by its number or by words of it, or an entry by its id.")
        ),
    ],
) -> int:
    """Open the store, find the task, answer with its page."""
    found = snapshot(options)
    meant = search.found(found, task)
    answer(found, show_report(found, meant.task if isinstance(meant, Logged) else meant), options.form)
    return ExitCode.FINE
