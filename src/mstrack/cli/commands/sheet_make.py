"""`mstrack sheet make`: the form of one unit, written to a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.cli import console, output
from mstrack.cli.context import desk
from mstrack.cli.record.draft import text
from mstrack.errors import ExitCode, WrongUse
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.progress import dates, lookup
from mstrack.record.sheets.make import workbook
from mstrack.store import protection, put

if TYPE_CHECKING:
    from mstrack.cli.record.options import Sheets

HELP = "mstrack sheet --help"


def make(options: Sheets, given: list[str]) -> int:
    """Open the store, find the unit, write its form."""
    if given or options.yes:
        sentence = _("sheet make takes no {word}; name the workbook to write after -o")
        raise WrongUse(sentence.format(word=given[0] if given else "--yes"))
    for name, value in (("--unit", options.unit), ("--output", options.output)):
        if not value:
            raise WrongUse(_("{name} is missing; see {help}").format(name=name, help=HELP))
    place = desk(options)
    plan = place.dataset.plan
    wanted = lookup.unit(plan, options.unit or "")
    unit = next(one for one in plan.units if one.name == wanted)
    day = dates.day(options.date, plan.period, place.today) if options.date is not None else None
    path = output.target(options.output or "", place.root, [".xlsx"])
    protection.refuse_existing(path, force=options.force)
    form = workbook(place.dataset, unit, place.today, day, text(options.reporter, "--reporter") or "")
    put.document(path, form, force=options.force)
    console.emit(f"{shown(path, 200)}\n".encode())
    sentence = _("Made for {unit}. When it is filled in: mstrack sheet read {path}")
    console.say(sentence.format(unit=wanted, path=shown(path, 200)))
    return ExitCode.FINE
