"""`mstrack add`: one progress entry, asked for, checked, filed."""

from typing import Annotated

import typer

from mstrack.cli.context import desk, task_number
from mstrack.cli.options import sharing
from mstrack.cli.record import drafts
from mstrack.cli.record.draft import Draft, as_typed
from mstrack.cli.record.filing import record
from mstrack.cli.record.options import EntryOptions
from mstrack.errors import ExitCode
from mstrack.format import validate  # noqa: F401  loaded before the store is touched: a failing disk must not stop an import
from mstrack.i18n import mark


@sharing(EntryOptions)
def add(
    options: EntryOptions,
    task: Annotated[str, typer.Argument(metavar=mark("TASK"), help=mark("The number of the task, as 18."))],
) -> int:
    """Open the store, find the task, and record an entry on it."""
    with drafts.keeping(lambda: as_typed(options), answers=False):
        place = desk(options)
        record(place, options, Draft(task=task_number(place.dataset.plan, task)))
    return ExitCode.FINE
