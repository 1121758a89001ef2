"""`mstrack init`: a store with all that surrounds it, made where it is missing; its plan drafted from a table."""

import os
from typing import Annotated

import typer

from mstrack.cli import console
from mstrack.cli.options import sharing
from mstrack.cli.table_options import TableOptions
from mstrack.errors import ExitCode, WrongUse
from mstrack.i18n import gettext as _
from mstrack.i18n import mark
from mstrack.library import opening
from mstrack.render import FORMATS
from mstrack.scaffold import store
from mstrack.store import spelling
from mstrack.store.source import PLAN
from mstrack.views.scaffold import done


@sharing(TableOptions)
def init(
    options: TableOptions,
    folder: Annotated[
        str | None,
        typer.Argument(metavar=mark("DIR"), help=mark("The folder of the store; it is made where it is missing.")),
    ] = None,
) -> int:
    """Find the place, draft the plan, make what is missing, say what was done, even where the disk stops it."""
    place = store.place(folder if folder is not None else _asked())
    today = opening.today()
    lines: list[str] = []
    text, of_year = "", options.year or today.year
    if options.is_drafting:
        from mstrack.cli import intake  # noqa: PLC0415  readers of files are loaded only where one is read

        store.refuse_plan(place)
        planned = intake.planned(options, place.store, today)
        if planned:
            text, of_year = planned.text, planned.year
            lines = [*planned.lines, *intake.problems(planned, today)]
    steps: list[store.Provision] = []
    try:
        steps.extend(store.steps(place, of_year, plan=text, dry=options.dry_run))
    finally:
        if steps and not text:
            console.emit(FORMATS["table"](done(place, steps, today, dry=options.dry_run), console.page()))
    if text:
        console.emit(("\n".join([*lines, *_written(place, text, steps, dry=options.dry_run)]) + "\n").encode())
    if not place.repository:
        path = spelling.quoted(place.top)
        sentence = _("{path} is in no git repository. Next: git init {path}, then mstrack init {path} again.")
        console.say(sentence.format(path=path))
    return ExitCode.FINE


def _asked() -> str:
    """Ask for the folder; WrongUse where nobody sits there."""
    from mstrack.cli.record import prompts  # noqa: PLC0415  only where somebody is asked

    if not prompts.somebody_sits_there():
        raise WrongUse(_("name the folder of the store, such as: mstrack init data"))
    return prompts.line(_("Folder of the store, made where it is missing [data]")) or "data"


def _written(place: store.StoreLocation, text: str, steps: list[store.Provision], *, dry: bool) -> list[str]:
    path = spelling.pasted(place.store, PLAN)
    others = sum(step.done in {"made", "set"} for step in steps) - 1
    sentence = _("Would be written: {path} ({n} lines), and {others} other files and settings")
    if not dry:
        sentence = _("Written: {path} ({n} lines), and {others} other files and settings")
    option = "" if os.path.basename(place.store) == "data" else f" --data {spelling.quoted(spelling.near(place.store))}"
    after = _("Next: mstrack check{option}, then mstrack due{option}").format(option=option)
    return [sentence.format(path=path, n=text.count("\n"), others=others), *([] if dry else [after])]
