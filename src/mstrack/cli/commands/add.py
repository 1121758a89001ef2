"""`mstrack add`: progress entries, asked for, checked, filed; of one task, or of all open tasks of a unit."""

from typing import Annotated

import typer

from mstrack.cli.context import filing_context, task_number
from mstrack.cli.options import sharing
from mstrack.cli.record import drafts, prompts
from mstrack.cli.record.draft import Draft
from mstrack.cli.record.filing import record, record_all
from mstrack.cli.record.flags import apart_from_task, as_typed
from mstrack.cli.record.options import EntryOptions
from mstrack.cli.record.own_unit import own_unit
from mstrack.cli.record.sending import offer_to_send
from mstrack.cli.record.sitting import FilingContext
from mstrack.cli.record.unfinished import discard_all, list_all
from mstrack.cli.wrong_flags import WrongFlags
from mstrack.errors import ExitCode, WrongUse
from mstrack.format import validate  # noqa: F401  loaded before the store is touched: a failing disk must not stop an import
from mstrack.format.model import Task
from mstrack.i18n import gettext as _
from mstrack.i18n import mark


@sharing(EntryOptions)
def add(
    options: EntryOptions,
    task: Annotated[
        str | None,
        typer.Argument(metavar=mark("TASK"), help=mark("The number of the task, as 18; without it all of the unit's.")),
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help=mark("List what was typed and not filed yet."))] = False,
    discard: Annotated[
        bool, typer.Option("--discard", help=mark("Remove what was typed and not filed; of TASK alone if it is given."))
    ] = False,
) -> int:
    """Open the store, find the task, and record an entry on it; or walk through the open tasks of a unit."""
    with drafts.keeping(lambda: as_typed(options), answers=options.note_file == "-"):
        place = filing_context(options)
        if draft or discard:
            number = task_number(place.plan, task).id if task is not None else None
            return discard_all(place.root, number) if discard else list_all(place.root, number)
        found = _task(place, options, task)
        options.unit = options.unit or own_unit(place.plan, place.root, None)
        paths = record(place, options, Draft(task=found), WrongFlags()) if found else record_all(place, options)
    offer_to_send(place.root, paths, options)
    return ExitCode.FINE


def _task(place: FilingContext, options: EntryOptions, typed: str | None) -> Task | None:
    """Return the task, or nothing where all of the unit's are meant; a wrong one is named beside every wrong flag."""
    wrong = WrongFlags()
    found = None
    with wrong.of(""):
        if typed is not None:
            found = task_number(place.plan, typed)
        else:
            _refuse_flags_of_one(options)
    if not found:
        apart_from_task(place.plan, options, place.today, wrong)
    wrong.refuse(_("not filed:"))
    return found


def _refuse_flags_of_one(options: EntryOptions) -> None:
    """Refuse the walk where nobody walks, or where a flag says something of a single task."""
    single = ("figure", "note", "note_file", "problem", "next", "percent", "reached", "edit")
    given = [f"--{name.replace('_', '-')}" for name in single if getattr(options, name) not in (None, [], False)]
    if given:
        sentence = _("{flags} is about one task; give its number: mstrack add 18")
        raise WrongUse(sentence.format(flags=_(", ").join(given)))
    if not prompts.somebody_sits_there():
        sentence = _(
            "without the number of a task, add asks questions, and nobody sits at a terminal here: mstrack add 18"
        )
        raise WrongUse(sentence)
