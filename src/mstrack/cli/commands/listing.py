"""`mstrack list`: the tasks in the order of the table."""

from mstrack.cli.context import answer, snapshot
from mstrack.cli.options import TaskOptions, sharing
from mstrack.errors import ExitCode
from mstrack.views import tasks


@sharing(TaskOptions)
def list_(asked: TaskOptions) -> int:
    """Open the store, choose by filters, answer."""
    found = snapshot(asked)
    answer(found, tasks.listing(found), asked.form)
    return ExitCode.FINE
