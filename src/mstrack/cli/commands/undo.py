"""`mstrack undo`: the last entry that is in no commit is shown, and taken back."""

from typing import Annotated

import typer

from mstrack.cli import console
from mstrack.cli.context import filing_context
from mstrack.cli.options import NAME, CheckOptions, sharing
from mstrack.cli.record import prompts
from mstrack.cli.record.own_unit import own_unit
from mstrack.cli.record.sitting import FilingContext
from mstrack.errors import ExitCode, WrongUse
from mstrack.git import uncommitted
from mstrack.i18n import gettext as _
from mstrack.i18n import mark
from mstrack.record import filed_entries
from mstrack.store import put
from mstrack.store.entry_names import Filed
from mstrack.store.source import ENTRY_LIMIT, WorkTree
from mstrack.store.spelling import pasted


class UndoOptions(CheckOptions):
    """Whose last entry is meant, and whether it is asked about."""

    unit: Annotated[
        str | None,
        typer.Option(
            envvar="MSTRACK_UNIT",
            metavar=NAME,
            help=mark("The unit whose entry it is (or MSTRACK_UNIT): 城管局, or cgj."),
        ),
    ] = None
    yes: Annotated[bool, typer.Option("--yes", help=mark("Take it back without asking."))] = False


@sharing(UndoOptions)
def undo(options: UndoOptions) -> int:
    """Open the store, find the last entry that is in no commit, show it, and take it back where that is agreed."""
    place = filing_context(options)
    filed = _last(place, options)
    place.dataset.entry(filed)  # one that cannot be read is not shown, and not deleted
    data = WorkTree(place.root).read(filed.path, ENTRY_LIMIT)
    console.emit(data)
    console.say(_("This is {path}; it is in no commit.").format(path=_printed(place, filed)))
    if options.yes or _agreed():
        _take_back(place, filed, data)
    return ExitCode.FINE


def _last(place: FilingContext, options: UndoOptions) -> Filed:
    """Return the entry that the unit filed last of those that are in no commit."""
    dataset = place.dataset
    new = filed_entries.of_unit(dataset, own_unit(dataset.plan, place.root, options.unit))
    if uncommitted.is_repository(place.root):
        paths = set(uncommitted.beside_head(place.root, (one.path for one in new)))
        new = [one for one in new if one.path in paths and not uncommitted.is_in_a_commit(place.root, one.path)]
    if not new:
        raise WrongUse(
            _("every entry is committed, or there is none; what is committed is corrected: mstrack correct ID")
        )
    return filed_entries.last_uncorrected(dataset, new)


def _printed(place: FilingContext, filed: Filed) -> str:
    """Return the entry's path as it can be pasted where one stands."""
    return pasted(place.root, filed.path)


def _agreed() -> bool:
    if prompts.somebody_sits_there():
        return prompts.agreed(_("Take this entry back?"))
    console.say(_("Nothing was taken back yet; the same command with --yes does it."))
    return False


def _take_back(place: FilingContext, filed: Filed, data: bytes) -> None:
    if uncommitted.is_repository(place.root) and uncommitted.unstage(place.root, filed.path):
        console.say(_("It was taken out of git's index, too."))
    put.take_back(place.root, filed.path, data)
    console.say(_("Taken back: {path} is gone, and nobody else ever had it.").format(path=_printed(place, filed)))
