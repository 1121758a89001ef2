"""`mstrack log`: what was filed, newest first."""

from typing import Annotated

import typer

from mstrack.cli.context import answer, chosen, parse_range, snapshot, task_number
from mstrack.cli.options import LogOptions, sharing
from mstrack.errors import ExitCode
from mstrack.i18n import mark
from mstrack.progress import query
from mstrack.views import entries

LAST = 30
"""Entries on a page, where no number is given."""
MOST = 10_000_000
PAGES = {"table", "md"}
"""The formats that people read; the others have all entries, so that no program counts too few."""


@sharing(LogOptions)
def log(
    options: LogOptions,
    everything: Annotated[
        bool, typer.Option("--all", help=mark("Corrected entries too, each beside what replaced it."))
    ] = False,
    number: Annotated[
        int | None,
        typer.Option(
            "--number",
            "-n",
            min=1,
            max=MOST,
            metavar=mark("NUMBER"),
            help=mark("List the last so many. Default: 30 on a page (table, md), all in csv, tsv and json."),
        ),
    ] = None,
    long: Annotated[bool, typer.Option("--long", help=mark("All that each entry says, not one line."))] = False,
) -> int:
    """Open the store, choose entries by their names, answer with the last ones."""
    found = snapshot(options)
    when = parse_range(found.plan, options, found.as_of)
    tasks = [task_number(found.plan, number) for number in options.task] or found.tasks
    units = query.codes(found.plan, chosen(found.plan, options))
    most = number or (LAST if options.form in PAGES else None)
    listed, of = found.last_entries(tasks, units, when, most, everything=everything)
    fits = options.form == "table" and not long
    answer(found, entries.log(found, listed, when, of, long=long, on_a_screen=fits), options.form)
    return ExitCode.FINE
