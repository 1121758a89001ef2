"""`mstrack sheet make`: the form of one unit in a file of its own, or those of all units in a folder, with a list."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from mstrack.cli import console, documents, output
from mstrack.cli.context import filing_context
from mstrack.cli.record.sheet_flags import SheetFlags, sheet_flags
from mstrack.cli.wrong_flags import WrongFlags
from mstrack.documents.sheet_list import NAME, Sent, sheet_list
from mstrack.errors import ExitCode, WrongUse
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext, speaking
from mstrack.record.sheets import form
from mstrack.record.sheets.make import workbook
from mstrack.render import Page
from mstrack.store import protection, put
from mstrack.store.spelling import all_in, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.cli.record.options import Sheets
    from mstrack.cli.record.sitting import FilingContext
    from mstrack.store.put import Content

HELP = "mstrack sheet --help"


def make(options: Sheets, given: list[str]) -> int:
    """Open the store, find the unit, write its form; or those of all."""
    wrong = WrongFlags()
    _refuse(options, given, wrong)
    place = filing_context(options)
    with wrong.of(""):
        if options.output:
            output.target(_target(options), place.root, [""] if options.everyone else [".xlsx"])
    flags = sheet_flags(options, place, wrong)
    return _make_all(options, place, flags) if options.everyone else _make_one(options, place, flags)


def _refuse(options: Sheets, given: list[str], wrong: WrongFlags) -> None:
    others = {"--yes": options.yes, "--sure": options.sure, "--receipt": options.receipt, "--sync": options.sync}
    for word in (*given, *(flag for flag, value in others.items() if value)):
        with wrong.of(word):
            sentence = _("sheet make takes no {word}; name the workbook to write after -o")
            raise WrongUse(sentence.format(word=shown(word, 200)))
    with wrong.of("--all"):
        if options.everyone and options.unit and options.unit != os.environ.get("MSTRACK_UNIT"):
            raise WrongUse(_("--all makes the form of every unit; leave out --unit"))
    for name, value in (("--unit", options.unit or options.everyone), ("--output", options.output)):
        with wrong.of(name):
            if not value:
                raise WrongUse(_("{name} is missing; see {help}").format(name=name, help=HELP))


def _target(options: Sheets) -> str:
    """Return where the workbook is written, or the folder of all."""
    path = options.output or ""
    return path.rstrip(f"/{os.sep}") or os.sep if options.everyone else path


def _make_one(options: Sheets, place: FilingContext, flags: SheetFlags) -> int:
    wanted, path = flags.unit, _target(options)
    unit = next(one for one in place.plan.units if one.name == wanted)
    protection.refuse_existing(path, force=options.force)
    data = workbook(place.dataset, unit, place.today, flags.day, flags.reporter)
    put.document(path, data, force=options.force)
    console.emit(f"{quoted(path)}\n".encode())
    sentence = _("Made for {unit}. When it is filled in: mstrack sheet read {path}")
    console.say(sentence.format(unit=wanted, path=quoted(path)))
    return ExitCode.FINE


def _make_all(options: Sheets, place: FilingContext, flags: SheetFlags) -> int:
    """Write a folder with the form of every unit that reports, and the list of them."""
    path = _target(options)
    protection.refuse_existing(path, force=options.force, folder=True)
    forms = list(_forms(place))
    put.folder(path, _parts(place, forms, flags), force=options.force)
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


def _parts(place: FilingContext, forms: list[Sent], flags: SheetFlags) -> Iterator[tuple[str, Content]]:
    with speaking("zh_CN"):
        write = documents.library("mstrack.render.xlsx", "").write
        yield NAME, partial(write, sheet_list(place.snapshot, forms), Page())
    for one in forms:
        yield one.file, workbook(place.dataset, one.unit, place.today, flags.day, flags.reporter)
