"""`mstrack sheet make`: the form of one unit, written to a file of its own."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from mstrack import dates, files, names
from mstrack.cli import console
from mstrack.cli.asking import desk
from mstrack.cli.draft import text
from mstrack.errors import ExitCode, WorldFailed, WrongUse, why
from mstrack.i18n import gettext as _
from mstrack.rawtext import shown
from mstrack.sheets import make as forms

if TYPE_CHECKING:
    from mstrack.cli.sheet import Sheets

HELP = "mstrack sheet --help"


def make(asked: Sheets, given: list[str]) -> int:
    """Open the store, find the unit, write its form."""
    if given or asked.yes:
        told = _("sheet make takes no {word}; name the workbook to write after -o")
        raise WrongUse(told.format(word=given[0] if given else "--yes"))
    for name, value in (("--unit", asked.unit), ("--output", asked.output)):
        if not value:
            raise WrongUse(_("{name} is missing; see {help}").format(name=name, help=HELP))
    place = desk(asked)
    plan = place.dataset.plan
    wanted = names.unit(plan, asked.unit or "")
    unit = next(one for one in plan.units if one.name == wanted)
    day = dates.day(asked.date, plan.year, place.today) if asked.date is not None else None
    path = _output(asked.output or "", place.root)
    form = forms.workbook(place.dataset, unit, place.today, day, text(asked.reporter, "--reporter") or "")
    _write(path, form, force=asked.force)
    console.emit(f"{shown(path, 200)}\n".encode())
    told = _("Made for {unit}. When it is filled in: mstrack sheet read {path}")
    console.say(told.format(unit=wanted, path=shown(path, 200)))
    return ExitCode.FINE


def _output(path: str, root: str) -> str:
    """Return where the form may be written: an .xlsx in a folder that is there, and not among the entries."""
    folder = os.path.dirname(path) or "."
    progress, there = (os.path.normcase(os.path.realpath(one)) for one in (os.path.join(root, files.PROGRESS), folder))
    if not path.lower().endswith(".xlsx"):
        raise WrongUse(_("{path} is no name of a workbook; end it with .xlsx").format(path=path))
    if f"{there}{os.sep}".startswith(f"{progress}{os.sep}"):
        raise WrongUse(_("{path} lies among the entries of the store; choose another folder").format(path=path))
    if not os.path.isdir(folder):
        raise WrongUse(_("there is no folder {folder}; make it first").format(folder=folder))
    return path


def _write(path: str, data: bytes, *, force: bool) -> None:
    """Write a file whole or not at all; over another only by force."""
    folder, name = os.path.split(path)
    folder = folder or "."
    spare = f".{name}.{secrets.token_hex(4)}.tmp"
    try:
        if force:
            files.create(folder, spare, data)
            os.replace(os.path.join(folder, spare), path)
        else:
            files.create(folder, name, data)
    except FileExistsError as error:
        raise WorldFailed(_("{path} exists; --force replaces it").format(path=path)) from error
    except OSError as error:
        told = _("{path} could not be written ({why})")
        raise WorldFailed(told.format(path=path, why=why(error))) from error
    finally:
        if force and os.path.lexists(os.path.join(folder, spare)):
            os.unlink(os.path.join(folder, spare))
