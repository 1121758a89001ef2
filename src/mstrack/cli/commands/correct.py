"""`mstrack correct`: an entry that replaces another whole, or takes it back."""

from typing import Annotated

import typer

from mstrack.cli.context import desk
from mstrack.cli.options import sharing
from mstrack.cli.record import drafts, prompts
from mstrack.cli.record.draft import Draft, as_typed
from mstrack.cli.record.filing import record
from mstrack.cli.record.options import CorrectionOptions
from mstrack.errors import ExitCode, WrongUse
from mstrack.format import validate  # noqa: F401  schema: as in `add`
from mstrack.i18n import gettext as _
from mstrack.i18n import mark
from mstrack.record import propose

WITHDRAWN = frozenset({"date", "figure", "status", "percent", "reached", "note", "problem", "next"})
"""What a withdrawal does not say."""


@sharing(CorrectionOptions)
def correct(
    options: CorrectionOptions,
    entry: Annotated[
        list[str],
        typer.Argument(metavar=mark("ID"), help=mark("The entry's eight characters; of a dispute, both corrections'.")),
    ],
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help=mark("Take the entry back instead of replacing it."))
    ] = False,
) -> int:
    """Open the store, find the entry, and record what replaces it: what is not said anew stays as it was."""
    with drafts.keeping(lambda: as_typed(options), answers=False):
        place = desk(options)
        task, old = propose.find(place.dataset, entry, place.today)
        if not options.reason and not options.edit and not prompts.somebody_sits_there():
            raise WrongUse(_("a correction needs its reason; give --reason"))
        start = Draft(task=task, unit=old.unit, date=old.date, corrects=tuple(entry))
        if not withdraw:
            start = start.like(old)
        record(place, options, start, settled=WITHDRAWN if withdraw else frozenset())
    return ExitCode.FINE
