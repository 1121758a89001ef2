"""`mstrack report reminder`: the 催办 text to a unit that is behind, or one to each into a folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mstrack.cli import console, documents, letters
from mstrack.documents import districts, reminder
from mstrack.documents.reminder import Demand
from mstrack.errors import ExitCode, WrongUse
from mstrack.i18n import gettext as _
from mstrack.i18n import speaking
from mstrack.progress import dates, lookup
from mstrack.store import put
from mstrack.store.spelling import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from mstrack.cli.document_options import DocumentOptions
    from mstrack.documents.reminder import Owed
    from mstrack.format.model import Unit
    from mstrack.progress.snapshot import Snapshot

FORMS = (*letters.FORMS, "text")


def make(options: DocumentOptions) -> int:
    """Gather what the units answer for, and write to the one that is meant, or to each that needs it."""
    if options.everyone == bool(options.unit) or len(options.unit) > 1:
        raise WrongUse(_("name one unit after --unit, or write --all for each unit that needs a reminder"))
    form = letters.form(options, FORMS)
    ending = letters.ending(form)
    path = documents.needed(options) if options.everyone else ""
    path = letters.target(options, "" if options.everyone else ending) or path
    render = _renderer(form, options)
    addressed = None if options.everyone else options.unit
    options.unit = []  # whom it goes to is no choice of tasks: a district is told of its own share of others' tasks
    snapshot = documents.gathered(options)
    units = _units(addressed, snapshot)
    if not units:
        console.say(_no_need(addressed, snapshot))
        return ExitCode.FINE
    demand = _demand(options, snapshot)
    with speaking("zh_CN"):
        parts = [(unit, owed, render(unit, owed, demand)) for unit, owed in units]
    if addressed:
        return letters.delivered(path or None, parts[0][2], force=options.force)
    put.folder(path, ((f"{unit.code}{ending}", data) for unit, _owed, data in parts), force=options.force)
    return _listed(path, ending, units)


def _renderer(form: str, options: DocumentOptions) -> Callable[[Unit, Owed, Demand], bytes]:
    if form == "text":
        return lambda unit, owed, demand: f"{reminder.message(unit, owed, demand)}\n".encode()
    render = letters.renderer(form, options.font)
    return lambda unit, owed, demand: render(reminder.reminder(unit, owed, demand))


def _listed(path: str, ending: str, units: list[tuple[Unit, Owed]]) -> int:
    """List what was written, and for whom."""
    with speaking("zh_CN"):
        lines = [
            f"{quoted(os.path.join(path, unit.code + ending))}  {unit.name}（{reminder.counts(owed)}）\n"
            for unit, owed in units
        ]
    console.emit("".join(lines).encode())
    return ExitCode.FINE


def _units(addressed: list[str] | None, snapshot: Snapshot) -> list[tuple[Unit, Owed]]:
    needing = reminder.needed(snapshot)
    if addressed is None:
        return needing
    name = lookup.unit(snapshot.plan, addressed[0])
    return [(unit, owed) for unit, owed in needing if unit.name == name]


def _no_need(addressed: list[str] | None, snapshot: Snapshot) -> str:
    if addressed is None:
        return _("No unit needs a reminder: nothing that is asked for is overdue, blocked, behind or unreported.")
    name = lookup.unit(snapshot.plan, addressed[0])
    if any(one.task.lead_unit == name for one in snapshot.standings):
        sentence = _(
            "{unit} needs no reminder: none of the tasks that it leads is overdue, blocked, behind or unreported."
        )
    elif any(share.standing.unit.name == name for share in districts.shares(snapshot)):
        sentence = _("{unit} needs no reminder: none of its shares is blocked, behind or unreported.")
    else:
        sentence = _("{unit} needs no reminder: it leads none of the tasks that are asked for.")
    return sentence.format(unit=name)


def _demand(options: DocumentOptions, snapshot: Snapshot) -> Demand:
    dated = letters.dated(options, snapshot)
    by = None if options.reply_by is None else dates.day(options.reply_by, snapshot.plan.period, snapshot.as_of)
    if by and by < dated:
        sentence = _("--reply-by {day} lies before {dated}, the day that the reminder is signed")
        raise WrongUse(sentence.format(day=by, dated=dated))
    return Demand(letters.imprint(options, snapshot), by)
