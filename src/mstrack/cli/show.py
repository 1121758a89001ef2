"""`mstrack show`: all about one task."""

from typing import Annotated

import typer

from mstrack import standing
from mstrack.cli.asking import answer, store, task_number
from mstrack.cli.options import Where, sharing
from mstrack.errors import ExitCode
from mstrack.i18n import mark
from mstrack.views import task as pages


@sharing(Where)
def show(
    asked: Where,
    task: Annotated[str, typer.Argument(metavar=mark("TASK"), help=mark("The number of the task, as 18."))],
) -> int:
    """Open the store, find the task, answer with its page."""
    dataset, as_of, rev = store(asked)
    wanted = task_number(dataset.plan, task)
    history = dataset.history(wanted.id, as_of)
    one = standing.of_task(dataset, wanted, history, as_of)
    answer(pages.show(dataset, one, history, as_of, rev), asked, dataset.plan)
    return ExitCode.FINE
