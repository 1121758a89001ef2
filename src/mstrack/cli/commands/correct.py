"""`mstrack correct`: an entry that replaces another whole, or takes it back."""

from typing import Annotated

import typer

from mstrack.cli.context import filing_context
from mstrack.cli.options import sharing
from mstrack.cli.record import drafts, prompts, questions
from mstrack.cli.record.draft import Draft
from mstrack.cli.record.filing import record
from mstrack.cli.record.flags import apart_from_task, as_typed
from mstrack.cli.record.options import CorrectionOptions
from mstrack.cli.record.own_unit import name_of_option, own_unit
from mstrack.cli.record.sending import offer_to_send
from mstrack.cli.record.sitting import FilingContext
from mstrack.cli.wrong_flags import WrongFlags
from mstrack.errors import ExitCode, WrongUse
from mstrack.format import validate  # noqa: F401  schema: as in `add`
from mstrack.i18n import gettext as _
from mstrack.i18n import mark
from mstrack.progress import dates, timeline
from mstrack.record import filed_entries, propose
from mstrack.store.entry_names import Filed

WITHDRAWN = frozenset({"date", "figure", "status", "percent", "reached", "note", "problem", "next"})
"""What a withdrawal does not say."""


@sharing(CorrectionOptions)
def correct(
    options: CorrectionOptions,
    entry: Annotated[
        list[str],
        typer.Argument(
            metavar=mark("ID"),
            help=mark(
                "The entry's id, or its beginning, or its path; a task's number: your last entry on it. Of a dispute, "
                "both corrections'."
            ),
        ),
    ],
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help=mark("Take the entry back instead of replacing it."))
    ] = False,
) -> int:
    """Open the store, find the entry, and record what replaces it: what is not said anew stays as it was."""
    with drafts.keeping(lambda: as_typed(options), answers=options.note_file == "-"):
        place = filing_context(options)
        wrong = WrongFlags()
        with wrong.of("--reason"):
            if not options.reason and not options.edit and not prompts.somebody_sits_there():
                raise WrongUse(_("a correction needs its reason; give --reason"))
        filed = _meant(place, options, entry, wrong)
        old = place.dataset.entry(filed[0])
        task = propose.task_of(place.dataset, old.task)
        start = Draft(task=task, unit=old.unit, date=old.date, corrects=tuple(one.id for one in filed))
        if not withdraw:
            start = start.like(old)
        paths = record(place, options, start, wrong, WITHDRAWN if withdraw else frozenset())
    offer_to_send(place.root, paths, options)
    return ExitCode.FINE


def _meant(place: FilingContext, options: CorrectionOptions, typed: list[str], wrong: WrongFlags) -> list[Filed]:
    """Return the entries that are meant; a unit that is theirs is named no more: they keep its name as they have it.

    WrongUse where none is found, beside every flag that is wrong.
    """
    dataset = place.dataset
    numbers = {str(task.id): task for task in dataset.plan.tasks} | {task.number: task for task in dataset.plan.tasks}
    task = numbers.get(dates.bare(typed[0])) if len(typed) == 1 else None
    unit: str | None = None
    filed: list[Filed] = []
    with wrong.of("--unit", name_of_option(options.unit)):
        unit = own_unit(dataset.plan, place.root, options.unit)
    if task and not unit and not wrong.sentences and prompts.somebody_sits_there():
        units = filed_entries.units_on(dataset, task)
        unit = questions.name_of_unit(dataset.plan, units) if len(units) > 1 else None
    with wrong.of(""):
        if not task:
            filed = filed_entries.by_ids(dataset, typed)
        elif "--unit" not in wrong:
            filed = filed_entries.last_of(dataset, task, unit)
    if not filed:
        apart_from_task(dataset.plan, options, place.today, wrong)
        wrong.refuse(_("not filed:"))
    if unit and dataset.unit_of(filed[0]) == timeline.unit_named(dataset.plan, unit):
        options.unit = None
    return filed
