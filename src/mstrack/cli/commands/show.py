"""`mstrack show`: all about one task."""

from typing import Annotated

import typer

from mstrack.cli.context import answer, store, task_number
from mstrack.cli.options import QueryOptions, sharing
from mstrack.errors import ExitCode
from mstrack.i18n import mark
from mstrack.progress import status
from mstrack.views.task import show_report


@sharing(QueryOptions)
def show(
    asked: QueryOptions,
    task: Annotated[str, typer.Argument(metavar=mark("TASK"), help=mark("The number of the task, as 18."))],
) -> int:
    """Open the store, find the task, answer with its page."""
    dataset, as_of, rev = store(asked)
    wanted = task_number(dataset.plan, task)
    history = dataset.history(wanted.id, as_of)
    one = status.of_task(dataset, wanted, history, as_of)
    answer(show_report(dataset, one, history, as_of, rev), asked, dataset.plan)
    return ExitCode.FINE
