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


def make(asked: DocumentOptions) -> int:
    """Gather what the units lead, and write to the one that is meant, or to each that needs it."""
    if asked.everyone == bool(asked.unit) or len(asked.unit) > 1:
        raise WrongUse(_("name one unit after --unit, or write --all for each unit that needs a reminder"))
    form = letters.form(asked)
    path = documents.needed(asked) if asked.everyone else ""
    path = letters.target(asked, "" if asked.everyone else f".{form}") or path
    render = letters.renderer(form, asked.font)
    snapshot = documents.gathered(asked)
    units = _units(asked, snapshot)
    if not units:
        console.say(_no_need(asked, snapshot))
        return ExitCode.FINE
    demand = _demand(asked, snapshot)
    with speaking("zh_CN"):
        parts = [(unit, render(reminder.reminder(snapshot, unit, demand))) for unit in units]
    if not asked.everyone:
        return letters.delivered(path or None, parts[0][1], force=asked.force)
    put.folder(path, ((f"{unit.code}.{form}", data) for unit, data in parts), force=asked.force)
    return documents.made(path)


def _units(asked: DocumentOptions, snapshot: Snapshot) -> list[Unit]:
    needing = reminder.needed(snapshot)
    if asked.everyone:
        return needing
    name = lookup.unit(snapshot.plan, asked.unit[0])
    return [unit for unit in needing if unit.name == name]


def _no_need(asked: DocumentOptions, snapshot: Snapshot) -> str:
    if asked.everyone:
        return _("No unit needs a reminder: nothing that is asked for is overdue, blocked, behind or unreported.")
    name = lookup.unit(snapshot.plan, asked.unit[0])
    if any(one.task.lead_unit == name for one in snapshot.standings):
        told = _("{unit} needs no reminder: none of the tasks that it leads is overdue, blocked, behind or unreported.")
    else:
        told = _("{unit} needs no reminder: it leads none of the tasks that are asked for.")
    return told.format(unit=name)


def _demand(asked: DocumentOptions, snapshot: Snapshot) -> Demand:
    dated = letters.dated(asked, snapshot)
    by = None if asked.reply_by is None else dates.day(asked.reply_by, snapshot.plan.period, snapshot.as_of)
    if by and by < dated:
        told = _("--reply-by {day} lies before {dated}, the day that the reminder is signed")
        raise WrongUse(told.format(day=by, dated=dated))
    question = _("Office that signs (Enter leaves it blank)")
    return reminder.Demand(letters.line(asked.office, "--office", question, bulletin.NO_OFFICE), dated, by)
