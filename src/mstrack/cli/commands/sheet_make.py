"""`mstrack sheet make`: the form of one unit in a file of its own, or those of all units in a folder, with a list."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mstrack.cli import console, documents, output
from mstrack.cli.context import desk
from mstrack.cli.record.draft import text
from mstrack.documents.sheet_list import NAME, Sent, sheet_list
from mstrack.errors import ExitCode, WrongUse
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext, speaking
from mstrack.progress import dates, lookup
from mstrack.record.sheets import form
from mstrack.record.sheets.make import workbook
from mstrack.render import Page
from mstrack.store import protection, put
from mstrack.store.spelling import all_in, quoted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from mstrack.cli.record.options import Sheets
    from mstrack.cli.record.sitting import FilingContext

HELP = "mstrack sheet --help"


def make(options: Sheets, given: list[str]) -> int:
    """Open the store, find the unit, write its form; or those of all."""
    _refuse(options, given)
    place = desk(options)
    return _make_all(options, place) if options.everyone else _make_one(options, place)


def _refuse(options: Sheets, given: list[str]) -> None:
    flags = {"--yes": options.yes, "--sure": options.sure, "--receipt": options.receipt, "--sync": options.sync}
    if wrong := [*given, *(flag for flag, value in flags.items() if value)]:
        sentence = _("sheet make takes no {word}; name the workbook to write after -o")
        raise WrongUse(sentence.format(word=wrong[0]))
    if options.everyone and options.unit and options.unit != os.environ.get("MSTRACK_UNIT"):
        raise WrongUse(_("--all makes the form of every unit; leave out --unit"))
    for name, value in (("--unit", options.unit or options.everyone), ("--output", options.output)):
        if not value:
            raise WrongUse(_("{name} is missing; see {help}").format(name=name, help=HELP))


def _make_one(options: Sheets, place: FilingContext) -> int:
    plan = place.dataset.plan
    wanted = lookup.unit(plan, options.unit or "")
    unit = next(one for one in plan.units if one.name == wanted)
    path = output.target(options.output or "", place.root, [".xlsx"])
    protection.refuse_existing(path, force=options.force)
    data = workbook(place.dataset, unit, place.today, _day(options, place), _reporter(options))
    put.document(path, data, force=options.force)
    console.emit(f"{quoted(path)}\n".encode())
    sentence = _("Made for {unit}. When it is filled in: mstrack sheet read {path}")
    console.say(sentence.format(unit=wanted, path=quoted(path)))
    return ExitCode.FINE


def _make_all(options: Sheets, place: FilingContext) -> int:
    """Write a folder with the form of every unit that reports, and the list of them."""
    path = (options.output or "").rstrip(f"/{os.sep}") or os.sep
    output.target(path, place.root, [""])
    protection.refuse_existing(path, force=options.force, folder=True)
    forms = list(_forms(place))
    put.folder(path, _parts(options, place, forms), force=options.force)
    console.emit(f"{quoted(path)}\n".encode())
    sentence = ngettext(
        "Made for {n} unit; {list} says whom to send each to. When they are filled in: mstrack sheet read {path}",
        "Made for {n} units; {list} says whom to send each to. When they are filled in: mstrack sheet read {path}",
        len(forms),
    )
    console.say(sentence.format(n=len(forms), list=NAME, path=all_in(path, "*.xlsx")))
    return ExitCode.FINE


def _forms(place: FilingContext) -> Iterator[Sent]:
    """Yield the units that report on something; a group files through its members."""
    plan = place.dataset.plan
    for unit in plan.units:
        tasks = list({line.task.id: line.task for line in form.lines(plan, unit.name)}.values())
        if tasks and not unit.members:
            yield Sent(f"{unit.code}.xlsx", unit, tasks)


def _parts(options: Sheets, place: FilingContext, forms: list[Sent]) -> Iterator[tuple[str, bytes]]:
    day, reporter = _day(options, place), _reporter(options)
    with speaking("zh_CN"):
        render = documents.library("mstrack.render.xlsx", "").render
        yield NAME, render(sheet_list(place.snapshot, forms), Page())
    for one in forms:
        yield one.file, workbook(place.dataset, one.unit, place.today, day, reporter)


def _day(options: Sheets, place: FilingContext) -> dt.date | None:
    given = options.date
    return dates.day(given, place.dataset.plan.period, place.today) if given is not None else None


def _reporter(options: Sheets) -> str:
    return text(options.reporter, "--reporter") or ""
