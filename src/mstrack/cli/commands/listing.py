"""`mstrack list`: the tasks in the order of the table."""

from mstrack.cli.context import answer, snapshot
from mstrack.cli.options import ListOptions, sharing
from mstrack.errors import ExitCode
from mstrack.views import screen, tasks


@sharing(ListOptions)
def list_(options: ListOptions) -> int:
    """Open the store, choose by filters, answer."""
    found = snapshot(options)
    answer(found, screen.listing(found) if options.on_a_screen else tasks.listing(found), options.form)
    return ExitCode.FINE
