"""`mstrack sheet read`: filled forms, shown as the entries that they would add, and filed when somebody agrees."""

from __future__ import annotations

import glob
import os
from typing import TYPE_CHECKING

from mstrack.cli import console
from mstrack.cli.context import desk
from mstrack.cli.record import prompts
from mstrack.cli.record.draft import text
from mstrack.cli.record.sitting import now
from mstrack.errors import ExitCode, Unreadable, WorldFailed, WrongUse, why
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.progress import dates, lookup
from mstrack.record import propose
from mstrack.record.sheets import entries
from mstrack.record.sheets.held import Fault
from mstrack.record.sheets.read import read_form
from mstrack.render import FORMATS
from mstrack.store import source
from mstrack.views.sheets import would_add

if TYPE_CHECKING:
    from mstrack.cli.record.options import Sheets
    from mstrack.cli.record.sitting import FilingContext
    from mstrack.record.sheets.entries import Reading
    from mstrack.store.dataset import Dataset

LARGEST = 20 * 1024 * 1024
LOCK = "~$"
"""How the name of Excel's lock begins: it lies beside a workbook that is open."""


def read(options: Sheets, given: list[str]) -> int:
    """Open the store, read every form, show what it would add, and file it where that is agreed."""
    if not given or options.output or options.force:
        sentence = _("sheet read takes the filled forms and neither --output nor --force: mstrack sheet read *.xlsx")
        raise WrongUse(sentence)
    place = desk(options)
    readings = _readings(place, options, _listed(given))
    console.emit(FORMATS["table"](would_add(place.snapshot, readings), console.page()))
    for one in readings:
        for fault in (*one.faults, *one.remarks):
            console.say(fault.at(one.file, one.sheet))
    wanted = [proposal for one in readings for proposal in one.proposals]
    if wanted and _agreed(options, len(wanted)):
        _file(place, wanted)
    return ExitCode.WRONG_USE if any(one.faults for one in readings) else ExitCode.FINE


def _listed(given: list[str]) -> list[str]:
    """Return the workbooks that are named, each once; the command line of Windows leaves *.xlsx to the program."""
    found: list[str] = []
    for name in given:
        several = sorted(glob.glob(name)) if glob.has_magic(name) and not os.path.lexists(name) else [name]
        if not several:
            raise WrongUse(_("no file is called {name}").format(name=name))
        found += several
    for name in found:
        if os.path.basename(name).startswith(LOCK):
            sentence = _("{name} is Excel's lock, not a form: the form is open; save and close it before it is read")
            console.say(sentence.format(name=name))
    return [name for name in dict.fromkeys(found) if not os.path.basename(name).startswith(LOCK)]


def _readings(place: FilingContext, options: Sheets, names_: list[str]) -> list[Reading]:
    """Read the forms one after the other, each as if those before it were filed."""
    dataset, readings = place.dataset, []
    expected = lookup.unit(dataset.plan, options.unit) if options.unit else None
    for name in names_:
        reading = _reading(place, dataset, options, name, expected)
        for proposal in reading.proposals:
            dataset = dataset.plus(proposal.path, proposal.text)
        readings.append(reading)
    return readings


def _reading(place: FilingContext, dataset: Dataset, options: Sheets, name: str, expected: str | None) -> Reading:
    plan = dataset.plan
    day = dates.day(options.date, plan.period, place.today) if options.date is not None else None
    try:
        filled = read_form(source.WorkTree("").read(name, LARGEST), plan, place.today, expected)
    except WrongUse as error:
        return entries.Reading(shown(name, 200), faults=(Fault(0, 0, str(error)),))
    except Unreadable as error:
        return entries.Reading(shown(name, 200), faults=tuple(Fault(0, 0, one.sentence) for one in error.problems))
    reporter = filled.reporter or text(options.reporter, "--reporter") or ""
    filled = filled._replace(day=filled.day or day, reporter=reporter)
    return entries.proposals_of(dataset, filled, shown(name, 200), now(), place.today)


def _agreed(options: Sheets, n: int) -> bool:
    if options.yes:
        return True
    if prompts.somebody_sits_there():
        return prompts.agreed(ngettext("File this entry?", "File these {n} entries?", n).format(n=n))
    console.say(_("Nothing was filed yet; the same command with --yes files it."))
    return False


def _file(place: FilingContext, wanted: list[propose.Proposal]) -> None:
    """File one entry after the other; where the disk refuses one, those before it stay, and are listed."""
    for n, proposal in enumerate(wanted):
        try:
            path = propose.file(place.root, proposal)
        except WorldFailed as error:
            if not n:
                raise
            reason = why(error.__cause__) if isinstance(error.__cause__, OSError) else str(error)
            sentence = _(
                "{n} of {all} entries were filed, their paths are above; then: {why}. "
                "Read the same sheets again to add the rest"
            )
            raise WorldFailed(sentence.format(n=n, all=len(wanted), why=reason)) from error
        console.emit(f"{path}\n".encode())
    console.say(_("Filed. Next: git add the files, git commit, and ask for a merge."))
