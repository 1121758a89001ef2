"""`mstrack show`: all about one task, or about one entry."""

from typing import Annotated

import typer

from mstrack.cli import console
from mstrack.cli.context import answer, snapshot
from mstrack.cli.options import QueryOptions, sharing
from mstrack.errors import ExitCode
from mstrack.i18n import mark
from mstrack.progress import search
from mstrack.progress.snapshot import Logged
from mstrack.views.entry import Committed, entry_report
from mstrack.views.history import history_report
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
    history: Annotated[
        bool, typer.Option("--history", help=mark("All entries of the task, each figure in a column of its own."))
    ] = False,
    long: Annotated[
        bool, typer.Option("--long", help=mark("More entries with all that they say, and what the lights mean."))
    ] = False,
) -> int:
    """Open the store, find the task or entry, answer with its page or its history."""
    found = snapshot(options)
    meant = search.found(found, task)
    of = meant.task if isinstance(meant, Logged) else meant
    if isinstance(meant, Logged) and not history:
        from mstrack.git.origin import origin_of  # noqa: PLC0415  subprocess takes time to import, a task needs none

        origin = origin_of(console.store, meant.filed.path, options.rev)
        report = entry_report(found, meant, Committed(*origin) if origin else Committed())
    else:
        report = history_report(found, of) if history else show_report(found, of, long=long or options.form != "table")
    answer(found.about(of), report, options.form)
    return ExitCode.FINE
