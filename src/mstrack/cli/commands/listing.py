"""`mstrack list`: the tasks in the order of the table."""

from mstrack.cli.context import answer, chosen, store
from mstrack.cli.options import TaskOptions, sharing
from mstrack.errors import ExitCode
from mstrack.progress import query
from mstrack.views import tasks


@sharing(TaskOptions)
def list_(asked: TaskOptions) -> int:
    """Open the store, choose by filters, answer."""
    dataset, as_of, rev = store(asked)
    choice = chosen(dataset.plan, asked)
    answer(
        tasks.listing(dataset.plan, query.standings(dataset, choice, as_of), choice, as_of, rev), asked, dataset.plan
    )
    return ExitCode.FINE
