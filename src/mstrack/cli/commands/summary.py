"""`mstrack summary`: how many tasks have which light."""

from typing import Annotated

import typer

from mstrack.cli.context import answer, snapshot
from mstrack.cli.options import ListOptions, sharing
from mstrack.errors import ExitCode
from mstrack.i18n import mark
from mstrack.progress import lookup
from mstrack.views.summary import GROUPS, summary_report


@sharing(ListOptions)
def summary(
    options: ListOptions,
    by: Annotated[
        str, typer.Option(metavar=mark("GROUP"), help=mark("leader, unit, item, light or district."))
    ] = "leader",
) -> int:
    """Open the store, choose by filters, count by group, answer."""
    found = snapshot(options)
    group = lookup.choice(by, {name: name for name in GROUPS}, "--by")
    answer(found, summary_report(found, group, brief=options.on_a_screen), options.form)
    return ExitCode.FINE
