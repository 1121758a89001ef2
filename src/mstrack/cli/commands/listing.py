"""`mstrack list`: the tasks in the order of the table."""

from mstrack.cli.context import answer, snapshot
from mstrack.cli.options import TaskOptions, sharing
from mstrack.errors import ExitCode
from mstrack.views import tasks


@sharing(TaskOptions)
def list_(options: TaskOptions) -> int:
    """Open the store, choose by filters, answer."""
    found = snapshot(options)
    answer(found, tasks.listing(found), options.form)
    return ExitCode.FINE
