"""`mstrack report reminder`: the 催办 text to a unit that is behind, or one to each into a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.cli import console, documents, letters
from mstrack.documents import bulletin, reminder
from mstrack.errors import ExitCode, WrongUse
from mstrack.i18n import gettext as _
from mstrack.i18n import speaking
from mstrack.progress import dates, lookup
from mstrack.store import put

if TYPE_CHECKING:
    from mstrack.cli.commands.report import DocumentOptions
    from mstrack.documents.reminder import Demand
    from mstrack.format.model import Unit
    from mstrack.progress.snapshot import Snapshot


def make(options: DocumentOptions) -> int:
    """Gather what the units lead, and write to the one that is meant, or to each that needs it."""
    if options.everyone == bool(options.unit) or len(options.unit) > 1:
        raise WrongUse(_("name one unit after --unit, or write --all for each unit that needs a reminder"))
    form = letters.form(options)
    path = documents.needed(options) if options.everyone else ""
    path = letters.target(options, "" if options.everyone else f".{form}") or path
    render = letters.renderer(form, options.font)
    snapshot = documents.gathered(options)
    units = _units(options, snapshot)
    if not units:
        console.say(_no_need(options, snapshot))
        return ExitCode.FINE
    demand = _demand(options, snapshot)
    with speaking("zh_CN"):
        parts = [(unit, render(reminder.reminder(snapshot, unit, demand))) for unit in units]
    if not options.everyone:
        return letters.delivered(path or None, parts[0][1], force=options.force)
    put.folder(path, ((f"{unit.code}.{form}", data) for unit, data in parts), force=options.force)
    return documents.made(path)


def _units(options: DocumentOptions, snapshot: Snapshot) -> list[Unit]:
    needing = reminder.needed(snapshot)
    if options.everyone:
        return needing
    name = lookup.unit(snapshot.plan, options.unit[0])
    return [unit for unit in needing if unit.name == name]


def _no_need(options: DocumentOptions, snapshot: Snapshot) -> str:
    if options.everyone:
        return _("No unit needs a reminder: nothing that is asked for is overdue, blocked, behind or unreported.")
    name = lookup.unit(snapshot.plan, options.unit[0])
    if any(one.task.lead_unit == name for one in snapshot.standings):
        sentence = _(
            "{unit} needs no reminder: none of the tasks that it leads is overdue, blocked, behind or unreported."
        )
    else:
        sentence = _("{unit} needs no reminder: it leads none of the tasks that are asked for.")
    return sentence.format(unit=name)


def _demand(options: DocumentOptions, snapshot: Snapshot) -> Demand:
    dated = letters.dated(options, snapshot)
    by = None if options.reply_by is None else dates.day(options.reply_by, snapshot.plan.period, snapshot.as_of)
    if by and by < dated:
        sentence = _("--reply-by {day} lies before {dated}, the day that the reminder is signed")
        raise WrongUse(sentence.format(day=by, dated=dated))
    question = _("Office that signs (Enter leaves it blank)")
    return reminder.Demand(letters.line(options.office, "--office", question, bulletin.NO_OFFICE), dated, by)
